import pg from "pg";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { closePools, withWorkspace } from "#lib/db.ts";
import { env } from "#lib/env.ts";
import { postgresBreakers } from "#lib/safety/breakers.postgres.ts";
import { postgresBudgets } from "#lib/safety/budgets.postgres.ts";
import { policiesKept } from "#lib/safety/guardrails/kept.postgres.ts";
import { listAudit, note, tellFromLog, verifyAudit } from "#lib/tenancy/audit.postgres.ts";
import { addWorkspace } from "#lib/tenancy/tenancy.fixture.ts";
import type { Actor, Workspace } from "#lib/tenancy/workspace.ts";
import { actAndTell } from "./act-and-tell.postgres.ts";
import { changeExecutionBudget } from "./change-budget.ts";
import { reviewFalsePositive } from "./false-positives.ts";
import { turnBreaker } from "./turn-breaker.ts";
import { scope, someone, testWorld } from "./world.fixture.ts";

const now = () => new Date();
const budgets = postgresBudgets({ now });
const breakers = postgresBreakers({ now: () => performance.now() });
const day = { scope: "workspace", ref: "", period: "day" } as const;
const by = { workspace: scope, actor: someone };

const asOwner = async (text: string) => {
  const client = new pg.Client({ connectionString: env().DATABASE_URL });
  await client.connect();
  await client.query(text).finally(() => client.end());
};
/** From now on whoever tells the audit is lost in that moment: after the act, and before the two are committed. */
const lost = () =>
  asOwner(`create or replace function is_lost() returns trigger language plpgsql security definer as $$ begin perform pg_terminate_backend(pg_backend_pid()); return new; end $$;
    create trigger is_lost before insert on audit_entries for each row execute function is_lost()`);
const found = () => asOwner("drop trigger if exists is_lost on audit_entries");
const told = async (action: string) => (await listAudit(scope, { limit: 100, action })).data;
const inScope = async <Row extends pg.QueryResultRow>(text: string) =>
  (await withWorkspace(scope.id, (client) => client.query<Row>(text))).rows;

beforeAll(async () => {
  await addWorkspace(scope.id);
  await inScope(
    `insert into false_positives (workspace_id, execution_id, seq, policy, verdict, because, note, reported_by) values ('${scope.id}', 'exe_1', 1, 'pii', 'block', 'b', '', 'Dana')`,
  );
  for (let n = 0; n < 5; n++) await breakers.leave(scope, "smtp", { ok: false, because: "no" });
});
afterEach(found);
afterAll(closePools);

const world = testWorld();
const acts: { what: string; action: string; act: () => Promise<unknown>; stands: () => Promise<unknown> }[] = [
  {
    what: "a budget",
    action: "budget.changed",
    act: () => budgets.set(by.workspace, day, { limitMicros: 5, limitTokens: null }, by.actor),
    stands: async () => (await inScope("select 1 from budgets")).length,
  },
  {
    what: "a budget that is lowered",
    action: "budget.changed",
    act: () => budgets.set(by.workspace, day, { limitMicros: 4, limitTokens: null }, by.actor),
    stands: async () => (await inScope("select 1 from budgets where limit_micros < 5")).length,
  },
  {
    what: "a circuit breaker",
    action: "breaker.closed",
    act: () => turnBreaker({ ...world, breakers }, { ...by, command: { component: "smtp", state: "closed" } }),
    stands: async () => (await inScope("select 1 from breakers where state = 'closed'")).length,
  },
  {
    what: "a false alarm",
    action: "guardrail.reviewed",
    act: () => reviewFalsePositive({ actAndTell }, { ...by, command: { executionId: "exe_1", seq: 1, state: "corrected" } }),
    stands: async () => (await inScope("select 1 from false_positives where state = 'corrected'")).length,
  },
  {
    what: "a guardrail",
    action: "guardrail.changed",
    act: () => policiesKept({ now: () => performance.now() }).change(by, { name: "fair-housing", enabled: false }),
    stands: async () => (await inScope("select 1 from guardrail_policies")).length,
  },
];

test.each(acts)("$what whose process is lost before the audit was told is as it was; else it stands with its line", async (one) => {
  const [before, lines] = [await one.stands(), (await told(one.action)).length];
  await lost();
  await expect(one.act()).rejects.toThrow();
  await found();
  expect([await one.stands(), (await told(one.action)).length]).toEqual([before, lines]);
  await one.act();
  expect(await one.stands()).not.toBe(before);
  const [line, ...older] = await told(one.action);
  expect([line?.actorName, older.length]).toEqual(["Dana", lines]);
  expect((await verifyAudit(scope)).isWhole).toBe(true);
});

test("the budget of one execution is in its log: where the audit was not told it is told from there, once", async () => {
  const id = await world.start({ steps: [{ id: "s", tool: "test.pass", approval: "required" }] });
  await world.settle();
  const dies = () => Promise.reject(new Error("the process is lost"));
  const change = (audit: (of: Workspace, actor: Actor, action: string) => Promise<void>) =>
    changeExecutionBudget({ ...world, audit }, { ...by, id, command: { limitMicros: 7_000, limitTokens: null } });
  await expect(change(dies)).rejects.toThrow("the process is lost");
  const lines = async () => (await told("budget.changed")).filter(({ target }) => target === id);
  expect(await lines()).toEqual([]);
  expect([await tellFromLog({ grace: 0 }), await tellFromLog({ grace: 0 })]).toEqual([1, 0]);
  expect(await lines()).toMatchObject([{ actorName: "Dana", detail: { from: "the log", budget: { limitMicros: 7_000 } } }]);

  const other = await world.start({ steps: [{ id: "s", tool: "test.pass", approval: "required" }] });
  await world.settle();
  const tells = (of: Workspace, actor: Actor, action: string) => note(of, actor, { action, target: other });
  await changeExecutionBudget({ ...world, audit: tells }, { ...by, id: other, command: { limitMicros: 1, limitTokens: null } });
  expect(await tellFromLog({ grace: 0 })).toBe(0);
});
