import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { closePools } from "#lib/db.ts";
import type { PlanDraft } from "#lib/planner/plan.ts";
import type { GateVerdict } from "#lib/safety/gates/gate.ts";
import { builtInPolicies } from "#lib/safety/guardrails/built-in.ts";
import { addWorkspace } from "#lib/tenancy/tenancy.fixture.ts";
import { defineTool } from "#lib/tools/tool.ts";
import { controlExecution } from "./control-execution.ts";
import type { ExecutionEvent } from "./events.ts";
import type { Gating } from "./gate-plan.ts";
import { expectLegal } from "./legal.fixture.ts";
import { lookAfter } from "./look-after.ts";
import { lookAround } from "./look-around.postgres.ts";
import { planExecution } from "./plan-execution.ts";
import { scope, someone, testWorld } from "./world.fixture.ts";

beforeAll(() => addWorkspace(scope.id));
afterAll(closePools);

const base = { input: z.looseObject({}), output: z.looseObject({}), takes: {}, gives: {}, describe: () => "It" };
const step = (id: string, more: object = {}) => ({ id, tool: "test.pass", params: { n: 1 }, ...more });
const chain: PlanDraft = { steps: [step("a"), step("b", { dependsOn: ["a"] })] };

type World = ReturnType<typeof testWorld>;
const logOf = ({ store }: Pick<World, "store">, id: string): Promise<ExecutionEvent[]> => store.readAfter(scope, id, 0, 1_000);
const gatesOf = (event: ExecutionEvent | undefined): GateVerdict[] => (event && "gates" in event ? event.gates : undefined) ?? [];
const outcomes = (verdicts: GateVerdict[]) => Object.fromEntries(verdicts.map(({ gate, outcome }) => [gate, outcome]));

async function run(world: World, plan: PlanDraft, more: Parameters<World["start"]>[1] = {}) {
  const id = await world.start(plan, more);
  await world.settle();
  return { id, events: await logOf(world, id) };
}

test("a plan in which all is well has its verdicts in events that are there anyway", async () => {
  const { events } = await run(testWorld(), {
    steps: [step("a"), step("b", { dependsOn: ["a"], params: { says: "The harvest was good this year." } })],
  });
  expectLegal(events);
  const planned = events.find(({ type }) => type === "execution.planned");
  expect(outcomes(gatesOf(planned))).toEqual({
    dependencies: "pass",
    "token-budget": "not_applicable",
    "risk-assessment": "pass",
    permission: "pass",
    "git-status": "not_applicable",
  });
  expect(outcomes(gatesOf(events.at(-1)))).toEqual({
    "output-schema": "not_applicable",
    "quality-score": "pass",
    "security-scan": "pass",
    performance: "not_applicable",
    testing: "not_applicable",
    linting: "not_applicable",
    "type-check": "not_applicable",
  });
  expect(events.filter(({ type }) => type === "gate.checked")).toEqual([]);
});

test("a connection that is not there ends it before anything begins", async () => {
  const world = testWorld();
  const id = await world.start({ steps: [step("a", { params: { connection: "crm" } })] });
  const gating = { ...quiet, connectionsOf: async () => [{ name: "other", tools: [] }] };
  await planExecution(
    { ...world, gating, draft: () => Promise.reject(new Error("nobody plans here")) },
    { scope, executionId: id, run: "run_1" },
  );
  const events = expectEnded(await logOf(world, id), "execution.failed");
  expect(events.some(({ type }) => type === "step.started" || type === "execution.started")).toBe(false);
  expect(events.at(-1)).toMatchObject({ code: "gate_failed", because: "The gate dependencies stopped it: There is no connection crm." });
});

test("whoever asked long ago is asked again whether they may", async () => {
  const world = testWorld();
  const id = await world.start(chain);
  const gating = { ...quiet, mayStart: async () => false };
  const late = { ...world, now: () => new Date(Date.now() + 120_000), gating, draft: () => Promise.reject(new Error("nobody plans here")) };
  await planExecution(late, { scope, executionId: id, run: "run_1" });
  expect((await logOf(world, id)).at(-1)).toMatchObject({ type: "execution.failed", code: "gate_failed" });
});

