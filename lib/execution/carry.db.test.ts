import { afterAll, expect, test } from "vitest";
import { z } from "zod";
import { closePools } from "#lib/db.ts";
import { defineTool } from "#lib/tools/tool.ts";
import { controlExecution } from "./control-execution.ts";
import { fold } from "./reduce.ts";
import { settleApproval } from "./settle-approval.ts";
import { scope, someone, testWorld } from "./world.fixture.ts";

afterAll(closePools);

const step = (id: string, dependsOn: string[] = [], more: object = {}) => ({ id, tool: "test.pass", params: { id }, dependsOn, ...more });

/** The log folded whole, and the rows beside it. */
async function both(world: ReturnType<typeof testWorld>, id: string) {
  const folded = fold(null, await world.store.readAfter(scope, id, 0, 100_000));
  const sql = world.sqlFor(scope);
  const [head] = await sql.query<{ state: object }>("select state from executions where id = $1", [id]);
  const steps = await sql.query<{ id: string; state: { status: string } }>(
    "select id, state from execution_steps where execution_id = $1",
    [id],
  );
  return {
    folded,
    head: head?.state,
    steps: Object.fromEntries(steps.filter(({ state }) => state.status !== "pending").map(({ id: at, state }) => [at, state])),
  };
}

async function expectRowsToEqualFold(world: ReturnType<typeof testWorld>, id: string): Promise<void> {
  const { folded, head, steps } = await both(world, id);
  expect({ ...folded?.head, id }).toEqual(head);
  expect(folded?.steps).toEqual(steps);
}

test("a diamond runs to its end, and the rows are the fold of the log", async () => {
  const world = testWorld();
  const id = await world.start({
    steps: [step("a"), step("b", ["a"]), step("c", ["a"]), step("d", ["b", "c"], { params: { from: "{{ steps.b.id }}{{ steps.c.id }}" } })],
  });
  await world.settle();
  const { folded } = await both(world, id);
  expect(folded?.head).toMatchObject({ status: "completed", counts: { completed: 4 }, running: 0 });
  const result = await world.store.payload(scope, id, folded?.head.result?.id ?? "");
  expect(result).toEqual({ d: { from: "bc" } });
  await expectRowsToEqualFold(world, id);
});

test("forEach runs once for each item and gives the list of outputs", async () => {
  const world = testWorld();
  const id = await world.start({
    steps: [
      step("list", [], { params: { items: [1, 2, 3] } }),
      step("each", ["list"], { forEach: "steps.list.items", params: { n: "{{ item }}", at: "{{ index }}" } }),
      step("after", ["each"], { params: { all: "{{ steps.each }}" } }),
    ],
  });
  await world.settle();
  const { folded } = await both(world, id);
  expect(folded?.head).toMatchObject({ status: "completed", counts: { completed: 3 }, running: 0 });
  expect(await world.store.payload(scope, id, folded?.head.result?.id ?? "")).toEqual({
    after: {
      all: [
        { n: 1, at: 0 },
        { n: 2, at: 1 },
        { n: 3, at: 2 },
      ],
    },
  });
  await expectRowsToEqualFold(world, id);
});

test("a false condition skips a step and what needs it, unless that runs without", async () => {
  const world = testWorld();
  const id = await world.start({
    steps: [
      step("a"),
      step("b", ["a"], { when: "steps.a.id == 'other'" }),
      step("c", ["b"]),
      step("d", ["b"], { onMissing: "run" }),
      step("e", ["c"]),
    ],
  });
  await world.settle();
  const { folded } = await both(world, id);
  expect(Object.fromEntries(Object.entries(folded?.steps ?? {}).map(([at, { status }]) => [at, status]))).toEqual({
    a: "completed",
    b: "skipped",
    c: "skipped",
    d: "completed",
    e: "skipped",
  });
  expect(folded?.head.status).toBe("completed");
  await expectRowsToEqualFold(world, id);
});

