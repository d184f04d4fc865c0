import { afterAll, expect, test } from "vitest";
import { z } from "zod";
import { closePools } from "#lib/db.ts";
import type { Plan, PlanDraft } from "#lib/planner/plan.ts";
import { validatePlan } from "#lib/planner/validate-plan.ts";
import { defineTool } from "#lib/tools/tool.ts";
import { controlExecution } from "./control-execution.ts";
import { expectLegal } from "./legal.fixture.ts";
import type { Drafted } from "./plan-execution.ts";
import { readPlans } from "./read-plans.ts";
import { type ReplanCommand, replanExecution } from "./replan-execution.ts";
import { settleApproval } from "./settle-approval.ts";
import { startExecution } from "./start-execution.ts";
import { scope, someone, testWorld } from "./world.fixture.ts";

afterAll(closePools);

function world() {
  const sent: string[] = [];
  const read: string[] = [];
  const send = defineTool({
    name: "sink.send",
    title: "Send",
    description: "Sends a text.",
    input: z.object({ text: z.string() }),
    output: z.object({ receipt: z.string() }),
    effect: "send",
    takes: {},
    gives: {},
    describe: ({ text }) => `Send “${text}”`,
    run: async ({ text }) => {
      sent.push(text);
      return { ok: true as const, output: { receipt: text } };
    },
  });
  const look = defineTool({
    name: "sink.look",
    title: "Look",
    description: "Reads.",
    input: z.looseObject({ at: z.string() }),
    output: z.looseObject({ at: z.string() }),
    effect: "read",
    takes: {},
    gives: {},
    describe: () => "Look",
    run: async ({ at }) => {
      read.push(at);
      if (at === "broken") return { ok: false as const, kind: "final" as const, because: "it is not there" };
      return { ok: true as const, output: { at } };
    },
  });
  const made = testWorld({ tools: [send, look] });
  const log = (id: string) => made.store.readAfter(scope, id, 0, 1_000);
  const state = async (id: string) => expectLegal(await log(id));
  async function decide(id: string, decision: "approve" | "reject" = "approve"): Promise<string[]> {
    const [open] = Object.values((await state(id)).approvals).filter(({ status }) => status === "open");
    if (!open) throw new Error("nothing is asked");
    await settleApproval(made, { workspace: scope, actor: someone, id: open.id, command: { decision, payloadHash: open.payloadHash } });
    await made.settle();
    return open.why;
  }
  const none: Drafted = { kind: "none", code: "cannot_plan", because: "nobody plans here" };
  const replan = (id: string, command: ReplanCommand, drafted: Drafted = none) =>
    replanExecution({ ...made, draft: async () => drafted }, { workspace: scope, actor: someone, id, command });
  async function replanned(id: string, command: ReplanCommand): Promise<string> {
    const started = await replan(id, command);
    if (!started.ok) throw new Error(started.refusal.because);
    await made.settle();
    return started.value.id;
  }
  async function held(): Promise<string> {
    const id = await made.start(plan);
    await made.settle();
    return id;
  }
  const valid = (draft: PlanDraft): Plan => {
    const checked = validatePlan(draft, made.registry);
    if (!checked.ok) throw new Error(checked.refusal.because);
    return checked.value.plan;
  };
  return { ...made, sent, read, log, state, decide, replan, replanned, held, valid };
}

const first = { id: "first", name: "Look first", tool: "sink.look", params: { at: "first" } };
const tell = { id: "tell", name: "Tell them", tool: "sink.send", params: { text: "As of {{ steps.first.at }}" } };
const plan: PlanDraft = { steps: [first, tell, { id: "last", tool: "sink.look", params: { at: "{{ steps.tell.receipt }}" } }] };

test("a held execution goes on by the next version of its plan: what is done stays done, and the first one ends", async () => {
  const here = world();
  const id = await here.held();
  const longer = { steps: [first, { id: "more", name: "Look more", tool: "sink.look", params: { at: "{{ steps.first.at }} and more" } }] };
  const child = await here.replanned(id, { plan: longer, because: "nobody is to be told" });
  expect(here.read).toEqual(["first", "first and more"]);
  expect((await here.state(child)).head).toMatchObject({ status: "completed", plan: { version: 2 } });
  const parent = await here.state(id);
  expect(parent.head).toMatchObject({ status: "cancelled", because: "it goes on by plan version 2" });
  expect(Object.values(parent.approvals).map(({ status }) => status)).toEqual(["void"]);
  expect(here.sent).toEqual([]);
  const versions = await readPlans(here, { workspace: scope, id: child });
  expect(versions).toMatchObject({
    ok: true,
    value: [
      { version: 1, steps: 3, changes: [] },
      {
        version: 2,
        steps: 2,
        because: "nobody is to be told",
        by: { name: "Dana" },
        changes: [
          { kind: "removed", step: "Tell them" },
          { kind: "removed", step: "sink.look" },
          { kind: "added", step: "Look more" },
        ],
        current: true,
      },
    ],
  });
});

