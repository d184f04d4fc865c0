import type pg from "pg";
import { claim, createReadMemos, createWrite } from "./claim.postgres.ts";
import { createInsertEvents, unroutedEvents } from "./events.postgres.ts";
import type { Journal } from "./journal.ts";
import type { Loan } from "./pump.ts";
import { createQuery } from "./query.postgres.ts";
import { listeners, openRun, routeEvents, takeEvents } from "./route.postgres.ts";
import { createCheckpoint, createEndRun, createFinishStep, createPlanOps, createRetry } from "./settle.postgres.ts";
import { armCron, armDeadlines, prune, sendSignal, tick } from "./time.postgres.ts";
import { beat, giveBack, leave } from "./workers.postgres.ts";

export type JournalOptions = { pool: pg.Pool; worker: number; leaseMs: number; lend?: () => Loan };

export function createJournal({ pool, worker, leaseMs, lend }: JournalOptions): Journal {
  const query = createQuery(pool);
  const write = createWrite(query, { worker, lend });
  return {
    insertEvents: createInsertEvents(query),
    unroutedEvents: (limit) => unroutedEvents(query, limit),
    listeners: (names, cancellable, keys) => listeners(query, names, cancellable, keys),
    routeEvents: (effects) => routeEvents(write, effects),
    takeEvents: (events, effects) => takeEvents(write, events, effects),
    claim: (limit) => claim(query, worker, limit),
    memos: createReadMemos(query),
    checkpoint: createCheckpoint(query),
    finishStep: createFinishStep(write),
    planOps: createPlanOps(write),
    retry: createRetry(write),
    endRun: createEndRun(write),
    openRun: (run) => openRun(query, run),
    armDeadlines: (dispatch) => armDeadlines(query, dispatch),
    sendSignal: (signal, body) => sendSignal(query, signal, body),
    armCron: (entries) => armCron(query, entries),
    tick: (hold, next) => tick(write, hold, next),
    beat: () => beat(query, worker, leaseMs),
    giveBack: (fences) => giveBack(query, worker, fences),
    leave: async () => void (await leave(query, worker)),
    prune: (keepMs, limit) => prune(query, keepMs, limit),
  };
}
