import { afterAll, expect, test } from "vitest";
import { z } from "zod";
import { closePools, withWorkspace } from "#lib/db.ts";
import { Json } from "#lib/kernel/json.ts";
import { defineTool } from "#lib/tools/tool.ts";
import { compareExecutions } from "./compare-executions.ts";
import type { ExecutionEvent } from "./events.ts";
import { type ForkCommand, forkExecution } from "./fork-execution.ts";
import { expectLegal } from "./legal.fixture.ts";
import { settleApproval } from "./settle-approval.ts";
import { scope, someone, testWorld } from "./world.fixture.ts";

afterAll(closePools);

/** A sink that hears of every call, and remembers what left. */
function world() {
  const sent: string[] = [];
  const read: string[] = [];
  const broken = { is: false };
  const send = defineTool({
    name: "sink.send",
    title: "Send",
    description: "Sends a text.",
    input: z.object({ text: z.string(), of: Json.optional() }),
    output: z.object({ receipt: z.string() }),
    effect: "send",
    takes: {},
    gives: {},
    describe: ({ text }) => `Send “${text}”`,
    run: async ({ text }) => {
      sent.push(text);
      return { ok: true as const, output: { receipt: `${text} as no. ${sent.length}` } };
    },
  });
  const look = defineTool({
    name: "sink.look",
    title: "Look",
    description: "Reads, and says how often anything was read.",
    input: z.looseObject({ at: z.string() }),
    output: z.looseObject({ at: z.string(), nth: z.int() }),
    effect: "read",
    takes: {},
    gives: {},
    describe: () => "Look",
    run: async ({ at }) => {
      read.push(at);
      if (broken.is) return { ok: false as const, kind: "final" as const, because: "it is broken" };
      return { ok: true as const, output: { at, nth: read.length } };
    },
  });
  const made = testWorld({ tools: [send, look] });
  const log = (id: string) => made.store.readAfter(scope, id, 0, 1_000);
  const asks = (id: string, status = "open") =>
    made
      .sqlFor(scope)
      .query<{ id: string; step: string; hash: string }>(
        "select id, step_id as step, state->>'payloadHash' as hash from pending_approvals where execution_id = $1 and status = $2 order by id",
        [id, status],
      );
  async function approve(id: string): Promise<void> {
    for (let open = await asks(id); open.length > 0; open = await asks(id)) {
      for (const { id: approval, hash } of open)
        await settleApproval(made, { workspace: scope, actor: someone, id: approval, command: { decision: "approve", payloadHash: hash } });
      await made.settle();
    }
  }
  const fork = (id: string, command: ForkCommand, workspace = scope) => forkExecution(made, { workspace, actor: someone, id, command });
  async function forked(id: string, command: ForkCommand): Promise<string> {
    const started = await fork(id, command);
    if (!started.ok) throw new Error(started.refusal.because);
    sent.length = 0;
    read.length = 0;
    await made.settle();
    return started.value.id;
  }
  /** A run of the plan, with everything approved. */
  async function run(input: Json = { who: "Dana" }): Promise<string> {
    const id = await made.start(plan, { input });
    await made.settle();
    await approve(id);
    return id;
  }
  const story = async (id: string) => {
    const { head, steps } = expectLegal(await log(id));
    const ended = (status: string) => Object.values(steps).flatMap((step) => (step.status === status && !step.reused ? [step.id] : []));
    const reused = Object.values(steps).flatMap(({ id: step, reused: of }) => (of ? [step] : []));
    return { status: head.status, did: ended("completed").sort(), skipped: ended("skipped").sort(), reused: reused.sort() };
  };
  return { ...made, sent, read, broken, log, asks, approve, fork, forked, run, story };
}

const plan = {
  steps: [
    { id: "first", tool: "sink.look", params: { at: "first" } },
    { id: "greet", tool: "sink.send", params: { text: "Hello {{ input.who }}" } },
    { id: "never", tool: "sink.look", when: "steps.first.nth > 1000", params: { at: "never" } },
    { id: "each", tool: "sink.look", forEach: "['x', 'y']", params: { at: "{{ item }}" } },
    { id: "report", tool: "sink.send", params: { text: "The report", of: "{{ steps.each[1].at }}" }, dependsOn: ["first", "greet"] },
    { id: "last", tool: "sink.look", params: { at: "last", receipt: "{{ steps.report.receipt }}", first: "{{ steps.first.at }}" } },
  ],
  outputs: { receipt: "steps.report.receipt", greeting: "steps.greet.receipt", list: "steps.each", last: "steps.last.at" },
};

