import type pg from "pg";
import { createAnswer, type RealtimeMessage } from "./answer.sdk.ts";
import { askRegistration, type Handler } from "./call.sdk.ts";
import { nextFire, schedulesOf } from "./cron.ts";
import { type SentEvent, storedEvent } from "./event-body.ts";
import { createJournal } from "./journal.postgres.ts";
import type { Journal } from "./journal.ts";
import { createKeeper } from "./keeper.ts";
import { createMeter, limits } from "./limits.ts";
import { notifyWorkers } from "./notify.postgres.ts";
import { copyEnvironment } from "./plain-env.sdk.ts";
import { openPresence, type Presence } from "./presence.postgres.ts";
import { createPump, type Pump } from "./pump.ts";
import { readRegistration } from "./read-config.ts";
import { createRegistry } from "./registry.ts";
import { createRouter, type Router } from "./router.ts";
import { cancelled } from "./run-events.ts";
import { ulid } from "./ulid.ts";
import { createWork } from "./work.ts";

export type Executor = {
  /** Registers the functions and starts to work. Events sent earlier wait for it. */
  ready(): Promise<void>;
  send(events: SentEvent[]): Promise<{ ids: string[] }>;
  /** Puts other functions in the place of the registered ones, as an app that was deployed again tells them. */
  register(body: unknown): Promise<void>;
  /** Stops at the next step boundary of each run, and gives back what is not done after `drainMs`. */
  stop(options?: { drainMs?: number }): Promise<void>;
  /** What the SDK's client is given as its `fetch`. */
  fetch: typeof fetch;
};

export type ExecutorOptions = {
  pool: pg.Pool;
  handler: Handler;
  /** How many requests to functions may be open at once. */
  concurrency?: number;
  /** How long a worker that shows no sign of life keeps what it holds. */
  leaseMs?: number;
  /** How long ended runs, and events with the ids they make unique, are remembered. */
  keepMs?: number;
  /** How many steps a run may have, up to 10,000. */
  maxSteps?: number;
  /** Makes the requests of `step.fetch` and `step.ai.infer`, behind whatever guard the caller has. Without it they fail. */
  egress?: typeof fetch;
  /** Hears what functions publish. Without it publishing is answered with 501. */
  publish?(message: RealtimeMessage): void | Promise<void>;
  onError?(error: unknown, about: { message: string; run?: string; fn?: string }): void;
};

const day = 86_400_000;

