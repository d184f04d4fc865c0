import pg from "pg";
import { afterAll, expect, test } from "vitest";
import { closePools, roleUrl } from "#lib/db.ts";
import type { AttemptStep } from "./attempt.ts";
import { carrySteps } from "./carry-steps.ts";
import { expectLegal } from "./legal.fixture.ts";
import { planExecution } from "./plan-execution.ts";
import { sealWith } from "./seal.node.ts";
import type { Nudge } from "./slice.ts";
import { startExecution } from "./start-execution.ts";
import { postgresStore } from "./store.postgres.ts";
import { scope, someone, testWorld } from "./world.fixture.ts";

/** Two pools of few connections: two processes under load. */
const pools = [0, 1].map(() => new pg.Pool({ connectionString: roleUrl("app"), max: 4 }));
afterAll(async () => {
  await Promise.all(pools.map((pool) => pool.end()));
  await closePools();
});

test("fifty steps that settle at once in two processes lose few races, and another workspace's execution goes on meanwhile", async () => {
  const { registry, now, newId } = testWorld();
  const sent: Nudge[] = [];
  const asked = new Map<string, number>();
  const stores = pools.map((pool) =>
    postgresStore({
      pool,
      seal: sealWith("a secret of the tests"),
      now,
      appended: ({ nudges }) => sent.push(...nudges),
      seam: (name, { executionId }) => void (name === "append.before" && asked.set(executionId, (asked.get(executionId) ?? 0) + 1)),
    }),
  );
  const [one, two] = stores;
  if (!one || !two) throw new Error("two stores are needed");
  const gate = Promise.withResolvers<void>();
  let waiting = 0;
  const attempt: AttemptStep = async ({ scope: of, row }) => {
    waiting += 1;
    if (of.id === scope.id) await gate.promise;
    return { kind: "completed", output: { id: row.id }, ms: 1 };
  };
  const start = async (of: { id: string }, steps: object[]) => {
    const started = await startExecution({ store: one, registry, newId }, { workspace: of, actor: someone, command: { plan: { steps } } });
    if (!started.ok) throw new Error(started.refusal.because);
    return started.value.id;
  };
  const plan = (of: { id: string }, executionId: string) =>
    planExecution(
      { store: one, registry, now, attempt, draft: () => Promise.reject(new Error("no planner")) },
      { scope: of, executionId, run: newId("run") },
    );
  const carry = (store: typeof one, of: { id: string }, executionId: string, stepId: string) =>
    carrySteps({ store, registry, now, attempt }, { scope: of, executionId, stepId, wake: 1, run: newId("run") });

  const wide = await start(
    scope,
    Array.from({ length: 50 }, (_, index) => ({ id: `s${index}`, tool: "test.pass", when: "true" })),
  );
  await plan(scope, wide);
  const runs = Array.from({ length: 50 }, (_, index) => carry(index % 2 ? one : two, scope, wide, `s${index}`));
  while (waiting < 50) await new Promise((resolve) => setTimeout(resolve, 5));
  const other = { id: "ws_other" };
  const neighbour = await start(
    other,
    Array.from({ length: 5 }, (_, index) => ({ id: `n${index}`, tool: "test.pass", dependsOn: index > 0 ? [`n${index - 1}`] : [] })),
  );
  const before = asked.get(wide) ?? 0;
  gate.resolve();
  const began = Date.now();
  await plan(other, neighbour);
  const took = Date.now() - began;
  expect(took, "milliseconds of the neighbour").toBeLessThan(2_000);
  await Promise.all(runs);
  expect(expectLegal(await two.readAfter(other, neighbour, 0, 100)).head.status).toBe("completed");
  const { head } = expectLegal(await two.readAfter(scope, wide, 0, 1_000));
  expect(head).toMatchObject({ counts: { completed: 50 }, running: 0 });
  // Each process joins what waits into one append: races are lost by appends, and not by each of fifty steps.
  expect((asked.get(wide) ?? 0) - before).toBeLessThanOrEqual(40);
});