test("a fork from a late approval does its descendants again and nothing else, and sends nothing that was sent", async () => {
  const here = world();
  const parent = await here.run();
  expect(here.sent.sort()).toEqual(["Hello Dana", "The report"]);
  const late = (await here.asks(parent, "approved")).find(({ step }) => step === "report");
  const before = await here.log(parent);

  const child = await here.forked(parent, { from: late?.id });
  expect(here.sent).toEqual([]);
  expect(here.read).toEqual(["last"]);
  expect(await here.asks(child)).toEqual([]);
  expect(await here.story(child)).toEqual({
    status: "completed",
    did: ["last"],
    skipped: ["never"],
    reused: ["each", "first", "greet", "report"],
  });
  const events = await here.log(child);
  expect(events.filter(({ type }) => type === "effect.intended")).toEqual([]);
  expect(events[0]).toMatchObject({ parent, fork: { of: parent, from: "report", effects: "reuse" } });
  const { head } = expectLegal(events);
  const result = await here.store.payload(scope, child, head.result?.id ?? "");
  expect(result).toMatchObject({ list: [{ at: "x" }, { at: "y" }], last: "last", greeting: expect.stringContaining("Hello Dana") });
  expect(await here.log(parent)).toEqual(before);
});

test("the outputs that it takes over are the parent's own bytes, and go when they are erased", async () => {
  const here = world();
  const parent = await here.run();
  const child = await here.forked(parent, { from: "last" });
  const kept = await here
    .sqlFor(scope)
    .query<{ ref: { of: string; id: string } }>(
      "select state->'output' as ref from execution_steps where execution_id = $1 and id = 'greet'",
      [child],
    );
  expect(kept[0]?.ref.of).toBe(parent);
  expect(await here.store.outputs(scope, child, ["greet"])).toEqual(await here.store.outputs(scope, parent, ["greet"]));
  const again = await here.forked(child, { from: "last" });
  expect((await here.store.outputs(scope, again, ["greet"])).get("greet")).toMatchObject({ receipt: expect.stringContaining("Hello") });
  await withWorkspace(scope.id, (client) => client.query("delete from payloads where id = $1", [kept[0]?.ref.id]));
  expect(await here.store.outputs(scope, child, ["greet"])).toEqual(new Map());
  expect(await here.store.outputs(scope, again, ["greet"])).toEqual(new Map());
});

test("where effects are to be repeated, what is sent again is asked about again", async () => {
  const here = world();
  const parent = await here.run();
  const child = await here.forked(parent, { from: "report", effects: "repeat" });
  expect(here.sent).toEqual([]);
  expect((await here.asks(child)).map(({ step }) => step)).toEqual(["report"]);
  await here.approve(child);
  expect(here.sent).toEqual(["The report"]);
  expect(await here.story(child)).toMatchObject({ status: "completed", did: ["last", "report"] });
});

test("another input for the step is another call: it is held, sent once, and read by what follows", async () => {
  const here = world();
  const parent = await here.run();
  const child = await here.forked(parent, { from: "report", params: { text: "{{ braces }} stay", of: 1 } });
  expect(here.sent).toEqual([]);
  await here.approve(child);
  expect(here.sent).toEqual(["{{ braces }} stay"]);
  expect(await here.story(child)).toMatchObject({ did: ["last", "report"], reused: ["each", "first", "greet"] });
});

test("another input for the whole does again what reads it", async () => {
  const here = world();
  const parent = await here.run();
  const child = await here.forked(parent, { from: "last", input: { who: "Noa" } });
  await here.approve(child);
  expect(here.sent).toEqual(["Hello Noa"]);
  // The report waits for the greeting, and comes out as it was.
  expect(await here.story(child)).toMatchObject({ did: ["greet", "last"], reused: ["each", "first", "report"] });
});

test("a fork of a failed execution goes on from where it failed", async () => {
  const here = world();
  const id = await here.start(
    { steps: [plan.steps[1], { id: "then", tool: "sink.look", params: { at: "{{ steps.greet.receipt }}" } }] } as never,
    {
      input: { who: "Yoav" },
    },
  );
  await here.settle();
  here.broken.is = true;
  await here.approve(id);
  expect(await here.story(id)).toMatchObject({ status: "failed" });
  here.broken.is = false;
  const child = await here.forked(id, { from: "then" });
  expect(here.sent).toEqual([]);
  expect(await here.story(child)).toMatchObject({ status: "completed", did: ["then"], reused: ["greet"] });
});

