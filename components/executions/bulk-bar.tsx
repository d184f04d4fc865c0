"use client";

import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { Card } from "#components/ui/card.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { allowedActions } from "#lib/execution/execution-actions.ts";
import { type BulkAction, type BulkEnd, useBulk } from "./use-bulk.ts";
import type { ShownRow } from "./use-executions.ts";

const words: Record<BulkAction, string> = { pause: "Pause", resume: "Resume", retry: "Try again", cancel: "Cancel" };
const past: Record<BulkAction, string> = { pause: "paused", resume: "resumed", retry: "begun again", cancel: "cancelled" };
const says: Record<BulkAction, string> = {
  retry: "Each goes on in a new execution with what it has not done. What is done stays as it is, and nothing is sent twice.",
  pause: "What runs now is finished; nothing new begins until somebody resumes them.",
  resume: "They go on where they stopped.",
  cancel: "Nothing new begins, and they end for good. What was already done stays done.",
};
const actions = ["pause", "resume", "retry", "cancel"] as const;

type Props = {
  workspaceId: string;
  chosen: ShownRow[];
  may: { control: boolean; start: boolean };
  onDone: () => void;
  onClear: () => void;
};

/** Whether it makes sense for an execution as it stands: only what ended before its time is tried again. */
function isFor({ status, simulated }: ShownRow, action: BulkAction): boolean {
  if (action === "retry") return !simulated && (status === "failed" || status === "cancelled");
  return allowedActions(status, false).includes(action);
}

/** What can be done with all that is chosen, and with how many of them. */
export function BulkBar({ workspaceId, chosen, may, onDone, onClear }: Props) {
  const [asked, setAsked] = useState<BulkAction>();
  const { act, left, end } = useBulk({ workspaceId, onDone });
  const rowsFor = (action: BulkAction) => chosen.filter((row) => isFor(row, action));
  const offered = actions.filter((action) => (action === "retry" ? may.start : may.control));
  const rows = asked ? rowsFor(asked) : [];
  return (
    <>
      {chosen.length > 0 && (
        <Card className="flex flex-wrap items-center gap-3 bg-accent-soft px-4 py-2">
          <p className="grow text-sm font-medium">{left === undefined ? `${chosen.length} chosen` : `${left} to go…`}</p>
          {offered.map((action) => {
            const count = rowsFor(action).length;
            return (
              <Button
                key={action}
                size="sm"
                kind={action === "cancel" ? "grave" : "plain"}
                disabled={count === 0 || left !== undefined}
                onClick={() => setAsked(action)}
              >
                {words[action]} {count}
              </Button>
            );
          })}
          <Button size="sm" kind="quiet" onClick={onClear}>
            Choose none
          </Button>
        </Card>
      )}
      {end && <Ended {...end} />}
      <Dialog
        isOpen={asked !== undefined}
        onClose={() => setAsked(undefined)}
        isAlert
        title={asked ? `${words[asked]} ${count(rows.length)}?` : ""}
      >
        <p className="text-quiet">{asked && says[asked]}</p>
        <ul className="grid max-h-48 gap-1 overflow-auto text-sm">
          {rows.map(({ id, title }) => (
            <li key={id} dir="auto" className="truncate">
              {title}
            </li>
          ))}
        </ul>
        <div className="flex flex-wrap justify-end gap-3">
          <Button onClick={() => setAsked(undefined)}>Leave them</Button>
          <Button
            kind={asked === "cancel" ? "grave" : "main"}
            onClick={() => {
              if (asked) void act(asked, rows);
              setAsked(undefined);
            }}
          >
            {asked && words[asked]} {count(rows.length)}
          </Button>
        </div>
      </Dialog>
    </>
  );
}

const count = (many: number) => (many === 1 ? "1 execution" : `${many} executions`);

function Ended({ action, done, refused }: BulkEnd) {
  return (
    <div aria-live="polite" className="grid gap-1 text-sm">
      <p>
        {count(done)} {past[action]}
        {refused.length > 0 && `, ${refused.length} refused:`}
      </p>
      {refused.map((because) => (
        <p key={because} className="text-tone-failed">
          {because}
        </p>
      ))}
    </div>
  );
}
