"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { took } from "#components/ui/ago.ts";
import { ask } from "#components/ui/ask.ts";
import { Button } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { ProblemNote } from "#components/ui/problem-note.tsx";
import { Section } from "#components/ui/section.tsx";
import { Time } from "#components/ui/time.tsx";
import { ExecutorAnswer } from "#lib/http/contracts/executor.ts";
import { useAct } from "./use-act.ts";

type State = NonNullable<ReturnType<typeof ExecutorAnswer.parse>["state"]>;
type Run = State["live"][number];

const everyMs = 2_000;

/** What drives the executions of this workspace: its queue, what failed for good, its functions, and last what is under way, since that changes all the time and moves what stands below. */
export function ExecutorRoom({ workspaceId, first }: { workspaceId: string; first: State }) {
  const client = useQueryClient();
  const queryKey = ["executor", workspaceId];
  const { data: state, isError } = useQuery({
    queryKey,
    initialData: first,
    refetchInterval: everyMs,
    queryFn: async ({ signal }) => {
      const asked = await ask("/api/executor", { workspaceId, signal });
      if (!asked.ok) throw new Error(asked.problem.detail);
      return ExecutorAnswer.parse(asked.value).state ?? first;
    },
  });
  const { act, isBusy, problem } = useAct(workspaceId);
  const handle = async (id: string, action: "retry" | "cancel") => {
    await act(`/api/executor/runs/${id}`, { method: "POST", body: { action } });
    await client.invalidateQueries({ queryKey });
  };
  return (
    <>
      {isError && <ProblemNote problem={{ detail: "The figures could not be read. They are those of a moment ago." }} />}
      {problem && <ProblemNote problem={problem} />}
      <Queue state={state} />
      <Runs
        title="Failed for good"
        empty="Nothing failed for good."
        runs={state.dead}
        workspaceId={workspaceId}
        act={{ word: "Run again", isBusy, do: (id) => void handle(id, "retry") }}
      />
      <Functions functions={state.functions} />
      <Runs
        title="Under way"
        empty="No function runs for this workspace now."
        runs={state.live}
        workspaceId={workspaceId}
        act={{ word: "Cancel", isBusy, do: (id) => void handle(id, "cancel") }}
      />
    </>
  );
}

function Queue({ state: { workers, queue } }: { state: State }) {
  const facts: [string, string][] = [
    ["Workers", String(workers)],
    ["Ready, not taken", String(queue.ready)],
    ["The first of it waits", queue.oldestReadyMs === null ? "–" : took(queue.oldestReadyMs)],
    ["At work", String(queue.taken)],
    ["For a time or an event", String(queue.waiting)],
  ];
  return (
    <section aria-label="Queue" className="grid gap-3">
      <dl className="grid grid-cols-2 gap-3 sm:grid-cols-5">
        {facts.map(([name, value]) => (
          <div key={name} className="grid content-between gap-1 rounded-lg border border-line bg-raised p-4 shadow-card">
            <dt className="text-sm text-quiet">{name}</dt>
            <dd className="font-display text-xl whitespace-nowrap tabular-nums">{value}</dd>
          </div>
        ))}
      </dl>
      {workers === 0 && (
        <ProblemNote problem={{ detail: "No worker lives: nothing moves until one does. `npm run up` starts one with the web." }} />
      )}
    </section>
  );
}

function Functions({ functions }: Pick<State, "functions">) {
  return (
    <Section title="Functions, last 24 hours">
      {functions.length === 0 ? (
        <EmptyState title="Nothing ran yet">What an execution needs to move appears here.</EmptyState>
      ) : (
        <section
          aria-label="Runs of each function"
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reachable without a mouse
          tabIndex={0}
          className="overflow-x-auto rounded-lg border border-line bg-raised shadow-card"
        >
          <table className="w-full min-w-2xl table-fixed text-sm">
            <thead className="text-quiet">
              <tr>
                {["Function", "Open", "Completed", "Failed", "Cancelled", "Half within", "95% within"].map((name, at) => (
                  <th
                    key={name}
                    scope="col"
                    className={at === 0 ? "w-1/4 px-4 py-2 text-start font-medium" : "px-4 py-2 text-end font-medium"}
                  >
                    {name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody className="divide-y divide-line tabular-nums">
              {functions.map(({ fn, open, completed, failed, cancelled, p50Ms, p95Ms }) => (
                <tr key={fn}>
                  <th scope="row" className="px-4 py-2 text-start font-mono text-xs font-normal">
                    <bdi>{fn}</bdi>
                  </th>
                  {[open, completed, failed, cancelled, p50Ms === null ? "–" : took(p50Ms), p95Ms === null ? "–" : took(p95Ms)].map(
                    (value, at) => (
                      // biome-ignore lint/suspicious/noArrayIndexKey: a cell is nothing but its place
                      <td key={at} className="px-4 py-2 text-end whitespace-nowrap">
                        {value}
                      </td>
                    ),
                  )}
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
    </Section>
  );
}

type RunsProps = {
  title: string;
  empty: string;
  runs: Run[];
  workspaceId: string;
  act: { word: string; isBusy: boolean; do: (id: string) => void };
};

function Runs({ title, empty, runs, workspaceId, act }: RunsProps) {
  return (
    <Section title={title}>
      {runs.length === 0 ? (
        <p className="text-quiet">{empty}</p>
      ) : (
        <ul className="grid divide-y divide-line rounded-lg border border-line bg-raised shadow-card">
          {runs.map(({ id, fn, createdAt, error, about }) => (
            <li key={id} className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 px-4 py-3">
              <div className="grid min-w-0 grow basis-60 gap-0.5">
                <p className="font-mono text-sm">
                  <bdi>{fn}</bdi>
                </p>
                <p className="text-sm break-words text-quiet">
                  Began <Time at={createdAt} />
                  {about !== null && (
                    <>
                      {" "}
                      for{" "}
                      <Link href={`/${workspaceId}/executions/${about}`} className="font-mono text-xs underline">
                        {about}
                      </Link>
                    </>
                  )}
                </p>
                {error !== null && (
                  <p dir="auto" className="text-sm break-words text-tone-failed">
                    {error}
                  </p>
                )}
              </div>
              <Button size="sm" disabled={act.isBusy} onClick={() => act.do(id)}>
                {act.word} <span className="sr-only">{id}</span>
              </Button>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}
