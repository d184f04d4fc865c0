import { Badge } from "#components/ui/badge.tsx";
import { Time } from "#components/ui/time.tsx";

export const consentWords: Record<string, string> = {
  written: "In writing",
  express: "Given by word",
  implied: "By an inquiry or an existing relationship",
  none: "Refused or taken back",
  unknown: "Nothing is known",
};

/** What somebody agreed to, and whether they want no more. */
export function ConsentFact({ consent, consentAt, optedOutAt }: { consent: string; consentAt: string | null; optedOutAt: string | null }) {
  return (
    <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
      {optedOutAt !== null && <Badge tone="failed">Opted out</Badge>}
      <span>
        {optedOutAt === null ? (consentWords[consent] ?? consent) : "Gets no marketing, and nothing by phone or chat, since"}{" "}
        {(optedOutAt ?? consentAt) && <Time at={optedOutAt ?? consentAt ?? ""} />}
      </span>
    </span>
  );
}
