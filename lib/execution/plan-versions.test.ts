import { expect, test } from "vitest";
import { newId } from "#lib/kernel/ids.node.ts";
import type { Json } from "#lib/kernel/json.ts";
import { Plan } from "#lib/planner/plan.ts";
import { expectLegal } from "./legal.fixture.ts";
import { planExecution } from "./plan-execution.ts";
import { readPlans } from "./read-plans.ts";
import { noBudgets, nobodyElse } from "./seats.fixture.ts";
import { settleApproval } from "./settle-approval.ts";
import { actor, registry } from "./simulation.fixture.ts";
import { type StartCommand, startExecution } from "./start-execution.ts";
import { memoryStore } from "./store.memory.fixture.ts";

const scope = { id: "ws_test" };
const now = () => new Date();
const drafted = Plan.parse({ steps: [{ id: "look", name: "Look", tool: "sim.read", params: { q: "one" } }] });
const changed = {
  steps: [
    { id: "look", name: "Look", tool: "sim.read", params: { q: "two" } },
    { id: "note", name: "Note", tool: "sim.write" },
  ],
};

function stage() {
  const store = memoryStore({ now, appended: () => {} });
  const sources = {
    draft: async (_: unknown, id: string) =>
      id === "dft_1" ? { request: "Look it up", plan: drafted, planner: "offline", notes: ["as asked"] } : undefined,
    workflow: async (_: unknown, id: string, version = 3) =>
      id === "wfl_1" && version <= 3 ? { id, name: "The weekly look", version, plan: drafted } : undefined,
  };
  const deps = { store, registry, now, newId, sources, attempt: async () => ({ kind: "completed" as const, output: {}, ms: 1 }) };
  const start = async (command: StartCommand) => {
    const started = await startExecution(deps, { workspace: scope, actor, command });
    if (!started.ok) return { refused: started.refusal };
    const executionId = started.value.id;
    const plan = () =>
      planExecution(
        { ...deps, draft: () => Promise.reject(new Error("nobody plans what is planned")) },
        { scope, executionId, run: newId("run") },
      );
    await plan();
    const decide = async (payload: Json, note?: string) => {
      const { approvals } = expectLegal(await store.readAfter(scope, executionId, 0, 100));
      const [open] = Object.values(approvals);
      if (!open) throw new Error("nothing is asked");
      const settled = await settleApproval(
        { ...deps, decidersOf: nobodyElse, budgets: noBudgets, executionOfApproval: async () => executionId },
        {
          workspace: scope,
          actor,
          id: open.id,
          command: { decision: "edit", payload, payloadHash: open.payloadHash, ...(note && { note }) },
        },
      );
      await plan();
      return settled;
    };
    const plans = async () => {
      const read = await readPlans(deps, { workspace: scope, id: executionId });
      return read.ok ? read.value : [];
    };
    return { decide, plans, state: async () => expectLegal(await store.readAfter(scope, executionId, 0, 100)) };
  };
  return { start };
}

async function startedBy(command: StartCommand) {
  const started = await stage().start(command);
  if ("refused" in started) throw new Error(started.refused.because);
  return started;
}

test("a draft that runs as it was is version 1, by its planner, of the request in words", async () => {
  const { plans, state } = await startedBy({ draftId: "dft_1" });
  expect(await plans()).toMatchObject([{ version: 1, by: { kind: "planner", name: "offline" }, current: true, changes: [], steps: 1 }]);
  expect((await state()).head).toMatchObject({ request: "Look it up", title: "Look it up", plan: { version: 1, planner: "offline" } });
});

test("a draft that somebody changed is version 2, by them, with what they changed", async () => {
  const { plans, state } = await startedBy({ draftId: "dft_1", plan: changed });
  const [first, second] = await plans();
  expect(first).toMatchObject({ version: 1, by: { kind: "planner", name: "offline" }, current: false });
  expect(second).toMatchObject({ version: 2, by: { kind: "member", name: "Dana" }, because: "changed on the plan's card", current: true });
  expect(second?.changes).toEqual([
    { kind: "changed", step: "Look", what: "q", before: "one", after: "two" },
    { kind: "added", step: "Note", what: "step" },
  ]);
  const { head, steps } = await state();
  expect(head.plan).toMatchObject({ version: 2, steps: 2, planner: "offline", notes: ["as asked"] });
  expect(Object.keys(steps).sort()).toEqual(["look", "note"]);
});

test("a plan that is changed in its approval becomes the next version, and that one runs", async () => {
  const { decide, plans, state } = await startedBy({ draftId: "dft_1", plan: changed, autonomy: "suggest" });
  const third = { steps: [{ id: "note", name: "Note", tool: "sim.write" }] };
  expect(await decide(third, "the look is not needed")).toMatchObject({ ok: true });
  expect((await plans()).map(({ version, because, current, steps }) => [version, because, steps, current])).toEqual([
    [1, "drafted from the request", 1, false],
    [2, "changed on the plan's card", 2, false],
    [3, "the look is not needed", 1, true],
  ]);
  const { head, steps } = await state();
  expect(head).toMatchObject({ status: "completed", plan: { version: 3, steps: 1 } });
  expect(Object.keys(steps)).toEqual(["note"]);
});

test("an edit that is no plan, or that changes nothing, makes no version", async () => {
  const { decide, plans, state } = await startedBy({ plan: changed, autonomy: "suggest" });
  const wrong = await decide({ steps: [{ id: "a", tool: "no.such" }] });
  expect(wrong).toMatchObject({ ok: false, refusal: { code: "unprocessable", errors: [{ path: "payload.steps[0].tool" }] } });
  expect((await state()).head.status).toBe("awaiting_approval");
  expect(await decide(changed)).toMatchObject({ ok: true });
  expect(await plans()).toMatchObject([{ version: 1, by: { kind: "member", name: "Dana" }, because: "came with the request" }]);
  expect((await state()).head).toMatchObject({ status: "running", plan: { version: 1 } });
});

test("a workflow runs by the version asked for, and the execution stays with it", async () => {
  const { plans, state } = await startedBy({ workflowId: "wfl_1", version: 2 });
  expect((await state()).head).toMatchObject({ title: "The weekly look", workflowId: "wfl_1", workflowVersion: 2 });
  expect(await plans()).toMatchObject([{ version: 1, because: "version 2 of its workflow" }]);
});

test.each([
  [{ draftId: "dft_gone" }, "unprocessable", "draftId"],
  [{ workflowId: "wfl_gone" }, "unprocessable", "workflowId"],
  [{ workflowId: "wfl_1", version: 9 }, "unprocessable", "version"],
  [{ draftId: "dft_1", request: "both" }, "invalid", undefined],
  [{}, "invalid", undefined],
])("what is not there, or not clear, is refused and not begun: %j", async (command, code, path) => {
  const { refused } = (await stage().start(command)) as { refused: { code: string; errors?: { path: string }[] } };
  expect(refused.code).toBe(code);
  expect(refused.errors?.[0]?.path).toBe(path);
});
