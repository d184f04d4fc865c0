import { expect, test } from "vitest";
import { expectLegal } from "./legal.fixture.ts";
import { simulation } from "./simulation.fixture.ts";
import { memoryStore } from "./store.memory.fixture.ts";

const play = () =>
  simulation({
    scope: { id: "ws_test" },
    open: ({ now, appended }) => ({
      stores: [memoryStore({ now, appended: (_, nudges) => appended(nudges) })],
      expireLease: async () => undefined,
    }),
  });
const each = (more: object = {}) => ({ id: "each", tool: "sim.read", forEach: "[1, 2, 3]", ...more });

test("a critical step whose item fails ends the execution, once nothing runs", async () => {
  const at = play();
  await at.start({ steps: [each(), { id: "after", tool: "sim.read", dependsOn: ["each"] }] }, { autonomy: "run", concurrency: 50 });
  await at.deliverAll();
  await at.act({ do: "finish", at: 0, how: "final" });
  await at.drive();
  const { head, steps } = expectLegal(await at.events());
  expect(head).toMatchObject({ status: "failed", because: "each failed: 1 of 3 items failed", running: 0 });
  expect(steps["each"]).toMatchObject({ status: "failed", code: "iteration_failed" });
});

test("an item that fails fails the list once all items are settled, and only then", async () => {
  const at = play();
  await at.start(
    {
      steps: [
        each({ critical: false }),
        { id: "after", tool: "sim.read", dependsOn: ["each"] },
        { id: "anyway", tool: "sim.read", dependsOn: ["each"], onMissing: "run" },
      ],
    },
    { autonomy: "run", concurrency: 50 },
  );
  await at.deliverAll();
  await at.act({ do: "finish", at: 0, how: "final" });
  await at.quiet();
  expect((await at.state()).steps["each"]).toMatchObject({ status: "running", iterations: { total: 3, settled: 1, failed: 1 } });
  await at.drive();
  const { head, steps } = expectLegal(await at.events());
  expect(head).toMatchObject({ status: "completed", degraded: true, missing: ["each", "after"] });
  expect(Object.fromEntries(Object.values(steps).map(({ id, status }) => [id, status]))).toEqual({
    each: "failed",
    "each[0]": "failed",
    "each[1]": "completed",
    "each[2]": "completed",
    after: "skipped",
    anyway: "completed",
  });
});

test("a list with an approval is asked about once, and its items run without asking again", async () => {
  const at = play();
  await at.start({ steps: [each({ tool: "sim.send" })] }, { autonomy: "ask_on_risk", concurrency: 50 });
  await at.deliverAll();
  const { approvals } = await at.state();
  expect(Object.values(approvals)).toMatchObject([{ step: "each", status: "open", summary: "3 times: sim.send" }]);
  // A list is approved as it was shown: an edit is refused.
  await at.act({ do: "decide", at: 0, decision: "edit", answers: {} });
  expect((await at.state()).head.openApprovals).toBe(1);
  await at.drive();
  const { head, effects } = expectLegal(await at.events());
  expect(head.status).toBe("completed");
  expect(
    Object.values(effects)
      .map(({ step, status }) => [step, status])
      .sort(),
  ).toEqual([
    ["each[0]", "done"],
    ["each[1]", "done"],
    ["each[2]", "done"],
  ]);
  expect(Object.values((await at.state()).approvals)).toHaveLength(1);
});

test("a cancel in the middle of a list ends once its running items have drained", async () => {
  const at = play();
  await at.start({ steps: [each()] }, { autonomy: "run", concurrency: 2 });
  await at.deliverAll();
  expect((await at.state()).head).toMatchObject({ running: 2, slotWaiters: 1 });
  await at.act({ do: "control", action: "cancel" });
  await at.act({ do: "finish", at: 0, how: "completed" });
  await at.quiet();
  expect((await at.state()).head).toMatchObject({ status: "running", running: 1 });
  await at.act({ do: "finish", at: 0, how: "aborted" });
  await at.quiet();
  const { head, steps } = expectLegal(await at.events());
  expect(head).toMatchObject({ status: "cancelled", slotWaiters: 0 });
  expect(
    Object.values(steps)
      .map(({ status }) => status)
      .sort(),
  ).toEqual(["cancelled", "cancelled", "cancelled", "completed"]);
});

test("an empty list completes with no items, also where it is asked about", async () => {
  const at = play();
  await at.start(
    { steps: [each({ forEach: "[]" }), { id: "after", tool: "sim.read", params: { all: "{{ steps.each }}" } }] },
    { autonomy: "run", concurrency: 1 },
  );
  await at.drive();
  expect(expectLegal(await at.events()).head).toMatchObject({ status: "completed", counts: { completed: 2 } });
});