test("a plan that does more to the world is agreed to by a person first, who sees what differs; until then the first one waits", async () => {
  const here = world();
  const id = await here.held();
  const other = { steps: [first, { ...tell, params: { text: "Something else" } }] };
  const child = await here.replanned(id, { plan: other });
  expect((await here.state(child)).head.status).toBe("awaiting_approval");
  expect((await here.state(id)).head.status).toBe("running");
  const why = await here.decide(child);
  expect(why).toEqual(
    expect.arrayContaining([
      "Plan version 2: changed while it was held",
      "changed: Tell them, text",
      "It changes what is done to the world: Tell them.",
    ]),
  );
  expect((await here.state(id)).head.status).toBe("cancelled");
  await here.decide(child);
  expect(here.sent).toEqual(["Something else"]);
  expect(here.read).toEqual(["first"]);
  expect((await here.state(child)).head.status).toBe("completed");
});

test("a rejected plan leaves the first execution as it was", async () => {
  const here = world();
  const id = await here.held();
  const child = await here.replanned(id, { plan: { steps: [first, { ...tell, params: { text: "Something else" } }] } });
  await here.decide(child, "reject");
  expect((await here.state(child)).head.status).toBe("cancelled");
  await here.decide(id);
  expect(here.sent).toEqual(["As of first"]);
  expect((await here.state(id)).head.status).toBe("completed");
});

test("what went on meanwhile is not ended under its hands", async () => {
  const here = world();
  const id = await here.held();
  const child = await here.replanned(id, { plan: { steps: [first, { ...tell, params: { text: "Something else" } }] } });
  const slice = await here.store.slice(scope, id, {});
  if (!slice) throw new Error("it is not there");
  await here.store.act(scope, id, {
    cause: "at work",
    need: { steps: ["tell"] },
    decide: (at) => ({
      ok: true,
      value: {
        facts: [
          {
            type: "step.started",
            step: "tell",
            status: "running",
            message: "at work",
            attempt: 1,
            fence: (at.rows["tell"]?.state.fence ?? 0) + 1,
            run: "r",
          },
        ],
        answer: undefined,
      },
    }),
  });
  await here.decide(child);
  expect((await here.state(child)).head).toMatchObject({ status: "failed", because: expect.stringContaining("it went on meanwhile") });
  expect((await here.state(id)).head.status).toBe("running");
});

test("a failed execution goes on by another plan from what it had finished", async () => {
  const here = world();
  const id = await here.start({ steps: [first, { id: "then", tool: "sink.look", params: { at: "broken" }, dependsOn: ["first"] }] });
  await here.settle();
  expect((await here.state(id)).head.status).toBe("failed");
  const child = await here.replanned(id, {
    plan: { steps: [first, { id: "then", tool: "sink.look", params: { at: "mended" }, dependsOn: ["first"] }] },
  });
  expect(here.read).toEqual(["first", "broken", "mended"]);
  expect((await here.state(child)).head.status).toBe("completed");
  expect((await here.state(id)).head.status).toBe("failed");
});

test("without a plan the request in words is planned anew", async () => {
  const here = world();
  expect(await here.replan(await here.held(), {})).toMatchObject({ ok: false, refusal: { code: "unprocessable" } });
  const started = await startExecution(
    {
      ...here,
      sources: {
        draft: async () => ({ request: "Tell them", plan: here.valid(plan), planner: "offline", notes: [] }),
        workflow: async () => undefined,
      },
    },
    { workspace: scope, actor: someone, command: { draftId: "dft_1" } },
  );
  if (!started.ok) throw new Error(started.refusal.because);
  await here.settle();
  expect(await here.replan(started.value.id, {})).toMatchObject({ ok: false, refusal: { because: "nobody plans here" } });
  const anew: Drafted = { kind: "plan", plan: here.valid({ steps: [first] }), notes: [], planner: "another", saw: {} };
  const child = await here.replan(started.value.id, {}, anew);
  await here.settle();
  expect(child.ok && (await here.state(child.value.id)).head).toMatchObject({
    status: "completed",
    request: "Tell them",
    plan: { version: 2, planner: "another" },
  });
});

test("what may not be changed is refused, with what is possible", async () => {
  const here = world();
  const id = await here.held();
  expect(await here.replan(id, { plan: here.valid(plan) })).toMatchObject({
    ok: false,
    refusal: { because: "this is the plan that it has" },
  });
  expect(await here.replan(id, { plan: { steps: [{ id: "x", tool: "no.such" }] } })).toMatchObject({
    ok: false,
    refusal: { errors: [{ path: "steps[0].tool" }] },
  });
  await here.decide(id);
  expect(await here.replan(id, { plan: { steps: [first] } })).toMatchObject({ ok: false, refusal: { because: "it is complete: fork it" } });
  expect(await here.replan("exe_none", { plan: { steps: [first] } })).toMatchObject({ ok: false, refusal: { code: "not_found" } });
  const paused = await here.held();
  await controlExecution(here, { workspace: scope, actor: someone, id: paused, action: "pause" });
  expect((await here.replan(paused, { plan: { steps: [first] } })).ok).toBe(true);
});
