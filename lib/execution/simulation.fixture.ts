import fc from "fast-check";
import type { Json } from "#lib/kernel/json.ts";
import type { Plan, PlanDraft } from "#lib/planner/plan.ts";
import type { Answers } from "#lib/safety/approvals/form.ts";
import type { Actor, Workspace } from "#lib/tenancy/workspace.ts";
import { looseTool } from "#lib/tools/loose-tool.fixture.ts";
import { toolRegistry } from "#lib/tools/tool.ts";
import { advanceExecution } from "./advance-execution.ts";
import type { Attempted, AttemptStep } from "./attempt.ts";
import { carrySteps } from "./carry-steps.ts";
import { controlExecution } from "./control-execution.ts";
import { controlStep } from "./control-step.ts";
import { decideSettle } from "./decide-settle.ts";
import type { SettingsTaken } from "./events.ts";
import { finishExecution } from "./finish-execution.ts";
import { lookAfter } from "./look-after.ts";
import { endOvertime, overtime } from "./overtime.ts";
import { planExecution } from "./plan-execution.ts";
import { fold } from "./reduce.ts";
import { releaseBudget } from "./release-budget.ts";
import { noBudgets, nobodyElse } from "./seats.fixture.ts";
import { settleApproval, tendApproval } from "./settle-approval.ts";
import type { Nudge } from "./slice.ts";
import { createSlotLine, type SlotLine } from "./slot-line.ts";
import { startExecution } from "./start-execution.ts";
import { type Approval, isOver } from "./state.ts";
import { stepActions } from "./step-actions.ts";
import type { ExecutionStore } from "./store.ts";
import { takeOver } from "./take-over.ts";

export const actor: Actor = { kind: "member", id: "usr_test", name: "Dana" };

export const registry = toolRegistry([
  looseTool("sim.read", "read"),
  looseTool("sim.see", "read", { capability: "seeing" }),
  looseTool("sim.look", "read", { capability: "seeing" }),
  looseTool("sim.write", "write"),
  looseTool("sim.send", "send"),
  looseTool("sim.wait", "read", { waitUntil: (_: unknown, now: Date) => new Date(now.getTime() + 5_000) }),
]);

const flagOf = (step: string | undefined) => (step ? `steps.${step}.flag` : "true");
const itemsOf = (step: string | undefined) => (step ? `steps.${step}.items` : "[1]");

const questions = {
  type: "object" as const,
  properties: { yes: { type: "boolean" as const }, note: { type: "string" as const } },
  required: ["yes"],
};

/** Random plans: a graph over few steps, with everything that a step may carry. */
export const plans: fc.Arbitrary<PlanDraft> = fc
  .array(
    fc.record({
      tool: fc.constantFrom("sim.read", "sim.read", "sim.see", "sim.write", "sim.send", "sim.wait"),
      needs: fc.array(fc.nat(10), { maxLength: 3 }),
      when: fc.constantFrom(undefined, undefined, undefined, "true", "false", "flag"),
      forEach: fc.constantFrom(undefined, undefined, undefined, "[]", "[1, 2, 3]", "[1, 2]", "items"),
      onMissing: fc.constantFrom("skip" as const, "run" as const),
      critical: fc.boolean(),
      approval: fc.constantFrom(undefined, undefined, undefined, "required" as const),
      form: fc.constantFrom(undefined, undefined, undefined, undefined, questions),
      refers: fc.boolean(),
      fallbacks: fc.array(
        fc.constantFrom(
          { type: "component-replacement" as const, tool: "sim.read" },
          { type: "component-replacement" as const, tool: "sim.send", attempts: 1 },
          { type: "parameter-adjustment" as const, params: { limit: 25 } },
          { type: "workflow-modification" as const, skipSteps: ["s0", "s3"] },
          { type: "manual-intervention" as const },
        ),
        { maxLength: 3 },
      ),
    }),
    { minLength: 1, maxLength: 8 },
  )
  .map((drawn) => ({
    steps: drawn.map(({ needs, when, forEach, approval, form, refers, fallbacks, ...step }, index) => {
      const dependsOn = index === 0 ? [] : [...new Set(needs.map((need) => `s${need % index}`))];
      const [first] = dependsOn;
      return {
        id: `s${index}`,
        ...step,
        dependsOn,
        retry: { maxAttempts: 2, backoff: "fixed" as const, baseMs: 1_000 },
        fallbacks: fallbacks.map((fallback) =>
          "skipSteps" in fallback ? { ...fallback, skipSteps: fallback.skipSteps.slice(0, drawn.length > 3 ? 2 : 1) } : fallback,
        ),
        params: refers && first ? { of: `{{ steps.${first}.id }}` } : {},
        ...(when !== undefined && { when: when === "flag" ? flagOf(first) : when }),
        ...(forEach !== undefined && { forEach: forEach === "items" ? itemsOf(first) : forEach }),
        ...(approval !== undefined && { approval }),
        ...(form !== undefined && forEach === undefined && { form }),
      };
    }),
  }));

