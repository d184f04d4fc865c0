import type pg from "pg";
import { claim, createReadMemos } from "./claim.postgres.ts";
import { createInsertEvents, unroutedEvents } from "./events.postgres.ts";
import type { Journal } from "./journal.ts";
import { createQuery } from "./query.postgres.ts";
import { listeners, openRun, routeEvents } from "./route.postgres.ts";
import { createCheckpoint, createEndRun, createFinishStep, createPlanOps, createRetry } from "./settle.postgres.ts";
import { armCron, armDeadlines, prune, sendSignal, tick } from "./time.postgres.ts";
import { beat, giveBack, leave } from "./workers.postgres.ts";

export function createJournal({ pool, worker, leaseMs }: { pool: pg.Pool; worker: number; leaseMs: number }): Journal {
  const query = createQuery(pool);
  return {
    insertEvents: createInsertEvents(query),
    unroutedEvents: (limit) => unroutedEvents(query, limit),
    listeners: (names, cancellable, keys) => listeners(query, names, cancellable, keys),
    routeEvents: (effects) => routeEvents(query, effects),
    claim: (limit) => claim(query, worker, limit),
    memos: createReadMemos(query),
    checkpoint: createCheckpoint(query),
    finishStep: createFinishStep(query),
    planOps: createPlanOps(query),
    retry: createRetry(query),
    endRun: createEndRun(query),
    openRun: (run) => openRun(query, run),
    armDeadlines: (dispatch) => armDeadlines(query, dispatch),
    sendSignal: (signal, body) => sendSignal(query, signal, body),
    armCron: (entries) => armCron(query, entries),
    tick: (hold, next) => tick(query, hold, next),
    beat: () => beat(query, worker, leaseMs),
    giveBack: (fences) => giveBack(query, worker, fences),
    leave: async () => void (await leave(query, worker)),
    prune: (keepMs, limit) => prune(query, keepMs, limit),
  };
}