test.each([
  ["failing tests", { tests: { passed: 9, failed: 1 } }, "execution.failed", { testing: "fail" }],
  [
    "79 % of the lines",
    { tests: { passed: 9, failed: 0, coverage: 79 } },
    "execution.completed",
    { testing: "warn", linting: "not_applicable" },
  ],
  [
    "80 % of the lines",
    { tests: { passed: 9, failed: 0, coverage: 80 }, types: { errors: 0 } },
    "execution.completed",
    { testing: "pass", "type-check": "pass" },
  ],
])("a report of %s is held against the gates of code", async (_, codeReport, ending, verdicts) => {
  const { events } = await run(testWorld(), {
    steps: [{ id: "ci", tool: "test.pass", params: codeReport }],
    outputs: { codeReport: "steps.ci" },
  });
  expectLegal(events);
  expect(events.at(-1)?.type).toBe(ending);
  expect(outcomes(gatesOf(events.at(-1)))).toMatchObject(verdicts);
});

test("a secret in the result is named, and not shown", async () => {
  const secret = "AKIAIOSFODNN7EXAMPLQ";
  const { events } = await run(testWorld(), { steps: [step("a", { params: { note: `aws_access_key_id = ${secret}` } })] });
  const scan = gatesOf(events.at(-1)).find(({ gate }) => gate === "security-scan");
  expect(["warn", "fail"]).toContain(scan?.outcome);
  expect(JSON.stringify(scan)).not.toContain(secret);
});

/** A tool that says nothing until it is let go. */
function stalled(timeoutMs: number) {
  const { promise: letGo, resolve: end } = Promise.withResolvers<void>();
  const { promise: isCalled, resolve: called } = Promise.withResolvers<void>();
  let calls = 0;
  const tool = defineTool({
    ...base,
    name: "test.stalled",
    title: "Stalled",
    description: "Says nothing.",
    effect: "read",
    timeoutMs,
    run: async () => {
      calls += 1;
      if (calls === 1) {
        called();
        await letGo;
      }
      return { ok: true as const, output: { calls } };
    },
  });
  return { tool, isCalled, end };
}

const later = (ms: number) => () => new Date(Date.now() + ms);

test("a step that says nothing is noticed by the clock, once, and forgotten when it ends", async () => {
  const { tool, isCalled, end } = stalled(300_000);
  const world = testWorld({ tools: [tool] });
  const id = await world.start({ steps: [{ id: "quiet", tool: "test.stalled" }] });
  const settled = world.settle();
  await isCalled;
  expect(await lookAfter(world, { scope, executionId: id })).toEqual({ found: false });
  const afterwards = { ...world, now: later(61_000) };
  expect(await lookAfter(afterwards, { scope, executionId: id })).toEqual({ found: true });
  expect(await lookAfter(afterwards, { scope, executionId: id })).toEqual({ found: false });
  const [look, ...more] = (await logOf(world, id)).filter(({ type }) => type === "gate.checked");
  expect(more).toEqual([]);
  expect(gatesOf(look).find(({ gate }) => gate === "progress")).toMatchObject({ outcome: "warn", follows: "recover" });
  end();
  await settled;
  expectEnded(await logOf(world, id), "execution.completed");
});

test("a step that nobody ends although its time is over is taken from its worker and tried again", async () => {
  const { tool, isCalled, end } = stalled(300_000);
  let laterMs = 0;
  const world = testWorld({ tools: [tool], now: () => new Date(Date.now() + laterMs) });
  const id = await world.start({ steps: [{ id: "quiet", tool: "test.stalled", retry: { maxAttempts: 2, baseMs: 0 } }] });
  const stuck = world.settle();
  await isCalled;
  laterMs = 331_000;
  await lookAfter(world, { scope, executionId: id });
  expect((await logOf(world, id)).map(({ type }) => type)).toContain("step.retrying");
  // The first worker comes back late: what it brings is nobody's any more.
  end();
  await stuck;
  laterMs += 10_000;
  await world.settle();
  const events = expectEnded(await logOf(world, id), "execution.completed");
  expect(events.filter(({ type }) => type === "step.completed")).toHaveLength(1);
  expect(events.filter(({ type }) => type === "step.started")).toHaveLength(2);
});

