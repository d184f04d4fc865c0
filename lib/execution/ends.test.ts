import { expect, test } from "vitest";
import { newId } from "#lib/kernel/ids.node.ts";
import { Plan } from "#lib/planner/plan.ts";
import { controlExecution } from "./control-execution.ts";
import { expectLegal } from "./legal.fixture.ts";
import { planExecution } from "./plan-execution.ts";
import { noBudgets, nobodyElse } from "./seats.fixture.ts";
import { settleApproval } from "./settle-approval.ts";
import { actor, registry } from "./simulation.fixture.ts";
import { startExecution } from "./start-execution.ts";
import { memoryStore } from "./store.memory.fixture.ts";

const scope = { id: "ws_test" };
const now = () => new Date();

function stage() {
  const store = memoryStore({ now, appended: () => {} });
  const deps = { store, registry, now, newId, attempt: async () => ({ kind: "completed" as const, output: {}, ms: 1 }) };
  const cancel = (id: string) => controlExecution(deps, { workspace: scope, actor, id, action: "cancel" });
  const start = async (command: object) => {
    const started = await startExecution(deps, { workspace: scope, actor, command });
    if (!started.ok) throw new Error(started.refusal.because);
    return started.value.id;
  };
  return { store, deps, cancel, start, log: (id: string) => store.readAfter(scope, id, 0, 100) };
}

test("a planner that finishes after a cancel adds nothing to the log", async () => {
  const { deps, cancel, start, log } = stage();
  const id = await start({ request: "Do it" });
  const plan = Plan.parse({ steps: [{ id: "a", tool: "sim.read" }] });
  const draft = async () => {
    await cancel(id);
    return { kind: "plan" as const, plan, notes: [], planner: "late", saw: {} };
  };
  await planExecution({ ...deps, draft }, { scope, executionId: id, run: "run_1" });
  const events = await log(id);
  expectLegal(events);
  expect(events.at(-1)?.type).toBe("execution.cancelled");
});

test("a request that cannot be planned fails once, also when that is found after a cancel", async () => {
  const { deps, cancel, start, log } = stage();
  const none = async () => ({ kind: "none" as const, code: "cannot_plan" as const, because: "no idea" });
  const id = await start({ request: "Do it" });
  await planExecution({ ...deps, draft: none }, { scope, executionId: id, run: "run_1" });
  await planExecution({ ...deps, draft: none }, { scope, executionId: id, run: "run_2" });
  expect(expectLegal(await log(id)).head).toMatchObject({ status: "failed", because: "no idea" });
  const other = await start({ request: "Do it" });
  const late = async () => {
    await cancel(other);
    return none();
  };
  await planExecution({ ...deps, draft: late }, { scope, executionId: other, run: "run_3" });
  expect(expectLegal(await log(other)).head.status).toBe("cancelled");
});

test("a question about an approval that is closed is refused, and one that is open stays open", async () => {
  const { deps, cancel, start, log } = stage();
  const id = await start({ plan: { steps: [{ id: "a", tool: "sim.send" }] } });
  await planExecution({ ...deps, draft: () => Promise.reject(new Error("no planner")) }, { scope, executionId: id, run: "run_1" });
  const [approval] = Object.values(expectLegal(await log(id)).approvals);
  const ask = () =>
    settleApproval(
      { ...deps, decidersOf: nobodyElse, budgets: noBudgets, executionOfApproval: async () => id },
      { workspace: scope, actor, id: approval?.id ?? "", command: { decision: "ask", note: "why?", payloadHash: "" } },
    );
  expect(await ask()).toMatchObject({ ok: true, value: { status: "open" } });
  await cancel(id);
  expect(await ask()).toMatchObject({ ok: false, refusal: { code: "conflict", because: "already void" } });
  expectLegal(await log(id));
});

test("two runs that plan the same request at once make one plan", async () => {
  const { deps, start, log } = stage();
  const id = await start({
    plan: {
      steps: [
        { id: "a", tool: "sim.read" },
        { id: "b", tool: "sim.read", dependsOn: ["a"] },
      ],
    },
  });
  const plan = (run: string) =>
    planExecution({ ...deps, draft: () => Promise.reject(new Error("no planner")) }, { scope, executionId: id, run });
  await Promise.all([plan("run_1"), plan("run_2"), plan("run_3")]);
  const events = await log(id);
  expect(expectLegal(events).head.status).toBe("completed");
  expect(events.filter(({ type }) => type === "execution.planned")).toHaveLength(1);
});
