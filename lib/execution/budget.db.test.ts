import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { closePools, withWorkspace } from "#lib/db.ts";
import { newId } from "#lib/kernel/ids.node.ts";
import type { Json } from "#lib/kernel/json.ts";
import { accept } from "#lib/kernel/outcome.ts";
import { type CloudDouble, serveClouds } from "#lib/models/clouds.fixture.ts";
import { completeWith } from "#lib/models/complete.aisdk.ts";
import { meterWith } from "#lib/models/meter.ts";
import { openAiSource } from "#lib/models/sources.aisdk.ts";
import { postgresBudgets } from "#lib/safety/budgets.postgres.ts";
import { postgresSpend } from "#lib/safety/spend.postgres.ts";
import { addWorkspace } from "#lib/tenancy/tenancy.fixture.ts";
import { textWrite } from "#lib/tools/text-write.ts";
import { changeExecutionBudget } from "./change-budget.ts";
import { controlExecution } from "./control-execution.ts";
import type { ExecutionEvent } from "./events.ts";
import { expectLegal } from "./legal.fixture.ts";
import { releaseBudget } from "./release-budget.ts";
import { settleLostSpend } from "./settle-lost-spend.ts";
import { tellSpend } from "./tell-spend.ts";
import { saying } from "./tools.fixture.ts";
import { scope, someone, testWorld } from "./world.fixture.ts";

const open: CloudDouble[] = [];
const audited: string[] = [];
const audit = async (_: unknown, __: unknown, action: string, detail: Json) => void audited.push(`${action} ${JSON.stringify(detail)}`);
const spend = postgresSpend();
const budgets = postgresBudgets({ now: () => new Date() });

beforeAll(() => addWorkspace(scope.id));
afterEach(async () => {
  await Promise.all(open.splice(0).map((double) => double.close()));
  await withWorkspace(scope.id, (client) => client.query("delete from budgets"));
  audited.splice(0);
});
afterAll(closePools);

/** A dollar a token, in or out: the double says 7 and 5. */
const prices = { "a-model": { input: 1_000_000, output: 1_000_000 } };

async function dearWorld(reply?: Parameters<typeof serveClouds>[0]) {
  const cloud = await serveClouds(reply);
  open.push(cloud);
  const source = openAiSource({ apiKey: "k", baseUrl: cloud.url, model: "a-model" });
  const world = testWorld({
    tools: [textWrite, saying],
    complete: completeWith([source]),
    meterFor: meterWith({ spend, prices, newId: () => newId("mdc") }),
  });
  return { world, cloud, deps: { ...world, budgets, audit } };
}

/** Swallows whatever its model says. */

const plan = (steps: number) => ({
  steps: Array.from({ length: steps }, (_, at) => ({ id: `s${at}`, tool: "test.say", when: "true" })),
});
const logOf = async (world: ReturnType<typeof testWorld>, id: string): Promise<ExecutionEvent[]> =>
  world.store.readAfter(scope, id, 0, 10_000);

test("a call is set aside before it is made and settled by what the provider counted, and both are in the log", async () => {
  const { world, cloud } = await dearWorld();
  const id = await world.start(plan(1), { budget: { limitMicros: 10_000_000_000, currency: "USD" } });
  await world.settle();
  const log = await logOf(world, id);
  const { head } = expectLegal(log);
  expect(cloud.asked).toHaveLength(1);
  expect(head).toMatchObject({ status: "completed", spent: { micros: 12_000_000, tokens: 12 } });
  const [reserved] = log.filter((event) => event.type === "budget.reserved");
  const [settled] = log.filter((event) => event.type === "budget.settled");
  expect(reserved?.tokens).toBeGreaterThan(12);
  expect(settled).toMatchObject({ step: "s0", amountMicros: 12_000_000, tokens: 12 });
});

