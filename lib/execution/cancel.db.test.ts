import { afterAll, expect, test } from "vitest";
import { z } from "zod";
import { closePools } from "#lib/db.ts";
import { defineTool } from "#lib/tools/tool.ts";
import { controlExecution } from "./control-execution.ts";
import { expectLegal } from "./legal.fixture.ts";
import { scope, someone, testWorld } from "./world.fixture.ts";

afterAll(closePools);

/** Calls that last until they are aborted; each tells when it began and how it was stopped. */
function lasting(effect: "read" | "send") {
  const began = Promise.withResolvers<void>();
  const aborted: number[] = [];
  const tool = defineTool({
    name: "last.long",
    title: "Last",
    description: "Lasts.",
    input: z.object({}),
    output: z.object({}),
    effect,
    takes: {},
    gives: {},
    describe: () => "Last",
    run: (_, { signal }) =>
      new Promise((_resolve, reject) => {
        began.resolve();
        signal.addEventListener("abort", () => {
          aborted.push(Date.now());
          reject(new Error("aborted"));
        });
      }),
  });
  return { tool, began: began.promise, aborted };
}

const cancelled = async (effect: "read" | "send", tell: boolean) => {
  const { tool, began, aborted } = lasting(effect);
  const world = testWorld({ tools: [tool] });
  const id = await world.start(
    {
      steps: [
        { id: "long", tool: "last.long" },
        { id: "held", tool: "test.pass", when: "true", approval: "required" },
        { id: "later", tool: "test.pass", dependsOn: ["long"] },
      ],
    },
    { autonomy: "run" },
  );
  const running = world.settle();
  await began;
  // What the first step's run cannot take along is delivered beside it.
  await world.settle();
  const answer = await controlExecution(world, { workspace: scope, actor: someone, id, action: "cancel", because: "enough" });
  const at = Date.now();
  if (tell) world.stops.news([id]);
  await running;
  await world.settle();
  const events = await world.store.readAfter(scope, id, 0, 1_000);
  return { world, id, answer, abortedAfter: (aborted[0] ?? Number.POSITIVE_INFINITY) - at, events, ...expectLegal(events) };
};

test("a cancel aborts what runs within a second, ends after the drain, and closes every other step", async () => {
  const { world, id, answer, abortedAfter, events, head, steps, approvals } = await cancelled("read", false);
  expect(answer).toMatchObject({ ok: true, value: { halting: true } });
  expect(abortedAfter).toBeLessThan(1_500);
  expect(head).toMatchObject({ status: "cancelled", because: "enough" });
  expect(steps["long"]).toMatchObject({ status: "cancelled" });
  expect(events.at(-1)?.type).toBe("execution.cancelled");
  expect(events.findIndex(({ type }) => type === "execution.halted")).toBeLessThan(
    events.findIndex(({ type, step }) => type === "step.cancelled" && step === "long"),
  );
  expect(Object.values(approvals).map(({ status }) => status)).toEqual(["void"]);
  const rows = await world.sqlFor(scope).query("select id, status from execution_steps where execution_id = $1 order by id", [id]);
  expect(rows).toEqual([
    { id: "held", status: "cancelled" },
    { id: "later", status: "cancelled" },
    { id: "long", status: "cancelled" },
  ]);
  expect(await world.sqlFor(scope).query("select status from pending_approvals where execution_id = $1", [id])).toEqual([
    { status: "void" },
  ]);
});

test("news of a cancel aborts at once; a send that was stopped half way stays unknown, and nobody is asked about it", async () => {
  const { abortedAfter, head, effects, approvals } = await cancelled("send", true);
  expect(abortedAfter).toBeLessThan(700);
  expect(head.status).toBe("cancelled");
  expect(Object.values(effects)).toMatchObject([{ status: "unknown", step: "long" }]);
  expect(Object.values(approvals).filter(({ kind }) => kind === "unknown_effect")).toEqual([]);
});

test("a cancel whose only worker is lost ends once the claim has run out", async () => {
  const { tool, began } = lasting("send");
  const world = testWorld({ tools: [tool] });
  const id = await world.start({ steps: [{ id: "long", tool: "last.long" }] }, { autonomy: "run" });
  const lost = world.settle();
  await began;
  await controlExecution(world, { workspace: scope, actor: someone, id, action: "cancel" });
  await world.sqlFor(scope).query("update execution_steps set lease_until = now() - interval '1 minute' where execution_id = $1", [id]);
  await world.deliver({ workspaceId: scope.id, nudge: { id: "", name: "step/ready", data: { executionId: id, stepId: "long", wake: 1 } } });
  const { head, effects } = expectLegal(await world.store.readAfter(scope, id, 0, 100));
  expect(head.status).toBe("cancelled");
  expect(Object.values(effects)).toMatchObject([{ status: "unknown" }]);
  await lost;
  expectLegal(await world.store.readAfter(scope, id, 0, 100));
});

test("no step begins after a cancel was acknowledged, whenever it comes", async () => {
  const world = testWorld();
  for (let round = 0; round < 12; round++) {
    const steps = Array.from({ length: 12 }, (_, index) => ({
      id: `s${index}`,
      tool: "test.pass",
      dependsOn: index > 2 ? [`s${index % 3}`] : [],
    }));
    const id = await world.start({ steps });
    const running = world.settle({ atOnce: 6 });
    for (let turn = 0; turn < round * 2; turn++) await new Promise((resolve) => setImmediate(resolve));
    const answer = await controlExecution(world, { workspace: scope, actor: someone, id, action: "cancel" });
    const acknowledged = (await world.store.slice(scope, id, {}))?.execution.head.seq ?? 0;
    await running;
    await world.settle();
    const events = await world.store.readAfter(scope, id, 0, 1_000);
    const { head } = expectLegal(events);
    expect(head.status).toBe(answer.ok ? "cancelled" : "completed");
    expect(events.filter(({ seq, type }) => seq > acknowledged && type === "step.started")).toEqual([]);
  }
});
