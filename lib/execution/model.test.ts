import fc from "fast-check";
import { expect, test } from "vitest";
import { expectFoldsInAnyCut, expectLegal } from "./legal.fixture.ts";
import { type Deed, deeds, plans, simulation } from "./simulation.fixture.ts";
import { isOver, isSettled } from "./state.ts";
import { memoryStore } from "./store.memory.fixture.ts";

const scope = { id: "ws_test" };
const inTime = (value: "work" | "all") => ({
  executionTimeoutMs: { value: 3_600_000, from: "workspace" as const },
  executionTimeoutCounts: { value, from: "workspace" as const },
});
const options = fc.record({
  autonomy: fc.constantFrom("suggest" as const, "ask_on_risk" as const, "ask_on_risk" as const, "run" as const),
  concurrency: fc.constantFrom(1, 2, 50),
  settings: fc.constantFrom({}, {}, inTime("work"), inTime("all")),
});

function onMemory() {
  let memory: ReturnType<typeof memoryStore> | undefined;
  const play = simulation({
    scope,
    open({ now, appended }) {
      const store = memoryStore({ now, appended: (_, nudges) => appended(nudges) });
      memory = store;
      return {
        stores: [store],
        async expireLease(id, step) {
          const row = store.executions.get(`${scope.id}/${id}`)?.rows.get(step);
          if (row) row.leaseUntil = 0;
        },
      };
    },
  });
  return { play, rowsOf: () => memory?.executions.get(`${scope.id}/${play.id}`) };
}

async function playAll(play: ReturnType<typeof simulation>, story: Deed[]): Promise<void> {
  for (const deed of story) {
    await play.act(deed);
    await play.quiet();
  }
}

test("whatever happens to an execution, its log is legal, its rows are the fold, no step is lost and an end can be reached", async () => {
  await fc.assert(
    fc.asyncProperty(
      plans,
      options,
      fc.array(deeds, { maxLength: 60 }),
      fc.array(fc.nat(7), { maxLength: 20 }),
      async (plan, how, story, cuts) => {
        const { play, rowsOf } = onMemory();
        await play.start(plan, how);
        await playAll(play, story);
        expectLegal(await play.events());
        await play.drive();
        const events = await play.events();
        const { head, steps, approvals, effects } = expectLegal(events);
        expectFoldsInAnyCut(events, cuts);
        const rows = rowsOf();
        expect(rows?.head).toEqual(JSON.parse(JSON.stringify({ ...head, id: play.id })));
        for (const row of rows?.rows.values() ?? []) {
          expect(isSettled(row.status), `${row.id} is ${row.status}`).toBe(true);
          expect(steps[row.id] ?? row.state).toEqual(row.state);
        }
        expect(Object.fromEntries(rows?.approvals ?? [])).toEqual(approvals);
        expect(Object.fromEntries(rows?.effects ?? [])).toEqual(effects);
        const planned = plan.steps.length + (head.plan?.version ?? 1) - 1; // each changed plan has a step more
        if (head.status === "completed") expect(Object.values(head.counts).reduce((sum, count) => sum + count, 0)).toBe(planned);
        // The same nudges once more, after the end.
        for (const nudge of play.sent) play.deliver(nudge);
        await play.quiet();
        await play.leave();
        const after = await play.events();
        expect(after.length).toBe(events.length);
        expect(isOver(head.status)).toBe(true);
      },
    ),
    { numRuns: 120 },
  );
}, 300_000);
