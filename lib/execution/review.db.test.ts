import { afterAll, expect, test } from "vitest";
import { z } from "zod";
import { closePools } from "#lib/db.ts";
import type { Json } from "#lib/kernel/json.ts";
import type { PlanDraft } from "#lib/planner/plan.ts";
import { type AnyTool, defineTool } from "#lib/tools/tool.ts";
import type { SettingsTaken } from "./events.ts";
import { expectLegal } from "./legal.fixture.ts";
import { reviewExecution } from "./review-execution.ts";
import { settleApproval } from "./settle-approval.ts";
import { startExecution } from "./start-execution.ts";
import { statisticsBy } from "./statistics.ts";
import { scope, someone, testWorld } from "./world.fixture.ts";

afterAll(closePools);

const reader = (
  name: string,
  answers: (called: number) => boolean,
  fails: { kind: "retryable" | "final"; code: string } = { kind: "retryable", code: "http_503" },
) => {
  let called = 0;
  return defineTool({
    name,
    title: name,
    description: "Reads.",
    input: z.object({ at: z.string() }),
    output: z.object({ at: z.string() }),
    effect: "read",
    takes: {},
    gives: {},
    describe: () => "Read",
    run: async ({ at }) => {
      called += 1;
      return answers(called) ? { ok: true as const, output: { at } } : { ok: false as const, because: "it is not there", ...fails };
    },
  });
};

function world(answers: (called: number) => boolean = () => false, more: AnyTool[] = []) {
  const made = testWorld({
    tools: [reader("far.read", answers), reader("far.final", () => false, { kind: "final", code: "cannot" }), ...more],
  });
  const statistics = statisticsBy(made.sqlFor);
  const draft = () => Promise.reject(new Error("nobody plans here"));
  const log = (id: string) => made.store.readAfter(scope, id, 0, 1_000);
  return {
    ...made,
    log,
    state: async (id: string) => expectLegal(await log(id)),
    review: (id: string) => reviewExecution({ ...made, statistics, draft }, { scope, executionId: id }),
    async begin(plan: PlanDraft, settings: SettingsTaken = {}): Promise<string> {
      const started = await startExecution(made, { workspace: scope, actor: someone, command: { plan, settings, autonomy: "run" } });
      if (!started.ok) throw new Error(started.refusal.because);
      await made.settle();
      return started.value.id;
    },
    /** What was nudged to be looked at. */
    asked: (id: string) => made.mail.filter(({ nudge }) => nudge.name === "execution/review" && nudge.data.executionId === id),
  };
}

const once = { maxAttempts: 1 };
const plan = (tool: string, more: object = {}): PlanDraft => ({
  steps: [
    { id: "first", tool: "test.pass", params: { id: "first" } },
    { id: "far", tool, params: { at: "there" }, dependsOn: ["first"], retry: once, ...more },
    { id: "last", tool: "test.pass", params: {}, dependsOn: ["far"] },
  ],
});

test("a failed execution under the floor has the next version of its plan proposed, once, by the product, with why and what differs", async () => {
  const at = world((called) => called > 1);
  const id = await at.begin(plan("far.read"));
  expect((await at.state(id)).head.status).toBe("failed");
  expect(await at.review(id)).toMatchObject({ found: "proposed", score: expect.closeTo(0.5, 1) });
  expect(await at.review(id)).toEqual({ found: "nothing" });
  await at.settle();
  const { head } = await at.state(id);
  const child = head.proposed ?? "";
  const told = (await at.log(id)).filter(({ type }) => type === "recovery.tried").at(-1);
  expect(told).toMatchObject({
    rung: "re-plan",
    outcome: "proposed",
    execution: child,
    message: expect.stringContaining("Plan version 2 is proposed"),
  });
  const proposed = await at.state(child);
  expect(proposed.head).toMatchObject({
    status: "awaiting_approval",
    by: { kind: "system", name: "Fermata" },
    plan: { version: 2 },
    fork: { of: id, replaces: true },
  });
  const [approval] = Object.values(proposed.approvals);
  expect(approval?.why).toEqual([
    expect.stringMatching(/^Plan version 2: Effectiveness 50 % is under 70 % \(success 33 %, time 100 %, quality 33 %\)$/),
    "changed: far.read, retries",
  ]);
  await settleApproval(at, {
    workspace: scope,
    actor: someone,
    id: approval?.id ?? "",
    command: { decision: "approve", payloadHash: approval?.payloadHash ?? "" },
  });
  await at.settle();
  const { head: ended, steps } = await at.state(child);
  expect(ended.status).toBe("completed");
  expect(steps["first"]?.reused).toBe(id);
});