const ends = [
  "completed",
  "retryable",
  "final",
  "final",
  "timeout",
  "misfit",
  "unskilled",
  "blocked",
  "unknown",
  "aborted",
  "overtime",
  "no budget",
  "no budget",
  "locked",
  "over its rate",
] as const;

/** What the world may do to an execution. A number picks from what there is at that moment. */
export const deeds = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant("deliver" as const),
      at: fc.nat(20),
      times: fc.integer({ min: 1, max: 3 }),
      keep: fc.boolean(),
    }),
  },
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant("finish" as const),
      at: fc.nat(20),
      how: fc.constantFrom("completed" as const, "completed" as const, "final" as const, ...ends),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("lose" as const), at: fc.nat(20), restart: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("clock" as const), ms: fc.constantFrom(1, 700, 2_000, 6_000, 100_000_000) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant("control" as const),
      action: fc.constantFrom("pause" as const, "pause" as const, "resume" as const, "cancel" as const),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant("decide" as const),
      at: fc.nat(20),
      decision: fc.constantFrom("approve" as const, "approve" as const, "reject" as const, "edit" as const),
      answers: fc.constantFrom({ yes: true }, { yes: false, note: "b" }, {}),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant("step" as const), at: fc.nat(20), action: fc.constantFrom(...stepActions), bad: fc.boolean() }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("expire" as const), at: fc.nat(20) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("advance" as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("raise" as const) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("look" as const), afterMs: fc.constantFrom(0, 10_000, 400_000) }) },
  // Seldom, since it is soon the end.
  { weight: 1, arbitrary: fc.record({ do: fc.constant("take its place" as const), at: fc.nat(30) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("again" as const), at: fc.nat(100), wake: fc.integer({ min: -1, max: 1 }) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("settle again" as const), at: fc.nat(20), fence: fc.integer({ min: -1, max: 0 }) }) },
);
export type Deed = typeof deeds extends fc.Arbitrary<infer One> ? One : never;

export type SimulatedStore = { stores: ExecutionStore[]; expireLease(executionId: string, stepId: string): Promise<void> };
type Claim = Parameters<AttemptStep>[0];
type Pending = { claim: Claim; nudge: Nudge; run: string; resolve: (ended: Attempted) => void };
type Options = { scope: Workspace; open: (given: { now: () => Date; appended: (nudges: Nudge[]) => void }) => SimulatedStore };

/**
 * One execution, driven by hand: nudges are delivered when and as often as a test says, an attempt lasts until a test ends it,
 * time is a number, and a worker may be lost at any moment. With several stores the deliveries go to one after the other, as to several processes.
 */
