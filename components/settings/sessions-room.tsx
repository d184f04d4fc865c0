"use client";

import { MonitorSmartphone } from "lucide-react";
import { Badge } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { Moment } from "#components/ui/moment.tsx";
import { ProblemNote } from "#components/ui/problem-note.tsx";
import { Time } from "#components/ui/time.tsx";
import { deviceOf } from "./device.ts";
import { useAct } from "./use-act.ts";

export type SessionRow = { id: string; createdAt: string; seenAt: string; address: string; agent: string; isThis: boolean };

/** Where one is signed in. Ending one closes its open pages too. */
export function SessionsRoom({ workspaceId, sessions }: { workspaceId: string; sessions: SessionRow[] }) {
  const { act, isBusy, problem } = useAct(workspaceId);
  return (
    <>
      {problem && <ProblemNote problem={problem} />}
      <ul className="grid divide-y divide-line rounded-lg border border-line bg-raised shadow-card">
        {sessions.map(({ id, createdAt, seenAt, address, agent, isThis }) => (
          <li key={id} className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-3">
            <MonitorSmartphone aria-hidden className="size-5 shrink-0 text-quiet" />
            <div className="grid min-w-0 grow basis-48 gap-0.5">
              <p className="flex flex-wrap items-center gap-2 font-medium">
                {deviceOf(agent)}
                {isThis && <Badge tone="accent">This one</Badge>}
              </p>
              <p className="text-sm text-quiet">
                Seen <Time at={seenAt} />
                {address !== "" && (
                  <>
                    {" "}
                    from{" "}
                    <bdi dir="ltr" className="font-mono text-xs">
                      {address}
                    </bdi>
                  </>
                )}{" "}
                · signed in <Moment at={createdAt} />
              </p>
            </div>
            {!isThis && (
              <Button
                size="sm"
                disabled={isBusy}
                aria-label={`End the session of ${deviceOf(agent)}`}
                onClick={() => void act(`/api/sessions/${id}`, { method: "DELETE" })}
              >
                End
              </Button>
            )}
          </li>
        ))}
      </ul>
      {sessions.length > 1 && (
        <Button
          kind="grave"
          className="justify-self-start"
          disabled={isBusy}
          onClick={() => void act("/api/sessions", { method: "DELETE" })}
        >
          End all but this one
        </Button>
      )}
    </>
  );
}