test("an execution that waits for help is looked at too, and a person who helps it to its end keeps the proposal from beginning", async () => {
  const at = world((called) => called > 2);
  const retry = { maxAttempts: 2, backoff: "fixed", baseMs: 0 };
  const id = await at.begin(plan("far.read", { retry, fallbacks: [{ type: "manual-intervention" }] }));
  expect((await at.state(id)).steps["far"]?.status).toBe("held");
  expect(await at.review(id)).toMatchObject({ found: "proposed" });
  const open = Object.values((await at.state(id)).approvals).find(({ status }) => status === "open");
  await settleApproval(at, {
    workspace: scope,
    actor: someone,
    id: open?.id ?? "",
    command: { decision: "approve", payloadHash: open?.payloadHash ?? "" },
  });
  await at.settle();
  expect((await at.state(id)).head.status).toBe("completed");
  const child = (await at.state(id)).head.proposed ?? "";
  const [approval] = Object.values((await at.state(child)).approvals);
  await settleApproval(at, {
    workspace: scope,
    actor: someone,
    id: approval?.id ?? "",
    command: { decision: "approve", payloadHash: approval?.payloadHash ?? "" },
  });
  await at.settle();
  expect((await at.state(child)).head).toMatchObject({ status: "failed", because: expect.stringContaining("completed meanwhile") });
});

test.each([
  ["its settings say never", { replanning: { value: "never" as const, from: "workspace" as const } }],
  ["the floor is lower", { minEffectiveness: { value: 0.2, from: "workflow" as const } }],
])("nothing is proposed where %s", async (_, settings) => {
  const at = world();
  const id = await at.begin(plan("far.read"), settings);
  expect((await at.review(id)).found).toBe("nothing");
  expect((await at.state(id)).head.proposed).toBeUndefined();
});

test("where the settings let it, it goes on by the other plan without asking", async () => {
  const alone = { replanning: { value: "alone" as const, from: "workspace" as const } };
  const at = world((called) => called > 1);
  const read = await at.begin(plan("far.read"), alone);
  await at.review(read);
  await at.settle();
  expect((await at.state((await at.state(read)).head.proposed ?? "")).head.status).toBe("completed");
});

test("what cannot be mended and was not asked for in words has no better plan, and the log says so", async () => {
  const at = world();
  const id = await at.begin(plan("far.final"));
  expect(await at.review(id)).toMatchObject({ found: "none" });
  const told = (await at.log(id)).filter(({ type }) => type === "recovery.tried").at(-1);
  expect(told).toMatchObject({ rung: "re-plan", outcome: "none", message: expect.stringContaining("no better plan was found") });
  expect((await at.state(id)).head.proposed).toBeUndefined();
});

test("the end of a step's means is what has an execution looked at", async () => {
  const at = world();
  const failed = await at.start(plan("far.read"), { autonomy: "run" });
  const seen: Json[] = [];
  const { deliver } = at;
  for (let left = 200; left > 0 && at.mail.length > 0; left--) {
    const next = at.mail.shift();
    if (!next) break;
    if (next.nudge.name === "execution/review") seen.push(next.nudge.data as Json);
    else await deliver(next);
  }
  expect(seen).toEqual([{ executionId: failed }]);
});