export function simulation({ scope, open }: Options) {
  let clockMs = Date.parse("2026-01-15T09:00:00Z");
  let ids = 0;
  let turn = 0;
  /** Deliveries that are neither done nor waiting for an attempt's end. */
  let busy = 0;
  let failure: unknown;
  const mail: Nudge[] = [];
  const sent: Nudge[] = [];
  const pending: Pending[] = [];
  const lost: { claim: Claim; nudge: Nudge; run: string }[] = [];
  const over: { claim: Claim }[] = [];
  /** Effects that were called again while a first call was under way. */
  const calledTwice = new Set<string>();
  const now = () => new Date(clockMs);
  const newId = (prefix: string) => {
    ids += 1;
    return `${prefix}_${String(ids).padStart(6, "0")}`;
  };
  const { stores, expireLease } = open({ now, appended: (nudges) => mail.push(...nudges) });
  // What one process knows of those who wait for a slot.
  const lines = new Map<ExecutionStore, SlotLine>();
  const lineOf = (store: ExecutionStore): SlotLine => {
    const line = lines.get(store) ?? createSlotLine(store);
    lines.set(store, line);
    return line;
  };
  const nextStore = () => {
    turn += 1;
    return stores[turn % stores.length] as ExecutionStore;
  };
  let id = "";

  /** One delivery: it goes on until the run ends or waits for an attempt. */
  function deliver(nudge: Nudge, run = newId("run")): void {
    const store = nextStore();
    const attempt: AttemptStep = (claim) => {
      busy -= 1;
      const isOnce = claim.row.spec.tool === "sim.write" || claim.row.spec.tool === "sim.send";
      if (isOnce && !claim.recovered && pending.some((other) => other.claim.row.id === claim.row.id)) calledTwice.add(claim.row.id);
      return new Promise((resolve) => pending.push({ claim, nudge, run, resolve }));
    };
    const deps = { store, registry, attempt, now, newId, line: lineOf(store) };
    const at = { scope, executionId: id };
    const { stepId = "", wake = 0, approvalId = "" } = nudge.data;
    const work: Record<Nudge["name"], () => Promise<unknown>> = {
      "execution/requested": () =>
        planExecution({ ...deps, draft: async () => ({ kind: "none", code: "cannot_plan", because: "no planner" }) }, { ...at, run }),
      "step/ready": () => carrySteps(deps, { ...at, stepId, wake, run }),
      "execution/settled": () => finishExecution({ store, now }, at),
      "execution/advance": () => advanceExecution(deps, at),
      "approval/requested": () => tendApproval({ store, now }, { ...at, approvalId }),
      "execution/review": async () => undefined,
      "execution/overtime": () => endOvertime({ store, now }, at),
      "approval/tell": async () => undefined,
      "approval/asked": async () => undefined,
      "approval/closed": async () => undefined,
      "budget/raised": async () => undefined,
    };
    busy += 1;
    work[nudge.name]()
      .catch((error: unknown) => {
        failure ??= error;
      })
      .finally(() => {
        busy -= 1;
      });
  }

  async function quiet(): Promise<void> {
    do await new Promise((resolve) => setImmediate(resolve));
    while (busy > 0);
    if (failure) throw failure;
    if (calledTwice.size === 0) return;
    // Only a person who was told that nobody knows has it called again.
    const { approvals } = await state();
    const told = new Set(Object.values(approvals).flatMap(({ kind, step }) => (kind === "unknown_effect" ? [step] : [])));
    for (const step of calledTwice) if (!told.has(step)) throw new Error(`${step} was called again while it may have happened`);
  }

  function end(one: Pending, how: (typeof ends)[number]): void {
    pending.splice(pending.indexOf(one), 1);
    over.push({ claim: one.claim });
    busy += 1;
    one.resolve(endedAs(one.claim, how, now()));
  }

  async function state() {
    const folded = fold(null, await events());
    if (!folded) throw new Error("there is no log");
    return folded;
  }
  const events = () => (stores[0] as ExecutionStore).readAfter(scope, id, 0, 100_000);
  const openApprovals = async () => Object.values((await state()).approvals).filter(({ status }) => status === "open");

  type Decided = { decision: "approve" | "reject" | "edit"; answers: Answers };
  async function decide({ id: approvalId, kind, payload, payloadHash, form }: Approval, { decision, answers }: Decided) {
    const plan = kind === "plan" ? ((await nextStore().payload(scope, id, payload.id)) as unknown as Plan) : undefined;
    const steps = plan && [...plan.steps.filter((step) => step.id !== "added"), { id: "added", tool: "sim.read" }];
    const edited = (plan ? { ...plan, steps } : { edited: true }) as unknown as Json;
    return await settleApproval(
      { store: nextStore(), registry, newId, decidersOf: nobodyElse, budgets: noBudgets, executionOfApproval: async () => id },
      {
        workspace: scope,
        actor,
        id: approvalId,
        command: {
          decision,
          payloadHash,
          ...(decision === "edit" && { payload: edited }),
          ...(form && decision !== "reject" && { form: { hash: form.hash, values: answers } }),
        },
      },
    );
  }

  async function act(deed: Deed): Promise<void> {
    switch (deed.do) {
      case "deliver": {
        const nudge = pick(mail, deed.at);
        if (!nudge) return;
        // A kept nudge is delivered too early or once more later.
        if (!deed.keep) mail.splice(mail.indexOf(nudge), 1);
        sent.push(nudge);
        if (!deed.keep && nudge.dueAt !== undefined && nudge.dueAt > now().toISOString()) mail.push(nudge);
        for (let time = 0; time < deed.times; time++) deliver(nudge);
        return;
      }
      case "finish": {
        const one = pick(pending, deed.at);
        if (one) end(one, deed.how);
        return;
      }
      case "lose":
        return lose(pick(pending, deed.at), deed.restart);
      case "clock":
        clockMs += deed.ms;
        return;
      case "control":
        await controlExecution({ store: nextStore(), newId }, { workspace: scope, actor, id, action: deed.action });
        return;
      case "decide": {
        const approval = pick(await openApprovals(), deed.at);
        if (approval) await decide(approval, deed);
        return;
      }
      case "step": {
        // Also what does not wait is asked for, and refused.
        const all = Object.values((await state()).steps);
        const waiting = all.filter(({ status }) => status === "held" || status === "retrying");
        const step = pick(deed.bad || waiting.length === 0 ? all : waiting, deed.at);
        if (!step) return;
        const brings = deed.action === "edit_input" || deed.action === "provide_output";
        await controlStep(
          { store: nextStore(), registry, newId, now },
          {
            workspace: scope,
            actor,
            id,
            stepId: step.id,
            command: { action: deed.action, ...(brings && { payload: { id: step.id, flag: true, items: [1] } }) },
          },
        );
        return;
      }
      case "expire": {
        const approval = pick(await openApprovals(), deed.at);
        if (approval) deliver({ id: "", name: "approval/requested", data: { executionId: id, approvalId: approval.id } });
        return;
      }
      case "advance":
        deliver({ id: "", name: "execution/advance", data: { executionId: id } });
        return;
      case "raise":
        return raise();
      case "look":
        clockMs += deed.afterMs;
        await lookAfter({ store: nextStore(), registry, now }, { scope, executionId: id });
        return;
      case "take its place":
        return deed.at === 0 ? takePlace() : undefined;
      case "again": {
        const nudge = pick(sent, deed.at);
        if (nudge)
          deliver({ ...nudge, data: { ...nudge.data, ...(nudge.data.wake !== undefined && { wake: nudge.data.wake + deed.wake }) } });
        return;
      }
      case "settle again": {
        const one = pick(over, deed.at)?.claim;
        if (!one) return;
        const command = {
          step: one.row.id,
          fence: one.fence + deed.fence,
          at: now().toISOString(),
          end: { kind: "failed" as const, because: "late", code: "late", retryable: true },
        };
        const late = async () => {
          // A settlement of a claim that is over is refused, or says what is in the log already.
          const current = (await state()).steps[one.row.id];
          if (current?.status === "running" && current.fence === command.fence) return;
          await nextStore().act(scope, id, {
            cause: `late:${newId("cmd")}`,
            need: { edgesFrom: [one.row.id], open: true },
            decide: (slice) => decideSettle(slice, command),
          });
        };
        await late();
        return;
      }
      default:
        throw new Error(`unknown deed ${JSON.stringify(deed)}`);
    }
  }

  /** A budget was raised: what waits for room goes on. */
  async function raise(): Promise<void> {
    const waiting = Object.values((await state()).steps).filter((step) => step.status === "held" && step.hold.reason === "budget");
    const sqlFor = () => ({ query: async () => [{ execution: id, steps: waiting.map((step) => step.id) }] as never });
    await releaseBudget({ store: nextStore(), sqlFor, newId }, scope);
  }

  /** A proposal that was agreed to while it runs: it is paused until nothing is at work, and ends then. */
  async function takePlace(): Promise<void> {
    const { head } = await state();
    if (!head.plan) return;
    const plan = (await nextStore().payload(scope, id, head.plan.ref.id)) as unknown as Plan;
    const fork = { of: id, effects: "reuse" as const, planner: "given", planVersion: 1, replaces: true as const, atWork: true as const };
    await takeOver({ store: nextStore() }, { scope, head: { ...head, id: newId("exe"), by: actor, fork }, plan });
  }

  async function lose(one: Pending | undefined, restart: boolean): Promise<void> {
    if (!one) return;
    pending.splice(pending.indexOf(one), 1);
    const { claim, nudge, run } = one;
    if (restart) return deliver(nudge, run);
    await expireLease(id, claim.row.id);
    lost.push({ claim, nudge, run });
  }

  /** The backstop for lost workers, and for nothing else: every other wake has to come by itself. */
  async function wakeLost(): Promise<void> {
    for (const { claim } of lost.splice(0)) {
      const step = (await state()).steps[claim.row.id];
      if (step?.status === "running" && step.fence === claim.fence)
        deliver({ id: "", name: "step/ready", data: { executionId: id, stepId: step.id, wake: step.wake } });
    }
  }

  /** Delivers what is due, until what is left waits for time, people or the end of an attempt. */
  async function deliverAll(): Promise<number> {
    for (let delivered = 0; ; ) {
      const due = mail.filter(({ dueAt }) => dueAt === undefined || dueAt <= now().toISOString());
      if (due.length === 0) return delivered;
      for (const nudge of due) {
        mail.splice(mail.indexOf(nudge), 1);
        sent.push(nudge);
        deliver(nudge);
      }
      delivered += due.length;
      await quiet();
    }
  }

  /** Lets everything go well from here: what waits for people is approved, what runs completes, nobody is lost any more. */
  async function drive(): Promise<void> {
    for (let round = 0; round < 300; round++) {
      const { head } = await state();
      if (isOver(head.status)) return;
      if (head.status === "paused" && !head.halting)
        await controlExecution({ store: nextStore(), newId }, { workspace: scope, actor, id, action: "resume" });
      for (const approval of await openApprovals()) await decide(approval, { decision: "approve", answers: { yes: true } });
      const { steps } = await state();
      if (Object.values(steps).some((step) => step.status === "held" && step.hold.reason === "budget")) await raise();
      await wakeLost();
      await quiet();
      const delivered = await deliverAll();
      const running = [...pending];
      for (const one of running) end(one, head.halting ? "aborted" : "completed");
      await quiet();
      if (delivered === 0 && running.length === 0) clockMs += 6_000;
    }
    const { head, steps } = await state();
    const open = Object.values(steps).map((step) => [step.id, step.status, step.status === "held" ? step.hold.reason : ""]);
    throw new Error(`it never ends: ${JSON.stringify({ head, open, mail })}`);
  }

  return {
    get id() {
      return id;
    },
    sent,
    deliverAll,
    act,
    quiet,
    drive,
    state,
    events,
    deliver,
    stores,
    async start(
      plan: PlanDraft,
      more: { autonomy: "suggest" | "ask_on_risk" | "run"; concurrency: number; settings?: SettingsTaken },
    ): Promise<void> {
      const started = await startExecution(
        { store: nextStore(), registry, newId: (prefix) => `${prefix}_${crypto.randomUUID()}` },
        { workspace: scope, actor, command: { plan, ...more } },
      );
      if (!started.ok) throw new Error(started.refusal.because);
      id = started.value.id;
    },
    /** Ends what still waits, so that nothing is left running. */
    async leave(): Promise<void> {
      for (const one of [...pending]) end(one, "aborted");
      await quiet();
    },
  };
}