const failing = defineTool({
  name: "test.fail",
  title: "Fail",
  description: "Fails.",
  input: z.object({}),
  output: z.object({}),
  effect: "read",
  takes: {},
  gives: {},
  describe: () => "Fail",
  run: async () => ({ ok: false as const, kind: "final" as const, because: "it cannot" }),
});

test("a critical failure ends the execution and keeps what was done; a step that never ran is cancelled", async () => {
  const world = testWorld({ tools: [failing] });
  const id = await world.start({ steps: [step("a"), { id: "f", tool: "test.fail", dependsOn: ["a"] }, step("later", ["f"])] });
  await world.settle();
  const { folded } = await both(world, id);
  expect(folded?.head).toMatchObject({ status: "failed", because: "f failed: it cannot" });
  await expectRowsToEqualFold(world, id);
  const [later] = await world.sqlFor(scope).query("select status from execution_steps where execution_id = $1 and id = 'later'", [id]);
  expect(later).toEqual({ status: "cancelled" });
});

test("a failure that is not critical leaves a degraded result", async () => {
  const world = testWorld({ tools: [failing] });
  const id = await world.start({ steps: [step("a"), { id: "f", tool: "test.fail", critical: false }, step("b", ["f"])] });
  await world.settle();
  const { folded } = await both(world, id);
  expect(folded?.head).toMatchObject({ status: "completed", degraded: true, missing: ["f", "b"] });
});

const sent: unknown[] = [];
const send = defineTool({
  name: "test.send",
  title: "Send",
  description: "Sends.",
  input: z.object({ to: z.string() }),
  output: z.object({ ok: z.boolean() }),
  effect: "send",
  takes: {},
  gives: {},
  describe: ({ to }) => `Send to ${to}`,
  run: async (input, { idempotencyKey }) => {
    sent.push([idempotencyKey, input.to]);
    return { ok: true as const, output: { ok: true } };
  },
});

test("what sends is held, and runs once when a person releases exactly what was shown", async () => {
  const world = testWorld({ tools: [send] });
  sent.length = 0;
  const id = await world.start({
    steps: [step("a"), { id: "s", tool: "test.send", params: { to: "{{ steps.a.id }}" }, dependsOn: ["a"] }],
  });
  await world.settle();
  const { folded } = await both(world, id);
  const [approval] = Object.values(folded?.approvals ?? {});
  expect(approval).toMatchObject({ status: "open", summary: "Send to a", step: "s" });
  expect(sent).toEqual([]);
  const decide = (payloadHash: string) =>
    settleApproval(world, { workspace: scope, actor: someone, id: approval?.id ?? "", command: { decision: "approve", payloadHash } });
  expect(await decide("another")).toMatchObject({ ok: false, refusal: { code: "conflict" } });
  const answers = await Promise.all(Array.from({ length: 5 }, () => decide(approval?.payloadHash ?? "")));
  expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
  await world.settle();
  expect(sent).toHaveLength(1);
  const after = await both(world, id);
  expect(after.folded?.head.status).toBe("completed");
  expect(Object.values(after.folded?.effects ?? {})).toMatchObject([{ status: "done", tool: "test.send" }]);
  await expectRowsToEqualFold(world, id);
});

test("an edited payload is what runs; one that does not fit is refused", async () => {
  const world = testWorld({ tools: [send] });
  sent.length = 0;
  const id = await world.start({ steps: [{ id: "s", tool: "test.send", params: { to: "x" } }] });
  await world.settle();
  const [approval] = Object.values((await both(world, id)).folded?.approvals ?? {});
  const edit = (payload: object) =>
    settleApproval(world, {
      workspace: scope,
      actor: someone,
      id: approval?.id ?? "",
      command: { decision: "edit", payload: payload as never, payloadHash: approval?.payloadHash ?? "" },
    });
  expect(await edit({ to: 7 })).toMatchObject({ ok: false, refusal: { code: "unprocessable" } });
  expect(await edit({ to: "y" })).toMatchObject({ ok: true });
  await world.settle();
  expect(sent.map((entry) => (entry as string[])[1])).toEqual(["y"]);
  await expectRowsToEqualFold(world, id);
});

