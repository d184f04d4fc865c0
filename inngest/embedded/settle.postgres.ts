import type { Write } from "./claim.postgres.ts";
import type { Hold, Memo, Plan, RunEnd } from "./journal.ts";
import { createLane } from "./lane.ts";
import type { Query } from "./query.postgres.ts";
import { replyToParent } from "./run-events.ts";

/** Each verb joins what different runs report at the same moment into one statement and one commit. */

export function createCheckpoint(query: Query): (hold: Hold, memos: Memo[]) => Promise<boolean> {
  const lane = createLane<{ hold: Hold; memos: Memo[] }, boolean>(async (batch) => {
    const rows = batch.flatMap(({ hold, memos }, entry) => memos.map((memo) => ({ hold, memo, entry })));
    const live = await query<{ n: number }>("checkpoint", "select executor.checkpoint($1, $2, $3, $4, $5) as n", [
      rows.map(({ hold }) => hold.run),
      rows.map(({ hold }) => hold.hash),
      rows.map(({ hold }) => hold.fence),
      rows.map(({ memo }) => memo.hash),
      rows.map(({ memo }) => memo.body),
    ]);
    const stored = new Set(live.map(({ n }) => rows[n - 1]?.entry));
    return batch.map((_, entry) => stored.has(entry));
  });
  return (hold, memos) => lane({ hold, memos });
}

export function createFinishStep(write: Write): (hold: Hold, body: string) => Promise<boolean> {
  const lane = createLane<{ hold: Hold; body: string }, boolean>(async (batch) => {
    const live = await write("finish-steps", "executor.finish_steps($1, $2, $3, $4)", [
      batch.map(({ hold }) => hold.run),
      batch.map(({ hold }) => hold.hash),
      batch.map(({ hold }) => hold.fence),
      batch.map(({ body }) => body),
    ]);
    return ordinals(live, batch);
  });
  return (hold, body) => lane({ hold, body });
}

export function createRetry(write: Write): (hold: Hold, again: { delay: number; attempt: number }) => Promise<boolean> {
  const lane = createLane<{ hold: Hold; delay: number; attempt: number }, boolean>(async (batch) => {
    const live = await write("retry", "executor.retry_items($1, $2, $3, $4, $5)", [
      batch.map(({ hold }) => hold.run),
      batch.map(({ hold }) => hold.hash),
      batch.map(({ hold }) => hold.fence),
      batch.map(({ delay }) => delay),
      batch.map(({ attempt }) => attempt),
    ]);
    return ordinals(live, batch);
  });
  return (hold, again) => lane({ hold, ...again });
}

export function createPlanOps(write: Write): (hold: Hold, plan: Plan) => Promise<boolean> {
  const lane = createLane<{ hold: Hold; plan: Plan }, boolean>(async (batch) => {
    const live = await write("plan", "executor.plan_ops($1::json)", [
      JSON.stringify(
        batch.map(({ hold, plan }) => ({
          run: hold.run,
          fence: hold.fence,
          memos: plan.memos,
          ops: plan.ops.map(({ child, ...op }) => ({
            ...op,
            child: child && { ...child, start_ms: child.startMs, finish_ms: child.finishMs },
          })),
        })),
      ),
    ]);
    return named(
      live,
      batch.map(({ hold }) => hold.run),
    );
  });
  return (hold, plan) => lane({ hold, plan });
}

export function createEndRun(write: Write): (end: RunEnd) => Promise<boolean> {
  return createLane<RunEnd, boolean>(async (batch) => {
    const live = await write("end", "executor.end_runs($1::json)", [
      JSON.stringify(
        batch.map(({ run, hold, status, output, events }) => ({
          run,
          hash: hold?.hash,
          fence: hold?.fence,
          status,
          output,
          events,
          reply: replyToParent({ status, output }),
        })),
      ),
    ]);
    return named(
      live,
      batch.map(({ run }) => run),
    );
  });
}

const ordinals = (live: string[], batch: unknown[]): boolean[] => {
  const places = new Set(live);
  return batch.map((_, i) => places.has(String(i + 1)));
};

const named = (live: string[], runs: string[]): boolean[] => {
  const ids = new Set(live);
  return runs.map((run) => ids.has(run));
};
