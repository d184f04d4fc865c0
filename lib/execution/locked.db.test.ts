import { afterAll, expect, test } from "vitest";
import { z } from "zod";
import { closePools } from "#lib/db.ts";
import { PlanStep } from "#lib/planner/plan.ts";
import { postgresLocks } from "#lib/safety/locks.postgres.ts";
import { defineTool, toolRegistry } from "#lib/tools/tool.ts";
import { attemptLocked } from "./attempt-locked.node.ts";
import { expectLegal } from "./legal.fixture.ts";
import { blank } from "./reduce-step.ts";
import { scope, testWorld } from "./world.fixture.ts";

afterAll(closePools);

/** Counts how many are inside at once, and which tokens they were given. */
function counting() {
  let inside = 0;
  let most = 0;
  const fences: number[] = [];
  let during = async () => {};
  const base = { input: z.looseObject({}), output: z.object({}), effect: "read" as const, takes: {}, gives: {}, describe: () => "It" };
  const work = defineTool({
    ...base,
    name: "lock.work",
    title: "Work",
    description: "Works alone.",
    run: async (_, { lock }) => {
      inside += 1;
      most = Math.max(most, inside);
      fences.push(lock?.fence ?? Number.NaN);
      await during();
      inside -= 1;
      return { ok: true as const, output: {} };
    },
  });
  const write = defineTool({
    ...base,
    name: "lock.write",
    title: "Write",
    description: "Writes late.",
    effect: "write",
    run: async () => {
      await during();
      return { ok: true as const, output: {} };
    },
    commit: async (_, { sql, workspace }) => {
      await sql.query(
        "insert into documents (workspace_id, id, title, body, tags, happened_on) values ($1, 'late', 'Late', '', '{}', '2026-01-01')",
        [workspace.id],
      );
      return { ok: true as const, output: {} };
    },
  });
  const world = testWorld({ tools: [work, write] });
  return { world, most: () => most, fences, before: (does: () => Promise<void>) => (during = does) };
}

const pause = () => new Promise<void>((resolve) => setTimeout(resolve, 2));

async function finished({ world }: ReturnType<typeof counting>, id: string) {
  for (let look = 0; look < 400; look++) {
    await world.settle();
    const { head } = expectLegal(await world.store.readAfter(scope, id, 0, 10_000));
    if (head.endedAt) return head;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error("it did not end");
}

test("steps that name one lock run one after the other, also across executions, and each has a greater token", async () => {
  const at = counting();
  at.before(pause);
  const plan = { steps: Array.from({ length: 6 }, (_, n) => ({ id: `s${n}`, tool: "lock.work", lock: "till", when: "true" })) };
  const ids = await Promise.all([at.world.start(plan), at.world.start(plan)]);
  for (const id of ids) expect((await finished(at, id)).status).toBe("completed");
  expect(at.most()).toBe(1);
  expect(at.fences).toHaveLength(12);
  expect(at.fences).toEqual([...new Set(at.fences)].toSorted((a, b) => a - b));
});

test("other locks, and steps without one, run side by side", async () => {
  const at = counting();
  at.before(pause);
  const steps = Array.from({ length: 6 }, (_, n) => ({ id: `s${n}`, tool: "lock.work", lock: `own ${n}`, when: "true" }));
  await finished(at, await at.world.start({ steps }));
  expect(at.most()).toBeGreaterThan(1);
});

test("a step that lost its lock half way writes nothing", async () => {
  const at = counting();
  // The lease ran out unseen, and another took it.
  at.before(async () => {
    await at.world.sqlFor(scope).query("update locks set lease_until = now() where name = 'ledger'");
    await postgresLocks().take(scope, "ledger", "another", 60_000);
  });
  const id = await at.world.start(
    { steps: [{ id: "s", tool: "lock.write", lock: "ledger", retry: { maxAttempts: 1 } }] },
    { autonomy: "run" },
  );
  await at.world.settle();
  const { steps, effects } = expectLegal(await at.world.store.readAfter(scope, id, 0, 100));
  expect(steps["s"]).toMatchObject({ status: "failed", code: "lock_lost" });
  expect(Object.values(effects)).toMatchObject([{ status: "failed" }]);
  expect(await at.world.sqlFor(scope).query("select 1 from documents where id = 'late'")).toEqual([]);
});

test("a call of a lost worker that may have arrived is not made again while another holds the lock: a person is asked", async () => {
  const calls: boolean[] = [];
  const registry = toolRegistry([
    defineTool({
      name: "lock.send",
      title: "Send",
      description: "Sends.",
      input: z.looseObject({}),
      output: z.object({}),
      effect: "send",
      takes: {},
      gives: {},
      describe: () => "Send",
      run: async () => ({ ok: true as const, output: {} }),
    }),
  ]);
  const deps = { registry, locks: postgresLocks(), now: () => new Date(), passOn: async () => {} };
  const attempt = attemptLocked(deps, async ({ recovered }) => {
    calls.push(recovered);
    return { kind: "completed", output: {}, ms: 0 };
  });
  await postgresLocks().take(scope, "post", "another", 60_000);
  const spec = PlanStep.parse({ id: "s", tool: "lock.send", lock: "post" });
  const row = { id: "s", spec, position: 0, batch: 0, parent: null, waitingOn: 0, missing: false, state: blank("s") };
  const claim = { scope, executionId: "exe_1", row, fence: 1, params: {} };
  expect(await attempt({ ...claim, recovered: true })).toMatchObject({ kind: "unknown" });
  expect(await attempt({ ...claim, recovered: false })).toMatchObject({ kind: "waits", hold: { reason: "lock", ref: "post" } });
  expect(calls).toEqual([]);
});

test("who waits for a lock says which, uses no attempt and holds no slot", async () => {
  const at = counting();
  await postgresLocks().take(scope, "gate", "another", 60_000);
  const id = await at.world.start({ steps: [{ id: "s", tool: "lock.work", lock: "gate", when: "true" }] });
  await at.world.settle();
  const { steps, head } = expectLegal(await at.world.store.readAfter(scope, id, 0, 100));
  expect(steps["s"]).toMatchObject({ status: "held", attempt: 0, hold: { reason: "lock", ref: "gate" } });
  expect(head.running).toBe(0);
});