/** Three reads that fail and may be missing, beside one that goes on until the test lets it. */
async function troubled(settings: SettingsTaken = {}) {
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  const slow = defineTool({
    ...reader("slow.read", () => true),
    run: async ({ at }) => {
      await held;
      return { ok: true as const, output: { at } };
    },
  });
  const at = world((called) => called > 3, [slow]);
  const weak = (id: string) => ({ id, tool: "far.read", params: { at: id }, critical: false, retry: once });
  const started = await startExecution(at, {
    workspace: scope,
    actor: someone,
    command: {
      plan: {
        steps: [
          { id: "slow", tool: "slow.read", params: { at: "slow" } },
          ...["a", "b", "c"].map(weak),
          { id: "last", tool: "test.pass", dependsOn: ["slow"] },
        ],
      },
      settings,
      autonomy: "run",
    },
  });
  if (!started.ok) throw new Error(started.refusal.because);
  const { id } = started.value;
  // A run that is at work keeps no other waiting.
  const settling: Promise<void>[] = [];
  await expect
    .poll(async () => {
      settling.push(at.settle());
      return (await at.state(id)).head.counts.failed;
    })
    .toBe(3);
  expect((await at.state(id)).head.running).toBe(1);
  const letGo = async () => {
    release();
    await Promise.all(settling);
    await at.settle();
  };
  return { ...at, id, letGo };
}

test("an execution that does badly while it runs has another plan proposed once, and goes on as it was until somebody agrees", async () => {
  const at = await troubled();
  const { id } = at;
  expect(await at.review(id)).toMatchObject({ found: "proposed" });
  expect(await at.review(id)).toEqual({ found: "nothing" });
  const told = (await at.log(id)).filter(({ type }) => type === "recovery.tried");
  expect(told).toMatchObject([{ rung: "re-plan", outcome: "proposed", step: null }]);
  const child = (await at.state(id)).head.proposed ?? "";
  await at.settle();
  expect((await at.state(child)).head).toMatchObject({ status: "awaiting_approval", fork: { replaces: true, atWork: true } });
  expect((await at.state(id)).head).toMatchObject({ status: "running", running: 1 });
  const [approval] = Object.values((await at.state(child)).approvals);
  await settleApproval(at, {
    workspace: scope,
    actor: someone,
    id: approval?.id ?? "",
    command: { decision: "approve", payloadHash: approval?.payloadHash ?? "" },
  });
  const plan = () => at.deliver({ workspaceId: scope.id, nudge: { id: "p", name: "execution/requested", data: { executionId: child } } });
  await at.settle();
  await plan();
  // Nothing new begins there, and what runs comes to its end.
  expect((await at.state(id)).head).toMatchObject({ status: "paused", running: 1 });
  expect((await at.state(child)).head.status).toBe("planning");
  await at.letGo();
  await plan();
  await at.settle();
  expect((await at.state(id)).head).toMatchObject({ status: "cancelled", because: "it goes on by plan version 2" });
  const { head, steps } = await at.state(child);
  expect(head.status).toBe("completed");
  expect([steps["slow"]?.reused, steps["a"]?.reused, steps["a"]?.status, steps["last"]?.status]).toEqual([
    id,
    undefined,
    "completed",
    "completed",
  ]);
});

test("a proposal that nobody agreed to ends with the execution that did without it", async () => {
  const at = await troubled();
  await at.review(at.id);
  const child = (await at.state(at.id)).head.proposed ?? "";
  await at.letGo();
  expect((await at.state(at.id)).head.status).toBe("completed");
  expect(await at.review(at.id)).toEqual({ found: "withdrawn" });
  const { head, approvals } = await at.state(child);
  expect(head).toMatchObject({ status: "cancelled", because: "it was completed by the plan that it had" });
  expect(Object.values(approvals)).toMatchObject([{ status: "void" }]);
});

test("while it runs it is looked at once for each doubling of what is over, and not after each step", async () => {
  const at = world();
  const weak = Array.from({ length: 15 }, (_, n) => ({
    id: `s${n}`,
    tool: "far.final",
    params: { at: "x" },
    critical: false,
    retry: once,
    onMissing: "run" as const,
    dependsOn: n === 0 ? [] : [`s${n - 1}`],
  }));
  const id = await at.start({ steps: weak }, { autonomy: "run" });
  const seen: string[] = [];
  for (let left = 500; left > 0 && at.mail.length > 0; left--) {
    const next = at.mail.shift();
    if (!next) break;
    if (next.nudge.name === "execution/review") seen.push(next.nudge.id.replace(`${id}:review:`, ""));
    else await at.deliver(next);
  }
  expect([...new Set(seen)]).toEqual(["at work:1:1", "at work:1:2", "at work:1:3"]);
});
