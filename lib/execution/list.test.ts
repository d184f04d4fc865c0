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