test("at the end of its budget a step is refused before the call and waits with its reason; nobody raises it unasked, and a lower one holds at once", async () => {
  const { world, cloud, deps } = await dearWorld();
  const id = await world.start(plan(1), { budget: { limitMicros: 1_000_000, currency: "USD" } });
  await world.settle();
  expect(cloud.asked).toHaveLength(0);
  const { steps, head } = expectLegal(await logOf(world, id));
  expect(head.status).toBe("running");
  expect(steps["s0"]).toMatchObject({ status: "held", attempt: 0, hold: { reason: "budget", ref: `execution:${id}:total` } });
  expect(steps["s0"]?.status === "held" && steps["s0"].hold.because).toContain("the budget of the execution has no room");
  const raised = await changeExecutionBudget(deps, {
    workspace: scope,
    actor: someone,
    id,
    command: { limitMicros: 10_000_000_000, limitTokens: null },
  });
  expect(raised).toMatchObject({ ok: false, refusal: { code: "conflict", because: expect.stringContaining("is asked for") } });
  expect(audited).toHaveLength(0);
  const change = (limitMicros: number) =>
    changeExecutionBudget(deps, { workspace: scope, actor: someone, id, command: { limitMicros, limitTokens: 5 } });
  expect(await change(1_000_000)).toMatchObject({ ok: true });
  expect(await change(1)).toMatchObject({ ok: true });
  expect(expectLegal(await logOf(world, id)).head.budget).toEqual({ limitMicros: 1, limitTokens: 5, currency: "USD" });
  expect(audited).toHaveLength(2);
  await controlExecution(world, { workspace: scope, actor: someone, id, action: "cancel" });
  expect(await change(0)).toMatchObject({ ok: false, refusal: { code: "conflict", because: "the execution is over" } });
});

test("steps side by side share the day's budget: those that fit are called, the others wait until the day is over or it is raised", async () => {
  const { world, cloud } = await dearWorld();
  const day = { scope: "workspace", ref: "", period: "day" } as const;
  const before = await budgets.report(scope, 1);
  // Room for one call as it is bounded; what it really uses is a hundredth of that.
  const bound = 1_000_000_000;
  await budgets.set(scope, day, { limitMicros: before.today.micros + bound, limitTokens: null }, someone);
  const id = await world.start(plan(12));
  await world.settle({ atOnce: 12 });
  const { steps } = expectLegal(await logOf(world, id));
  const waiting = Object.values(steps).filter((step) => step.status === "held");
  const { today } = await budgets.report(scope, 1);
  expect(today.micros - before.today.micros).toBeLessThanOrEqual(bound);
  expect(waiting.length + cloud.asked.length).toBe(12);
  expect(waiting.length).toBeGreaterThan(0);
  expect(waiting[0]?.hold).toMatchObject({ reason: "budget", ref: "workspace::day" });
  expect(waiting[0]?.hold.until).toMatch(/T00:00:00.000Z$/);
  await withWorkspace(scope.id, (client) => client.query("delete from budgets"));
  expect(await releaseBudget(world, scope)).toEqual({ released: waiting.length });
  await world.settle();
  expect(expectLegal(await logOf(world, id)).head.status).toBe("completed");
  expect(cloud.asked).toHaveLength(12);
});

test("crossing into a zone is told once, and from there long material is cut to what tells most", async () => {
  const { world, cloud } = await dearWorld();
  const long = Array.from({ length: 300 }, (_, at) => `In week ${at} the crew of site ${at} moved crates past the gate.`).join(" ");
  const sources = [{ title: "Notes", text: `The harvest of Zarhava came in late. ${long}` }];
  const write = { tool: "text.write", params: { topic: "Zarhava", sources, maxWords: 20 } };
  const limitMicros = 100_000_000_000;
  const id = await world.start(
    {
      steps: [
        { id: "a", when: "true", ...write },
        { id: "b", dependsOn: ["a"], ...write },
      ],
    },
    { budget: { limitMicros, currency: "USD" } },
  );
  // One call more, of twelve dollars, crosses 75 %.
  await spend.reserve({ scope, executionId: id }, { id: "mdc_before", model: "openai:m", micros: 74_995_000_000, tokens: 1, seconds: 600 });
  await spend.settle(scope, { id: "mdc_before", micros: 74_995_000_000, tokens: 1, status: "settled" });
  await world.settle();
  const log = await logOf(world, id);
  expectLegal(log);
  expect(log.filter((event) => event.type === "budget.crossed")).toMatchObject([{ step: "a", zone: "yellow", percent: 75 }]);
  const [whole = 0, spared = 0] = cloud.asked.map(({ body }) => JSON.stringify(body).length);
  expect(spared).toBeLessThan(whole * 0.75);
  expect(JSON.stringify(cloud.asked[1]?.body)).toContain("harvest of Zarhava");
  const output = (await world.store.outputs(scope, id, ["b"])).get("b") as { note: string };
  expect(output.note).toContain("75 % of the budget is used");
});

