"use client";

import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { Card } from "#components/ui/card.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { allowedActions } from "#lib/execution/execution-actions.ts";
import { type BulkEnd, useBulk } from "./use-bulk.ts";
import type { Action } from "./use-control.ts";
import type { ShownRow } from "./use-executions.ts";

const words: Record<Action, string> = { pause: "Pause", resume: "Resume", cancel: "Cancel" };
const past: Record<Action, string> = { pause: "paused", resume: "resumed", cancel: "cancelled" };
const says: Record<Action, string> = {
  pause: "What runs now is finished; nothing new begins until somebody resumes them.",
  resume: "They go on where they stopped.",
  cancel: "Nothing new begins, and they end for good. What was already done stays done.",
};
const actions = ["pause", "resume", "cancel"] as const;

type Props = { workspaceId: string; chosen: ShownRow[]; onDone: () => void; onClear: () => void };

/** What can be done with all that is chosen, and with how many of them. */
export function BulkBar({ workspaceId, chosen, onDone, onClear }: Props) {
  const [asked, setAsked] = useState<Action>();
  const { act, left, end } = useBulk({ workspaceId, onDone });
  const rowsFor = (action: Action) => chosen.filter(({ status }) => allowedActions(status, false).includes(action));
  const rows = asked ? rowsFor(asked) : [];
  return (
    <>
      {chosen.length > 0 && (
        <Card className="flex flex-wrap items-center gap-3 bg-accent-soft px-4 py-2">
          <p className="grow text-sm font-medium">{left === undefined ? `${chosen.length} chosen` : `${left} to go…`}</p>
          {actions.map((action) => {
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
