import { afterAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { closePools } from "#lib/db.ts";
import { OverBudget } from "#lib/kernel/meter.ts";
import type { PlanDraft } from "#lib/planner/plan.ts";
import { postgresLocks } from "#lib/safety/locks.postgres.ts";
import { defineTool } from "#lib/tools/tool.ts";
import { controlExecution } from "./control-execution.ts";
import type { Sent } from "./dispatch.ts";
import { HoldReason } from "./events.ts";
import { expectLegal } from "./legal.fixture.ts";
import { passLockOn } from "./pass-lock-on.ts";
import { reconcile } from "./reconcile.postgres.ts";
import { fold } from "./reduce.ts";
import { settleApproval } from "./settle-approval.ts";
import type { Execution } from "./state.ts";
import { isOver } from "./state.ts";
import { wakers } from "./wakers.ts";
import { scope, someone, testWorld } from "./world.fixture.ts";

afterAll(closePools);

const base = { input: z.looseObject({}), output: z.object({}), takes: {}, gives: {}, describe: () => "It" };
const waitMs = 300;
const ok = { ok: true as const, output: {} };

/** A world in which every call is counted, whose clock may stand behind, and in which one tool lasts until it is let go. */
function counting() {
  let calls = 0;
  let failures = 1;
  let behindMs = 0;
  const { promise: letGo, resolve: letBlockerGo } = Promise.withResolvers<void>();
  const { promise: isBlocking, resolve: blocks } = Promise.withResolvers<void>();
  const called = async () => {
    calls += 1;
    return ok;
  };
  let openUntil: number | undefined;
  let budgetFrom: number | undefined;
  const world = testWorld({
    breakers: {
      async enter() {
        openUntil ??= Date.now() + waitMs;
        const left = openUntil - Date.now();
        return left > 0 ? { passes: false, waitMs: left } : { passes: true, probes: true };
      },
      leave: async () => {},
      isOpen: () => false,
      list: async () => [],
      turn: async () => undefined,
    },
    now: () => new Date(Date.now() - behindMs),
    tools: [
      defineTool({ ...base, name: "wake.read", title: "Read", description: "Reads.", effect: "read", run: called }),
      defineTool({ ...base, name: "wake.send", title: "Send", description: "Sends.", effect: "send", run: called }),
      defineTool({
        ...base,
        name: "wake.unwell",
        title: "Unwell",
        description: "Is unwell.",
        effect: "read",
        component: () => "unwell",
        run: called,
      }),
      defineTool({
        ...base,
        name: "wake.wait",
        title: "Wait",
        description: "Waits.",
        effect: "read",
        waitUntil: (_, now) => new Date(now.getTime() + waitMs),
        run: called,
      }),
      defineTool({
        ...base,
        name: "wake.flaky",
        title: "Flaky",
        description: "Fails first.",
        effect: "read",
        run: async () => {
          failures -= 1;
          return failures >= 0 ? { ok: false as const, kind: "retryable" as const, because: "busy" } : called();
        },
      }),
      defineTool({
        ...base,
        name: "wake.dear",
        title: "Dear",
        description: "Has no room in its budget for a while.",
        effect: "read",
        run: async () => {
          budgetFrom ??= Date.now() + waitMs;
          const resetsAt = new Date(budgetFrom).toISOString();
          if (Date.now() < budgetFrom) throw new OverBudget({ budget: "workspace::day", because: "no room", resetsAt });
          return called();
        },
      }),
      defineTool({
        ...base,
        name: "wake.often",
        title: "Often",
        description: "Is asked often.",
        effect: "read",
        component: () => "often",
        run: called,
      }),
      defineTool({
        ...base,
        name: "wake.block",
        title: "Block",
        description: "Lasts.",
        effect: "read",
        run: async () => {
          blocks();
          await letGo;
          return ok;
        },
      }),
    ],
  });
  return {
    world,
    letBlockerGo,
    isBlocking,
    calls: () => calls,
    setBehind(ms: number) {
      behindMs = ms;
    },
  };
}
type Counting = ReturnType<typeof counting>;

async function stateOf({ world }: Counting, id: string): Promise<Execution> {
  return fold(null, await world.store.readAfter(scope, id, 0, 10_000)) as Execution;
}

const control = ({ world }: Counting, id: string, action: "pause" | "resume") =>
  controlExecution(world, { workspace: scope, actor: someone, id, action });

/** Takes the first nudge out of the mail and delivers it. */
async function deliverFirst({ world }: Counting): Promise<void> {
  const [first] = world.mail.splice(0, 1);
  if (first) await world.deliver(first);
}

type Scenario = {
  plan: PlanDraft;
  concurrency?: number;
  /** Brings the execution to where its step `s` waits. */
  hold(at: Counting, id: string): Promise<unknown>;
  /** Does what lets it go, or lets its time come. */
  wake(at: Counting, id: string): Promise<unknown>;
};

// A step with a condition is not begun by the run that plans, so that a test may come between.
const s = (tool: string, more: object = {}) => ({ id: "s", tool, when: "true", ...more });

const scenarios: Partial<Record<HoldReason | "retry", Scenario>> = {
  approval: {
    plan: { steps: [s("wake.send")] },
    hold: ({ world }) => world.settle(),
    async wake(at, id) {
      const [approval] = Object.values((await stateOf(at, id)).approvals);
      return settleApproval(at.world, {
        workspace: scope,
        actor: someone,
        id: approval?.id ?? "",
        command: { decision: "approve", payloadHash: approval?.payloadHash ?? "" },
      });
    },
  },
  pause: {
    plan: { steps: [s("wake.read")] },
    async hold(at, id) {
      await deliverFirst(at);
      await control(at, id, "pause");
      await at.world.settle();
    },
    wake: (at, id) => control(at, id, "resume"),
  },
  concurrency: {
    plan: { steps: [{ id: "blocker", tool: "wake.block" }, s("wake.read")] },
    concurrency: 1,
    async hold(at) {
      const blocking = deliverFirst(at);
      await at.isBlocking;
      await at.world.settle();
      at.letBlockerGo = ((go) => () => {
        go();
        return blocking;
      })(at.letBlockerGo) as never;
    },
    wake: async (at) => at.letBlockerGo(),
  },
  breaker: {
    plan: { steps: [s("wake.unwell")] },
    hold: ({ world }) => world.settle(),
    wake: () => new Promise((resolve) => setTimeout(resolve, waitMs + 600)),
  },
  budget: { plan: { steps: [s("wake.dear")] }, hold: ({ world }) => world.settle(), wake: pastTheTime },
  lock: {
    plan: { steps: [s("wake.read", { lock: "the till" })] },
    async hold({ world }) {
      await postgresLocks().take(scope, "the till", "another", 60_000);
      await world.settle();
    },
    async wake({ world }) {
      await world.sqlFor(scope).query("update locks set lease_until = now() where name = 'the till'");
      await passLockOn(world)(scope, "the till");
    },
  },
  rate: {
    plan: { steps: [s("wake.often", { guardrails: ["rate-limit"] })] },
    async hold({ world }) {
      // Others have used up what a minute allows; a call more comes back each second.
      await world.pool.query("select take_tokens($1, 'integration often', 60, 1, 60)", [scope.id]);
      await world.sqlFor(scope).query("update rate_limits set tokens = 0, at = clock_timestamp() where name = 'integration often'");
      await world.settle();
    },
    wake: () => new Promise((resolve) => setTimeout(resolve, 1_100)),
  },
  wait: { plan: { steps: [s("wake.wait")] }, hold: ({ world }) => world.settle(), wake: pastTheTime },
  retry: {
    plan: { steps: [s("wake.flaky", { retry: { maxAttempts: 3, backoff: "fixed", baseMs: waitMs } })] },
    hold: ({ world }) => world.settle(),
    wake: pastTheTime,
  },
};

function pastTheTime(): Promise<unknown> {
  return new Promise((resolve) => setTimeout(resolve, waitMs + 30));
}

async function held(scenario: Scenario, reason: string): Promise<{ at: Counting; id: string }> {
  const at = counting();
  const id = await at.world.start(scenario.plan, { concurrency: scenario.concurrency ?? 50 });
  await scenario.hold(at, id);
  const step = (await stateOf(at, id)).steps["s"];
  if (step?.status !== "held") expect(`${step?.status}`).toBe("retrying");
  else expect(step.hold.reason).toBe(reason);
  return { at, id };
}

async function expectDone(at: Counting, id: string): Promise<void> {
  const { head } = expectLegal(await at.world.store.readAfter(scope, id, 0, 10_000));
  expect(head.status).toBe("completed");
  expect(at.calls()).toBe(1);
}

/** Nothing of what was sent arrives, now or later. */
async function loseMail({ world }: Counting): Promise<void> {
  world.mail.splice(0);
  await world.sqlFor(scope).query("delete from outbox");
}

async function settled(at: Counting, id: string): Promise<void> {
  for (let look = 0; look < 100; look++) {
    await at.world.settle();
    if (isOver((await stateOf(at, id)).head.status)) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** The backstop's own nudges arrive; what it found is told. */
async function lookForStuck({ world }: Counting): Promise<void> {
  const dispatch = {
    send: async (nudges: Sent[]) =>
      void world.mail.push(...nudges.map(({ id, name, data: { workspaceId, ...data } }) => ({ workspaceId, nudge: { id, name, data } }))),
  };
  await reconcile({ ...world, dispatch: () => dispatch }, { grace: 0 });
}

test("every reason to hold a step has somebody who wakes it, and is tried here", () => {
  expect(Object.keys(wakers).sort()).toEqual([...HoldReason.options].sort());
  for (const [reason, waker] of Object.entries(wakers)) expect(scenarios[reason as HoldReason] !== undefined, reason).toBe(waker.produced);
});

describe.each(Object.entries(scenarios))("a step that waits: %s", (reason, scenario) => {
  test("goes on when its wake comes twice at once, and again later", async () => {
    const { at, id } = await held(scenario, reason);
    await scenario.wake(at, id);
    const due = at.world.mail.splice(0);
    await Promise.all([...due, ...due].map((mail) => at.world.deliver(mail)));
    await settled(at, id);
    for (const mail of due) await at.world.deliver(mail);
    await expectDone(at, id);
  });

  test("does nothing at a wake that is too early, and still gets the one that is due", async () => {
    const { at, id } = await held(scenario, reason);
    const before = (await stateOf(at, id)).head.seq;
    const { wake = 0 } = (await stateOf(at, id)).steps["s"] ?? {};
    const waits = at.world.mail.splice(0);
    const early = [
      ...waits,
      ...[0, 1].map((ahead) => ({
        workspaceId: scope.id,
        nudge: { id: "", name: "step/ready" as const, data: { executionId: id, stepId: "s", wake: wake + ahead } },
      })),
    ];
    await Promise.all(early.map((mail) => at.world.deliver(mail)));
    expect((await stateOf(at, id)).head.seq).toBe(before);
    await scenario.wake(at, id);
    await settled(at, id);
    await expectDone(at, id);
  });

  test("is found by the backstop when its wake is lost", async () => {
    const { at, id } = await held(scenario, reason);
    await scenario.wake(at, id);
    await loseMail(at);
    await lookForStuck(at);
    await settled(at, id);
    await expectDone(at, id);
  });
});

test("an approval whose expiry was lost expires by the backstop, and never before its time", async () => {
  const at = counting();
  at.setBehind(25 * 3_600_000);
  const id = await at.world.start({ steps: [s("wake.send")] });
  await at.world.settle();
  await loseMail(at);
  const [approval] = Object.values((await stateOf(at, id)).approvals);
  const early = {
    workspaceId: scope.id,
    nudge: { id: "", name: "approval/requested" as const, data: { executionId: id, approvalId: approval?.id ?? "" } },
  };
  await Promise.all([at.world.deliver(early), at.world.deliver(early)]);
  expect((await stateOf(at, id)).head.openApprovals).toBe(1);
  at.setBehind(0);
  await lookForStuck(at);
  const { head, steps } = expectLegal(await at.world.store.readAfter(scope, id, 0, 10_000));
  expect(head.status).toBe("failed");
  expect(steps["s"]).toMatchObject({ status: "failed", code: "expired" });
  expect(at.calls()).toBe(0);
});

test("what a chunk of a resume leaves comes too when the rest of it is lost", async () => {
  const at = counting();
  const id = await at.world.start(
    { steps: Array.from({ length: 230 }, (_, index) => ({ id: `s${index}`, tool: "test.pass", when: "true" })) },
    { concurrency: 500 },
  );
  await deliverFirst(at);
  await control(at, id, "pause");
  await at.world.settle({ atOnce: 100 });
  expect(Object.values((await stateOf(at, id)).steps).filter((step) => step.status === "held")).toHaveLength(230);
  await control(at, id, "resume");
  at.world.mail.splice(0, at.world.mail.length, ...at.world.mail.filter(({ nudge }) => nudge.name !== "execution/advance"));
  await at.world.settle({ atOnce: 100 });
  expect((await stateOf(at, id)).head.status).toBe("running");
  await loseMail(at);
  await lookForStuck(at);
  await at.world.settle({ atOnce: 100 });
  expect((await stateOf(at, id)).head).toMatchObject({
    status: "completed",
    counts: { completed: 230 },
  });
});
