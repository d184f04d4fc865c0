import { expect, test } from "vitest";
import type { Attempted } from "./attempt.ts";
import { fails, ladderWorld, ok, scope } from "./ladder.fixture.ts";
import { tellSpend } from "./tell-spend.ts";

/** Every call costs a cent and ten tokens and takes a second, as the ledger of the models tells it. */
function paying(ends: (n: number) => Attempted) {
  let ledger = 0;
  const world: ReturnType<typeof ladderWorld> = ladderWorld(async ({ step }, n) => {
    ledger += 1;
    const worth = { micros: 10_000, tokens: 10 };
    await tellSpend(world.store, { scope, executionId: world.id, step, phase: "execute" }).settled?.(`mdc_${ledger}`, worth, {
      before: 0,
      after: 0,
    });
    world.later(1_000);
    return ends(n);
  });
  return world;
}

const twice = { maxAttempts: 2, backoff: "fixed" as const, baseMs: 0 };

test("each rung records what its calls of models cost, apart from those before it", async () => {
  const world = paying((n) => (n < 4 ? fails("http_500", true) : ok({})));
  const { steps, head } = await world.play({
    steps: [{ id: "s", tool: "a.read", retry: twice, fallbacks: [{ type: "component-replacement", tool: "b.read" }] }],
  });
  expect(head.status).toBe("completed");
  expect(steps["s"]?.recovery?.tried).toMatchObject([
    { name: "retry", attempts: 2, costMicros: 20_000, tokens: 20, outcome: "failed" },
    { name: "component-replacement", attempts: 2, costMicros: 20_000, tokens: 20, outcome: "recovered" },
  ]);
  expect(steps["s"]?.spent).toEqual({ micros: 40_000, tokens: 40 });
});

test("a rung without calls of models says nothing of costs", async () => {
  const world = ladderWorld((_, n) => (n === 1 ? fails("http_500", true) : ok({})));
  const { steps } = await world.play({ steps: [{ id: "s", tool: "a.read", retry: twice }] });
  expect(steps["s"]?.recovery?.tried).toHaveLength(1);
  expect(steps["s"]?.recovery?.tried[0]).not.toHaveProperty("costMicros");
});

test.each([
  ["money", { maxMicros: 15_000 }],
  ["time", { maxMs: 1_500 }],
] as const)("a rung that is out of %s gives way to the next, whatever attempts it has left", async (_, bound) => {
  const world = paying((n) => (n <= 4 ? fails("http_500", true) : ok({})));
  const { head } = await world.play({
    steps: [
      {
        id: "s",
        tool: "a.read",
        retry: twice,
        fallbacks: [
          { type: "parameter-adjustment", params: { limit: 1 }, attempts: 10, ...bound },
          { type: "component-replacement", tool: "b.read" },
        ],
      },
    ],
  });
  expect(head.status).toBe("completed");
  expect(await world.story()).toEqual([
    "retry ×2: failed",
    "→ parameter-adjustment",
    "parameter-adjustment ×2: failed",
    "→ component-replacement b.read",
    "component-replacement ×1: recovered",
  ]);
});

test("a call of a rung takes no longer than the rung may", async () => {
  const world = ladderWorld((_, n) => (n === 1 ? fails("cannot") : ok({})));
  await world.play({
    steps: [{ id: "s", tool: "a.read", timeoutMs: 60_000, fallbacks: [{ type: "component-replacement", tool: "b.read", maxMs: 5_000 }] }],
  });
  expect(world.calls.map(({ timeoutMs }) => timeoutMs)).toEqual([60_000, 5_000]);
});

test("a rung that nobody declared costs no more than what came before it", async () => {
  const world = paying(() => fails("bad_output"));
  const { steps, head } = await world.play({ steps: [{ id: "s", tool: "a.read", retry: { ...twice, maxAttempts: 2 } }] });
  expect(head.status).toBe("failed");
  // It may try three times; the first one cost as much as the step itself.
  expect(steps["s"]?.recovery?.tried).toMatchObject([{ name: "iterative_refinement", attempts: 1, costMicros: 10_000 }]);
});