test("what is not done yet is gone on with, wherever it failed, and nothing else is done again", async () => {
  const here = world();
  const id = await here.start(plan, { input: { who: "Yoav" } });
  await here.settle();
  here.broken.is = true;
  await here.approve(id);
  expect(await here.story(id)).toMatchObject({ status: "failed" });
  here.broken.is = false;
  const done = (await here.story(id)).did.filter((step) => !step.includes("["));
  const child = await here.forked(id, { rest: true });
  await here.approve(child);
  expect(here.sent).toEqual([]);
  const { status, reused } = await here.story(child);
  expect({ status, reused }).toEqual({ status: "completed", reused: done });
  expect((await here.log(child))[0]).toMatchObject({ fork: { of: id, from: "last", effects: "reuse" } });
  expect(await here.fork(child, { rest: true })).toMatchObject({ ok: false, refusal: { code: "conflict" } });
});

test("a dry run is run for real by the same plan, from its beginning and no later", async () => {
  const here = world();
  const dry = await here.start(plan, { input: { who: "Dana" }, dryRun: true });
  await here.settle();
  expect(here.sent).toEqual([]);
  expect(await here.fork(dry, { from: "last" })).toMatchObject({ ok: false, refusal: { code: "unprocessable" } });
  const real = await here.forked(dry, {});
  await here.approve(real);
  expect(here.sent.sort()).toEqual(["Hello Dana", "The report"]);
  const [dryPlan, realPlan] = [await here.log(dry), await here.log(real)].map((events) => planIn(events));
  expect(realPlan).toBe(dryPlan);
});

const planIn = (events: ExecutionEvent[]) => events.find((event) => event.type === "execution.planned")?.plan.hash;

test("a fork can be tried as a dry run first", async () => {
  const here = world();
  const parent = await here.run();
  const child = await here.forked(parent, { from: "report", effects: "repeat", dryRun: true });
  expect([here.sent, here.read]).toEqual([[], []]);
  const events = await here.log(child);
  expect(events.filter(({ type }) => type === "effect.foreseen").map(({ step }) => step)).toEqual(["report"]);
  expect(await here.story(child)).toMatchObject({ status: "completed", reused: ["each", "first", "greet"] });
});

test("what cannot be forked is refused by its place", async () => {
  const here = world();
  const parent = await here.run();
  const refused = async (command: ForkCommand) => {
    const outcome = await here.fork(parent, command);
    return outcome.ok ? [] : (outcome.refusal.errors ?? []).map(({ path }) => path);
  };
  expect(await refused({ from: "nowhere" })).toEqual(["from"]);
  expect(await refused({ from: "report", params: { text: 7 } })).toEqual(["params.text"]);
  expect(await refused({ from: "each", params: {} })).toEqual(["params"]);
  expect(await refused({ params: {} })).toEqual(["params"]);
  expect(await here.fork(parent, {}, { id: "ws_other" })).toMatchObject({ ok: false, refusal: { code: "not_found" } });
  expect(await here.fork("exe_none", {})).toMatchObject({ ok: false, refusal: { code: "not_found" } });
});

test("two executions stand side by side, with the first thing in which they differ", async () => {
  const here = world();
  const parent = await here.run();
  const compared = async (other: string) => {
    const outcome = await compareExecutions(here, { workspace: scope, id: parent, other });
    if (!outcome.ok) throw new Error(outcome.refusal.because);
    return outcome.value;
  };
  expect((await compared(parent)).first).toBeNull();

  const same = await compared(await here.forked(parent, { from: "report" }));
  // Only the count of what was read is another one.
  expect(same.first).toMatchObject({ step: "last", what: "output", left: { at: "last" }, right: { at: "last" } });
  expect(same.steps.find(({ step }) => step === "greet")).toMatchObject({ differs: [], right: { reused: true } });

  const edited = await here.forked(parent, { from: "report", params: { text: "Another" } });
  await here.approve(edited);
  expect((await compared(edited)).first).toMatchObject({
    step: "report",
    what: "input",
    left: { text: "The report", of: "y" },
    right: { text: "Another" },
  });

  const input = await compared(await here.forked(parent, { from: "last", input: { who: "Noa" } }));
  expect(input).toMatchObject({ isInputSame: false, first: { what: "input", left: { who: "Dana" }, right: { who: "Noa" } } });
  const [first, ...others] = plan.steps;
  const longer = await here.start({ ...plan, steps: [{ ...first, name: "Look first" }, ...others] } as never, { input: { who: "Dana" } });
  await here.settle();
  expect(await compared(longer)).toMatchObject({
    first: { what: "plan", left: "sink.look", right: "Look first" },
    right: { status: "running", durationMs: null },
  });
  const more = { ...plan, steps: [...plan.steps, { ...first, id: "more", name: "One more" }] };
  const other = await here.start(more as never, { input: { who: "Dana" } });
  await here.settle();
  expect(await compared(other)).toMatchObject({ first: { what: "presence", name: "One more" } });
  expect(await compareExecutions(here, { workspace: { id: "ws_other" }, id: parent, other: parent })).toMatchObject({ ok: false });
});