export function createExecutor({
  pool,
  handler,
  concurrency = 1_000,
  leaseMs = 10_000,
  keepMs = day,
  maxSteps = limits.steps,
  egress,
  publish,
  onError = () => {},
}: ExecutorOptions): Executor {
  if (!(maxSteps >= 1 && maxSteps <= limits.mostSteps)) throw new Error(`maxSteps must be between 1 and ${limits.mostSteps}`);
  let registry = createRegistry([]);
  let schedules = new Map<string, ReturnType<typeof schedulesOf>[number]>();
  let parts: { journal: Journal; router: Router; pump: Pump; presence: Presence; keeper: { stop(): void } } | undefined;
  let started: Promise<void> | undefined;
  let leaving = false;
  let databaseAhead = 0;
  const halted = new Set<string>();
  const meter = createMeter(maxSteps);
  const now = () => Date.now() + databaseAhead;

  async function start(): Promise<void> {
    copyEnvironment();
    adopt(await askRegistration(handler));

    let woken: (news: string) => void = () => {};
    const presence = await openPresence(pool, { wake: (news) => woken(news), log: (message, error) => onError(error, { message }) });
    const journal = createJournal({ pool, worker: presence.id, leaseMs, lend: () => pump.lend() });
    const router = createRouter({ journal, registry: () => registry });
    const work = createWork({
      journal,
      router,
      handler,
      now,
      meter,
      maxSteps,
      egress,
      leaving: () => leaving,
      registry: () => registry,
      schedules: () => schedules,
      halted: (dispatch) => halted.delete(dispatch.fence),
      failed: (dispatch, error) => onError(error, { message: "a request was not settled", run: dispatch.run, fn: dispatch.fn }),
    });
    const pump = createPump({
      work,
      concurrency,
      claim: journal.claim,
      crowded: () => notifyWorkers(pool, "items"),
      clock: (nowMs) => {
        databaseAhead = nowMs - Date.now();
      },
      failed: (error) => onError(error, { message: "nothing could be claimed" }),
    });
    woken = (news) => {
      pump.wake();
      if (news === "items") return;
      router.sweep().catch((error) => onError(error, { message: "events were not routed" }));
    };
    await journal.beat();
    const keeper = createKeeper({
      journal,
      leaseMs,
      keepMs,
      holds: pump.holds,
      oldestClaim: pump.oldestClaim,
      woken: () => woken(""),
      failed: (error, message) => onError(error, { message }),
    });
    parts = { journal, router, pump, presence, keeper };

    await armSchedules(journal);
    woken("");
  }

  function adopt(registration: unknown): void {
    const functions = readRegistration(registration);
    registry = createRegistry(functions);
    schedules = new Map(schedulesOf(functions).map((schedule) => [schedule.id, schedule]));
  }

  async function armSchedules(journal: Journal): Promise<void> {
    const { nowMs } = await journal.claim(0);
    await journal.armCron(
      [...schedules.values()]
        .flatMap((schedule) => ({ id: schedule.id, at: nextFire(schedule, nowMs) ?? [] }))
        .flatMap(({ id, at }) => (typeof at === "number" ? [{ id, at }] : [])),
    );
  }

  async function assembled() {
    await ready();
    if (!parts) throw new Error("the executor has stopped");
    return parts;
  }

  function ready(): Promise<void> {
    started ??= start().catch((error) => {
      started = undefined;
      throw error;
    });
    return started;
  }

  async function store(events: Parameters<Router["take"]>[0]): Promise<void> {
    const { journal, router } = await assembled();
    await router.send(events).catch(async (error) => {
      // What cannot be routed is kept all the same: it may be the functions that are wrong, and they change.
      await journal.insertEvents(events);
      onError(error, { message: "events were not routed" });
    });
  }

  return {
    ready,
    async send(events) {
      const stored = events.map((event) => storedEvent(event, ulid(), Date.now()));
      await store(stored);
      return { ids: stored.map(({ id }) => id) };
    },
    async register(body) {
      const { journal, pump } = await assembled();
      adopt(body);
      await armSchedules(journal);
      pump.wake();
    },
    async stop({ drainMs = 5_000 } = {}) {
      if (!started) return;
      await started.catch(() => {});
      if (!parts) return;
      const { journal, pump, presence, keeper } = parts;
      leaving = true;
      pump.stop();
      await Promise.race([pump.idle(), new Promise((done) => setTimeout(done, drainMs).unref())]);
      keeper.stop();
      await journal.leave();
      notifyWorkers(pool, "items");
      await presence.close();
      parts = undefined;
    },
    fetch: createAnswer({
      send: store,
      async checkpoint(hold, memos) {
        const { journal } = await assembled();
        if (!meter.add(hold.fence, memos)) return false;
        const kept = await journal.checkpoint(hold, memos);
        // What is done is stored; the SDK is told to stop here, and another worker carries on.
        if (kept && leaving) halted.add(hold.fence);
        return kept && !leaving;
      },
      sendSignal: async (signal, body) => {
        const { journal, pump } = await assembled();
        const run = await journal.sendSignal(signal, body);
        pump.wake();
        return run;
      },
      cancel: async (run) => {
        const { journal, router } = await assembled();
        const open = await journal.openRun(run);
        if (!open) return false;
        const end = cancelled(open, registry, ulid);
        const live = await journal.endRun(end);
        if (live) await router.take(end.events);
        return live;
      },
      publish,
    }),
  };
}