test("the look across workspaces finds what runs and nothing else", async () => {
  const { tool, isCalled, end } = stalled(300_000);
  const world = testWorld({ tools: [tool] });
  await run(world, chain);
  const id = await world.start({ steps: [{ id: "quiet", tool: "test.stalled" }] });
  const settled = world.settle();
  await isCalled;
  expect(await lookAround({ ...world, now: later(61_000) }, { seconds: 0 })).toEqual({ looked: 1, found: 1 });
  expect(await lookAround(world, { seconds: 3_600 })).toEqual({ looked: 0, found: 0 });
  end();
  await settled;
  expectEnded(await logOf(world, id), "execution.completed");
});

test("an execution of which half fails is paused, and whoever resumes it has the rest done", async () => {
  let down = true;
  const flaky = defineTool({
    ...base,
    name: "test.down",
    title: "Down",
    description: "Is down.",
    effect: "read",
    run: async () => (down ? { ok: false as const, kind: "final" as const, because: "it is down" } : { ok: true as const, output: {} }),
  });
  const world = testWorld({ tools: [flaky] });
  const steps = Array.from({ length: 30 }, (_, n) => ({ id: `s${n}`, tool: "test.down", critical: false, retry: { maxAttempts: 1 } }));
  const { id, events } = await run(world, { steps }, { concurrency: 1 });
  const paused = events.find(({ type }) => type === "execution.paused");
  expect(paused).toMatchObject({ by: { kind: "system" } });
  expect(events.filter(({ type }) => type === "step.failed").length).toBeLessThan(30);
  down = false;
  await controlExecution(world, { workspace: scope, actor: someone, id, action: "resume" });
  await world.settle();
  const all = expectEnded(await logOf(world, id), "execution.completed");
  expect(all.filter(({ type }) => type === "execution.paused")).toHaveLength(1);
});

test("guards count the calls of an execution: the loop is held before it goes on", async () => {
  const policies = builtInPolicies.map((one) => (one.name === "no-excessive-api-calls" ? { ...one, parameters: { perMinute: 3 } } : one));
  const world = testWorld({ policiesOf: async () => policies });
  const steps = Array.from({ length: 5 }, (_, n) => step(`s${n}`, n === 0 ? {} : { dependsOn: [`s${n - 1}`] }));
  const { events } = await run(world, { steps });
  const held = events.filter(({ type }) => type === "approval.requested");
  expect(held).toHaveLength(1);
  expect(held[0]).toMatchObject({ step: "s3", why: [expect.stringContaining("no-excessive-api-calls")] });
  expect(events.filter(({ type }) => type === "step.completed")).toHaveLength(3);
});

test("a list that would make too many calls is asked about once, as a whole", async () => {
  const policies = builtInPolicies.map((one) => (one.name === "no-excessive-api-calls" ? { ...one, parameters: { perMinute: 3 } } : one));
  const world = testWorld({ policiesOf: async () => policies });
  const { events } = await run(world, { steps: [{ id: "each", tool: "test.pass", forEach: "[1, 2, 3, 4]", params: {} }] });
  expect(events.filter(({ type }) => type === "approval.requested")).toHaveLength(1);
  expect(events.filter(({ type }) => type === "step.started")).toEqual([]);
});

const quiet: Gating = {
  connectionsOf: async () => [],
  usedPercent: async () => undefined,
  mayStart: async () => true,
  models: [],
  window: 200_000,
  memory: () => 0,
};

function expectEnded(events: ExecutionEvent[], type: ExecutionEvent["type"]): ExecutionEvent[] {
  expectLegal(events);
  expect(events.at(-1)?.type).toBe(type);
  return events;
}