test("a write to our own database commits with its settlement", async () => {
  const world = testWorld();
  await world.pool.query("select 1");
  const id = await world.start({ steps: [{ id: "n", tool: "test.note", params: { id: "doc_1", text: "hello" } }] });
  await world.settle();
  expect(await world.sqlFor(scope).query("select title from documents where id = 'doc_1'")).toEqual([{ title: "hello" }]);
  expect((await both(world, id)).folded?.head.status).toBe("completed");
  await expectRowsToEqualFold(world, id);
});

test("pause holds what is ready, resume lets it go; cancel ends it", async () => {
  const world = testWorld();
  // A list to spread over is not carried on with, so the execution stands between its steps.
  const id = await world.start({ steps: [step("a", [], { forEach: "[1]" }), step("b", ["a"]), step("c", ["b"])] });
  const control = (action: "pause" | "resume" | "cancel") => controlExecution(world, { workspace: scope, actor: someone, id, action });
  expect(await control("resume")).toMatchObject({ ok: false, refusal: { code: "conflict", allowed: ["cancel"] } });
  const planning = world.mail.shift();
  if (planning) await world.deliver(planning);
  expect(await control("pause")).toMatchObject({ ok: true, value: { status: "paused" } });
  expect(await control("pause")).toMatchObject({ ok: true, value: { status: "paused" } });
  await world.settle();
  expect((await both(world, id)).folded?.steps["a"]).toMatchObject({ status: "held", hold: { reason: "pause" } });
  expect(await control("resume")).toMatchObject({ ok: true, value: { status: "running" } });
  await world.settle();
  expect((await both(world, id)).folded?.head.status).toBe("completed");
  await expectRowsToEqualFold(world, id);
  expect(await control("cancel")).toMatchObject({ ok: false });
});

test("concurrency bounds what runs at once and every waiter gets its turn", async () => {
  const slots = 3;
  let now = 0;
  let most = 0;
  let full = () => {};
  const isFull = new Promise<void>((met) => {
    full = met;
  });
  const slow = defineTool({
    name: "test.slow",
    title: "Slow",
    description: "Takes a while.",
    input: z.object({}),
    output: z.object({}),
    effect: "read",
    takes: {},
    gives: {},
    describe: () => "Slow",
    run: async () => {
      now += 1;
      most = Math.max(most, now);
      // The first of them meet: with fewer slots than it is said they would wait here for ever.
      if (now === slots) full();
      await isFull;
      await new Promise((resolve) => setTimeout(resolve, 5));
      now -= 1;
      return { ok: true as const, output: {} };
    },
  });
  const world = testWorld({ tools: [slow] });
  const runs: Promise<void>[] = [];
  // Each is delivered as it comes, as the executor does: a run that carries on must not keep the others back.
  world.mail.push = (...sent) => runs.push(...sent.filter(({ nudge }) => nudge.dueAt === undefined).map((one) => world.deliver(one)));
  const id = await world.start(
    { steps: Array.from({ length: 20 }, (_, index) => ({ id: `s${index}`, tool: "test.slow" })) },
    { concurrency: slots },
  );
  for (let at = 0; at < runs.length; at++) await runs[at];
  expect((await both(world, id)).folded?.head).toMatchObject({ status: "completed", slotWaiters: 0, running: 0 });
  expect(most).toBe(slots);
  await expectRowsToEqualFold(world, id);
});

test("a fan of 1,000 and its join settle in chunks", async () => {
  // So many calls at once are what a policy holds for a person.
  const world = testWorld({ policiesOf: async () => [] });
  const fan = Array.from({ length: 1_000 }, (_, index) => step(`s${index}`, ["root"]));
  const id = await world.start(
    {
      steps: [
        step("root"),
        ...fan,
        step(
          "join",
          fan.map(({ id: at }) => at),
        ),
      ],
    },
    { concurrency: 1_000 },
  );
  await world.settle({ atOnce: 100 });
  expect((await both(world, id)).folded?.head).toMatchObject({ status: "completed", counts: { completed: 1_002 } });
  await expectRowsToEqualFold(world, id);
});
