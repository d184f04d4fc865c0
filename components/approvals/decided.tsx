import { Time } from "#components/ui/time.tsx";
import type { Tone } from "#components/ui/tones.ts";
import type { Approval } from "#lib/execution/state.ts";

export const ends: Record<Exclude<Approval["status"], "open">, { word: string; tone: Tone }> = {
  approved: { word: "Approved", tone: "done" },
  rejected: { word: "Rejected", tone: "failed" },
  expired: { word: "Expired", tone: "queue" },
  void: { word: "No longer needed", tone: "queue" },
};

type Named = { name: string };
type Props = {
  of: {
    status: keyof typeof ends;
    by?: Named | undefined;
    onBehalfOf?: Named | undefined;
    decidedAt?: string | undefined;
    note?: string | undefined;
  };
};

/** What came of an approval: by whom, when, and what was said with it. */
export function Decided({ of: { status, by, onBehalfOf, decidedAt, note } }: Props) {
  return (
    <p className="text-sm break-words">
      {ends[status].word}
      {by && (
        <>
          {" "}
          by <bdi>{by.name}</bdi>
        </>
      )}
      {onBehalfOf && (
        <>
          {" "}
          for <bdi>{onBehalfOf.name}</bdi>
        </>
      )}{" "}
      {decidedAt && <Time at={decidedAt} />}
      {note && (
        <>
          : <bdi>{note}</bdi>
        </>
      )}
    </p>
  );
}
