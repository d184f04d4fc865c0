import pg from "pg";
import { afterAll, expect, test } from "vitest";
import { closePools, roleUrl, withWorkspace } from "#lib/db.ts";
import { accept } from "#lib/kernel/outcome.ts";
import { type CarryDeps, carrySteps } from "./carry-steps.ts";
import type { Fact } from "./events.ts";
import { planExecution } from "./plan-execution.ts";
import { sealWith } from "./seal.node.ts";
import { startExecution } from "./start-execution.ts";
import { postgresStore } from "./store.postgres.ts";
import { scope, someone, testWorld } from "./world.fixture.ts";

/** One connection, so that what it did can be read off the database's own counters. */
const pool = new pg.Pool({ connectionString: roleUrl("app"), max: 1 });
afterAll(async () => {
  await pool.end();
  await closePools();
});

type Cost = { statements: number; inserted: number; updated: number; deleted: number; read: number };

let statements = 0;
const query = pool.query.bind(pool);
pool.query = ((...given: Parameters<typeof query>) => {
  statements += 1;
  return query(...given);
}) as typeof pool.query;

async function counters(): Promise<Omit<Cost, "statements">> {
  await query("select pg_stat_force_next_flush()");
  const { rows } = await query<Omit<Cost, "statements">>(
    `select sum(n_tup_ins)::int as inserted, sum(n_tup_upd)::int as updated, sum(n_tup_del)::int as deleted, sum(seq_tup_read + coalesce(idx_tup_fetch, 0))::int as read
     from pg_stat_user_tables where schemaname = 'public'`,
  );
  return rows[0] ?? { inserted: 0, updated: 0, deleted: 0, read: 0 };
}

async function costOf(work: () => Promise<unknown>): Promise<Cost> {
  const before = await counters();
  statements = 0;
  await work();
  const counted = statements;
  const after = await counters();
  return {
    statements: counted,
    inserted: after.inserted - before.inserted,
    updated: after.updated - before.updated,
    deleted: after.deleted - before.deleted,
    read: after.read - before.read,
  };
}

// First, while nothing was written: what is written is analysed in the background at any moment, and a table of one row is read by any index.
test.each(["executions", "execution_steps", "payloads"])(
  "a row of %s is found by its whole key from the first row on, before anything was analysed",
  async (table) => {
    const key = table === "executions" ? "workspace_id = $1 and id = $2" : "workspace_id = $1 and execution_id = $2 and id = $3";
    const plan = await withWorkspace(scope.id, async (client) => {
      await client.query("set local enable_seqscan = off");
      const { rows } = await client.query<{ "QUERY PLAN": string }>(`explain (generic_plan) select 1 from ${table} where ${key}`);
      return rows.map((row) => row["QUERY PLAN"]).join("\n");
    });
    expect(plan).toContain(`${table}_pkey`);
  },
);

const length = 10_000;

test("a step costs the same at the start of a chain of 10,000 and at its end, and so does a slice", async () => {
  const world = testWorld();
  const store = postgresStore({ pool, seal: sealWith("a secret of the tests"), now: world.now, appended: () => {} });
  let stopAfter = 0;
  // The attempt that is not to come any more is lost with its worker.
  const attempt: CarryDeps["attempt"] = async (claim) => {
    stopAfter -= 1;
    if (stopAfter < 0) throw new Error("enough");
    return { kind: "completed", output: { id: claim.row.id }, ms: 1 };
  };
  const deps = { ...world, store, attempt };
  const steps = Array.from({ length }, (_, index) => ({
    id: `s${index}`,
    tool: "test.pass",
    params: { n: index },
    dependsOn: index > 0 ? [`s${index - 1}`] : [],
    ...(index === 0 && { when: "true" }),
  }));
  const started = await startExecution(deps, { workspace: scope, actor: someone, command: { plan: { steps } } });
  if (!started.ok) throw new Error(started.refusal.because);
  const { id } = started.value;
  await planExecution({ ...deps, draft: () => Promise.reject(new Error("no planner")) }, { scope, executionId: id, run: "run_plan" });
  await withWorkspace(scope.id, (client) => client.query("select 1"));

  /** Carries a hundred steps from a ready one and gives their cost; the next is begun and lost. */
  const carry = (from: number, run: string) =>
    costOf(async () => {
      stopAfter = 100;
      await carrySteps(deps, { scope, executionId: id, stepId: `s${from}`, wake: 1, run }).catch((error: Error) =>
        expect(error.message).toBe("enough"),
      );
    });
  await carry(0, "run_warm");
  await takenOver(101);
  const first = await carry(101, "run_first");
  const sliceFirst = await costOf(() => store.slice(scope, id, { edgesFrom: ["s201"] }));

  const facts = Array.from(
    { length },
    (_, index): Fact => ({
      type: "message.sent",
      step: null,
      status: "running",
      message: "",
      messageId: `m${index}`,
      from: "a",
      to: "b",
      text: "",
    }),
  );
  await store.act(scope, id, { cause: "filler", decide: () => accept({ facts, answer: undefined }) });
  await takenOver(9_800);
  const last = await carry(9_800, "run_last");
  const sliceLast = await costOf(() => store.slice(scope, id, { edgesFrom: ["s9900"] }));
  expect({ ...last, read: 0 }).toEqual({ ...first, read: 0 });
  expect(first.statements / 100).toBeLessThan(3.2);
  // What is read may differ by the pages of an index, never by the length of the log or of the plan.
  expect(Math.abs(last.read - first.read)).toBeLessThan(300);
  expect(last.read / 100).toBeLessThan(60);
  expect(Math.abs(sliceLast.read - sliceFirst.read)).toBeLessThan(10);
  expect(sliceLast.read).toBeLessThan(30);

  /** Makes the chain stand at a step, as if all before it had been carried. */
  async function takenOver(at: number): Promise<void> {
    await withWorkspace(scope.id, async (client) => {
      const before = Array.from({ length: at }, (_, index) => `s${index}`);
      await client.query(
        "update execution_steps set status = 'completed', claim_run = null, waiting_on = 0, state = json_build_object('id', id, 'name', id, 'tool', 'test.pass', 'status', 'completed', 'wake', 1, 'fence', 1, 'attempt', 1, 'losses', 0, 'heldMs', 0, 'retryMs', 0, 'preview', '', 'output', json_build_object('id', '', 'hash', '', 'bytes', 0)) where execution_id = $1 and id = any($2)",
        [id, before],
      );
      await client.query("update step_edges set settled = true where execution_id = $1 and from_step = any($2)", [id, before]);
      await client.query(
        "update execution_steps set status = 'ready', waiting_on = 0, wake = 1, state = json_build_object('id', id, 'name', id, 'tool', 'test.pass', 'status', 'ready', 'wake', 1, 'fence', 0, 'attempt', 0, 'losses', 0, 'heldMs', 0, 'retryMs', 0) where execution_id = $1 and id = $2",
        [id, `s${at}`],
      );
      await client.query("update executions set state = (state::jsonb || '{\"running\": 0}')::json where id = $1", [id]);
    });
  }
}, 60_000);