function endedAs({ row }: Claim, how: (typeof ends)[number], now: Date): Attempted {
  const until = (ms: number) => new Date(now.getTime() + ms).toISOString();
  switch (how) {
    case "completed":
      return { kind: "completed", output: { id: row.id, flag: row.id.length % 2 === 0, items: [1, 2] }, ms: 1 };
    case "retryable":
      return { kind: "failed", because: "busy", code: "busy", retryable: true };
    case "timeout":
      return { kind: "failed", because: "it took longer than 5 ms", code: "timeout", retryable: true };
    case "misfit":
      return { kind: "failed", because: "it does not fit", code: "bad_output", retryable: false };
    case "blocked":
      return { kind: "blocked", component: "sim", because: "sim is not well", waitMs: 1_000 };
    case "unskilled":
      return { kind: "failed", because: "nobody can", code: "skill_activation_failed", retryable: false };
    case "final":
      return { kind: "failed", because: "it cannot", code: "cannot", retryable: false };
    case "overtime":
      return { kind: "failed", because: "its execution took longer than it may", code: overtime, retryable: false };
    case "no budget":
      return { kind: "waits", because: "the budget is used up", hold: { reason: "budget", ref: "execution" } };
    case "locked":
      return { kind: "waits", because: "another holds it", hold: { reason: "lock", ref: "door", until: until(1_000) } };
    case "over its rate":
      return { kind: "waits", because: "it is called too often", hold: { reason: "rate", ref: "sim", until: until(2_000) } };
    case "unknown":
      return { kind: "unknown", because: "the line broke" };
    default:
      return { kind: "aborted", because: "the execution was stopped" };
  }
}

function pick<One>(from: One[], at: number): One | undefined {
  return from.length === 0 ? undefined : from[at % from.length];
}
