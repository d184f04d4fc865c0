import { backoffMs } from "./backoff.ts";
import { callFunction, type Handler } from "./call.sdk.ts";
import { nextFire, type Schedule, timerEvent } from "./cron.ts";
import { decide, failureBody, type Verdict } from "./decide.ts";
import { startOf } from "./function.ts";
import { performGateway } from "./gateway.ts";
import type { Dispatch, Journal, RunEnd } from "./journal.ts";
import { excessOf, limitError, type Meter, usedBy, withinLimits } from "./limits.ts";
import type { Registry } from "./registry.ts";
import type { Reply } from "./reply.ts";
import type { Router } from "./router.ts";
import { cancelled, ended } from "./run-events.ts";
import { ulid } from "./ulid.ts";

export type WorkDeps = {
  journal: Journal;
  registry: () => Registry;
  schedules: () => Map<string, Schedule>;
  router: Router;
  handler: Handler;
  /** Whether the SDK was told to stop in the middle of this dispatch. Its answer then says nothing about the run. */
  halted(dispatch: Dispatch): boolean;
  meter: Meter;
  maxSteps: number;
  egress: typeof fetch | undefined;
  leaving(): boolean;
  now(): number;
  failed(dispatch: Dispatch, error: unknown): void;
};

/** Carries one item from its claim to what the journal then knows. */
export function createWork(deps: WorkDeps): (dispatch: Dispatch) => Promise<void> {
  const { journal, registry, router } = deps;

  async function end(dispatch: Dispatch, how: Omit<RunEnd, "hold">): Promise<void> {
    const live = await journal.endRun({ ...how, hold: dispatch });
    // The run's end is stored; what its events cause may come later.
    if (live && how.events.length > 0) router.take(how.events).catch((error) => deps.failed(dispatch, error));
  }

  async function apply(dispatch: Dispatch, verdict: Verdict): Promise<unknown> {
    switch (verdict.move) {
      case "complete":
        return end(dispatch, ended(dispatch, "completed", verdict.output, registry(), ulid));
      case "fail":
        return end(dispatch, ended(dispatch, "failed", failureBody(verdict.error), registry(), ulid));
      case "retry":
        return journal.retry(dispatch, { delay: verdict.delay, attempt: dispatch.attempt + 1 });
      case "finish":
        return journal.finishStep(dispatch, verdict.body);
      case "plan":
        return journal.planOps(dispatch, verdict);
    }
  }

  async function ask(dispatch: Dispatch, maxAttempts: number): Promise<void> {
    const verdict = await performGateway(dispatch, { egress: deps.egress, maxAttempts, luck: Math.random(), now: deps.now() });
    await apply(dispatch, withinLimits(verdict, { steps: 0, bytes: 0 }, deps.maxSteps));
  }

  async function request(dispatch: Dispatch): Promise<void> {
    const fn = registry().get(dispatch.fn);
    if (!fn)
      return end(
        dispatch,
        ended(
          dispatch,
          "failed",
          failureBody({ name: "FunctionNotFound", message: `no function ${dispatch.fn} is registered` }),
          registry(),
          ulid,
        ),
      );
    if (dispatch.kind === "fetch") return ask(dispatch, fn.maxAttempts);
    if (dispatch.first && (dispatch.startMs !== null || dispatch.finishMs !== null)) await journal.armDeadlines(dispatch);
    const memos = dispatch.first ? [] : await journal.memos(dispatch.run);
    const before = usedBy(memos);
    const tooMuch = excessOf(before, deps.maxSteps);
    if (tooMuch) return void (await apply(dispatch, { move: "fail", error: limitError(tooMuch) }));
    deps.meter.begin(dispatch.fence, before);
    const reply = await callFunction(deps.handler, dispatch, fn.maxAttempts, memos).catch(broken);
    const { used, excess } = deps.meter.end(dispatch.fence);
    // The SDK was told to stop there, and what it answered then says nothing about the run.
    if (excess) return void (await apply(dispatch, { move: "fail", error: limitError(excess) }));
    if (deps.halted(dispatch)) return void (await journal.retry(dispatch, { delay: 0, attempt: 0 }));
    const verdict = decide(dispatch, reply, {
      now: deps.now(),
      luck: Math.random(),
      maxAttempts: fn.maxAttempts,
      child: (id, event) => registry().child(id, event, ulid),
    });
    await apply(dispatch, withinLimits(verdict, used, deps.maxSteps));
  }

  async function fire(dispatch: Dispatch): Promise<void> {
    const schedule = deps.schedules().get(dispatch.run);
    const event = schedule && timerEvent(schedule, dispatch.atMs);
    await journal.tick(dispatch, {
      at: schedule && nextFire(schedule, Math.max(dispatch.atMs, deps.now())),
      start:
        schedule && event
          ? { ...startOf(schedule.fn, JSON.parse(event), ulid(), "cron"), event, delay: Math.random() * (schedule.jitterMs ?? 0) }
          : undefined,
    });
  }

  /** What could not be stored counts as an attempt: a worker that lives would otherwise hold the item for ever. */
  async function giveBack(dispatch: Dispatch, error: unknown): Promise<void> {
    const maxAttempts = registry().get(dispatch.fn)?.maxAttempts ?? 1;
    for (let wait = 100; !deps.leaving(); wait = Math.min(wait * 2, 10_000)) {
      try {
        if (dispatch.attempt + 1 < maxAttempts || dispatch.kind === "cron")
          await journal.retry(dispatch, { delay: backoffMs(dispatch.attempt, 0), attempt: dispatch.attempt + 1 });
        else
          await end(dispatch, ended(dispatch, "failed", failureBody({ name: "ExecutorError", message: String(error) }), registry(), ulid));
        return;
      } catch (cause) {
        deps.failed(dispatch, cause);
        await new Promise((done) => setTimeout(done, wait));
      }
    }
  }

  return async (dispatch) => {
    try {
      if (dispatch.kind === "cron") await fire(dispatch);
      else if (dispatch.kind === "deadline") await end(dispatch, cancelled(dispatch, registry(), ulid));
      else await request(dispatch);
    } catch (error) {
      deps.failed(dispatch, error);
      await giveBack(dispatch, error);
    }
  };
}

const broken = (error: unknown): Reply => ({
  status: 500,
  noRetry: null,
  retryAfter: null,
  body: JSON.stringify({ name: "Error", message: `the handler threw: ${error instanceof Error ? error.message : String(error)}` }),
});