test("the calls of its steps have a share of its tokens: lighter towards its end, none once it is used, and on when the budget is raised", async () => {
  const { world, cloud } = await dearWorld();
  const long = Array.from({ length: 300 }, (_, at) => `In week ${at} the crew of site ${at} moved crates past the gate.`).join(" ");
  const write = { tool: "text.write", params: { topic: "Zarhava", sources: [{ title: "Notes", text: long }], maxWords: 20 } };
  // 65 % of them are 65,000.
  async function withUsed(tokens: number): Promise<string> {
    const id = await world.start({ steps: [{ id: "a", when: "true", ...write }] }, { budget: { limitTokens: 100_000, currency: "USD" } });
    const tell = (phase: "plan" | "execute", used: number) =>
      tellSpend(world.store, { scope, executionId: id, step: null, phase }).settled?.(
        `mdc_${phase}`,
        { micros: 0, tokens: used },
        { before: 0, after: 0 },
      );
    await tell("plan", 19_000);
    await tell("execute", tokens);
    await world.settle();
    return id;
  }
  const spare = await withUsed(52_000);
  const [reserved] = (await logOf(world, spare)).flatMap((event) => (event.type === "budget.reserved" ? [event] : []));
  expect(reserved).toMatchObject({ step: "a", phase: "execute", spared: [{ name: "compact_history", tokens: expect.any(Number) }] });
  expect(reserved?.sheet).toEqual([{ model: expect.stringContaining("openai:"), score: expect.any(Number), parts: expect.any(Object) }]);
  expect(expectLegal(await logOf(world, spare)).head).toMatchObject({ status: "completed", tokensIn: { plan: 19_000, execute: 52_012 } });
  const id = await withUsed(65_000);
  const { steps } = expectLegal(await logOf(world, id));
  expect(steps["a"]).toMatchObject({
    status: "held",
    hold: { reason: "budget", ref: `execution:${id}:total`, because: expect.stringContaining("65,000 of 65,000 tokens") },
  });
  const calls = cloud.asked.length;
  await world.store.act(scope, id, {
    cause: "raised",
    decide: ({ execution: { head: now } }) =>
      accept({
        facts: [
          {
            type: "budget.changed",
            step: null,
            status: now.status,
            message: "",
            budget: { limitTokens: 200_000, currency: "USD" },
            by: someone,
          },
        ],
        answer: undefined,
      }),
  });
  await releaseBudget(world, scope);
  await world.settle();
  expect(expectLegal(await logOf(world, id)).head.status).toBe("completed");
  expect(cloud.asked.length).toBeGreaterThan(calls);
});

test("what a lost process had set aside is settled in full by the backstop, and the execution's log says so", async () => {
  const { world } = await dearWorld();
  const id = await world.start({
    steps: [
      { id: "s", tool: "test.pass", when: "false" },
      { id: "t", tool: "test.pass" },
    ],
  });
  await spend.reserve(
    { scope, executionId: id, stepId: "s" },
    { id: "mdc_lost", model: "openai:m", micros: 5_000, tokens: 9, seconds: -1 },
  );
  expect(await settleLostSpend({ spend, store: world.store })).toEqual({ settled: 1 });
  expect(await settleLostSpend({ spend, store: world.store })).toEqual({ settled: 0 });
  expect(expectLegal(await logOf(world, id)).head.spent).toEqual({ micros: 5_000, tokens: 9 });
  await world.settle();
});

test("an execution over its budget can be cancelled, and nothing waits for the budget then", async () => {
  const { world } = await dearWorld();
  const id = await world.start(plan(2), { budget: { limitTokens: 1, currency: "USD" } });
  await world.settle();
  await controlExecution(world, { workspace: scope, actor: someone, id, action: "cancel" });
  expect(await releaseBudget(world, scope)).toEqual({ released: 0 });
  await world.settle();
  expect(expectLegal(await logOf(world, id)).head.status).toBe("cancelled");
});

test("a call that the provider refused costs nothing", async () => {
  const { world } = await dearWorld({ status: 500 });
  const id = await world.start(plan(1));
  await world.settle();
  expect(expectLegal(await logOf(world, id)).head.spent).toEqual({ micros: 0, tokens: 0 });
});
