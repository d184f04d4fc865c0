import { spawn } from "node:child_process";
import { once } from "node:events";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { appPool, closePools, withWorkspace } from "#lib/db.ts";
import { addWorkspace } from "#lib/tenancy/tenancy.fixture.ts";
import { postgresBudgets } from "./budgets.postgres.ts";
import { postgresSpend } from "./spend.postgres.ts";

const scope = { id: "w1" };
const other = { id: "w2" };
const dana = { kind: "member" as const, id: "usr_1", name: "Dana" };
const spend = postgresSpend();
const budgets = postgresBudgets({ now: () => new Date() });
const workspaceDay = { scope: "workspace", ref: "", period: "day" } as const;

beforeAll(async () => {
  for (const { id } of [scope, other]) await addWorkspace(id);
});
beforeEach(async () => {
  for (const { id } of [scope, other])
    await withWorkspace(id, async (client) => {
      await client.query("update spend set micros = 0, tokens = 0, held_micros = 0, held_tokens = 0, calls = 0");
      await client.query("update model_calls set status = 'settled'");
      await client.query("delete from budgets");
    });
});
afterAll(closePools);

let calls = 0;
const call = (micros: number, more: { tokens?: number; id?: string; seconds?: number } = {}) => ({
  id: `mdc_${calls++}`,
  model: "openai:m",
  micros,
  tokens: 1,
  seconds: 600,
  ...more,
});

type Counted = { micros: number; heldMicros: number; tokens: number; heldTokens: number };
async function counted(of = scope): Promise<Counted> {
  const { rows } = await withWorkspace(of.id, (client) =>
    client.query(
      `select micros::int, held_micros::int as "heldMicros", tokens::int, held_tokens::int as "heldTokens" from spend
       where scope = 'workspace' and period = 'day'`,
    ),
  );
  return rows[0] as Counted;
}

test("of a hundred calls at once against a budget for ten, ten are let in and not one more", async () => {
  await budgets.set(scope, workspaceDay, { limitMicros: 1_000, limitTokens: null }, dana);
  const answers = await Promise.all(
    Array.from({ length: 100 }, async (_, at) => {
      const one = call(100);
      const refused = await spend.reserve({ scope, userId: `usr_${at % 7}` }, one);
      if (!refused) await spend.settle(scope, { id: one.id, micros: 100, tokens: 1, status: "settled" });
      return refused;
    }),
  );
  expect(answers.filter((refused) => refused === undefined)).toHaveLength(10);
  expect(answers.find((refused) => refused !== undefined)).toMatchObject({ scope: "workspace", period: "day", limitMicros: 1_000 });
  expect(await counted()).toEqual({ micros: 1_000, heldMicros: 0, tokens: 10, heldTokens: 0 });
});

test("what a call leaves of what was set aside lets the next one in, in any order and without a deadlock", async () => {
  await budgets.set(scope, workspaceDay, { limitMicros: 1_000, limitTokens: null }, dana);
  await budgets.set(scope, { scope: "user", ref: "*", period: "month" }, { limitMicros: 400, limitTokens: null }, dana);
  const worked = await Promise.all(
    Array.from({ length: 60 }, async (_, at) => {
      const payer = { scope, userId: `usr_${at % 3}` };
      for (let tries = 0; tries < 200; tries++) {
        const one = call(100);
        if (await spend.reserve(payer, one)) continue;
        await spend.settle(scope, { id: one.id, micros: 5, tokens: 1, status: "settled" });
        return true;
      }
      return false;
    }),
  );
  expect(worked.every(Boolean)).toBe(true);
  expect(await counted()).toMatchObject({ micros: 300, heldMicros: 0 });
});

test("tokens bound as money does, a person and a workflow as the workspace does, and the longest period is named", async () => {
  await budgets.set(scope, { scope: "user", ref: "usr_1", period: "day" }, { limitMicros: null, limitTokens: 10 }, dana);
  await budgets.set(scope, { scope: "user", ref: "*", period: "month" }, { limitMicros: null, limitTokens: 11 }, dana);
  expect(await spend.reserve({ scope, userId: "usr_1" }, call(0, { tokens: 10 }))).toBeUndefined();
  expect(await spend.reserve({ scope, userId: "usr_1" }, call(0, { tokens: 1 }))).toMatchObject({
    scope: "user",
    period: "day",
    tokens: 10,
  });
  expect(await spend.reserve({ scope, userId: "usr_1" }, call(0, { tokens: 2 }))).toMatchObject({ period: "month" });
  expect(await spend.reserve({ scope, userId: "usr_2" }, call(0, { tokens: 11 }))).toBeUndefined();
});

test("a limit that is set later counts what was used before it, and another workspace is not under it", async () => {
  const one = call(900);
  await spend.reserve({ scope, userId: "usr_1" }, one);
  await spend.settle(scope, { id: one.id, micros: 900, tokens: 1, status: "settled" });
  await budgets.set(scope, workspaceDay, { limitMicros: 1_000, limitTokens: null }, dana);
  expect(await spend.reserve({ scope }, call(101))).toMatchObject({ micros: 900 });
  expect(await spend.reserve({ scope: other }, call(101))).toBeUndefined();
  expect(await counted(other)).toMatchObject({ heldMicros: 101 });
});

test("one call is ended once, a repeated reservation is the first one, and a refusal sets nothing aside", async () => {
  await budgets.set(scope, workspaceDay, { limitMicros: 100, limitTokens: null }, dana);
  const one = call(80);
  expect(await spend.reserve({ scope }, one)).toBeUndefined();
  expect(await spend.reserve({ scope }, one)).toBeUndefined();
  expect(await spend.reserve({ scope }, call(30))).toMatchObject({ micros: 80 });
  expect(await counted()).toMatchObject({ heldMicros: 80 });
  const ends = await Promise.all([1, 2, 3].map(() => spend.settle(scope, { id: one.id, micros: 76, tokens: 1, status: "settled" })));
  expect(ends.filter(Boolean)).toEqual([{ before: 0, after: 76 }]);
  expect(await counted()).toMatchObject({ micros: 76, heldMicros: 0 });
  expect(await spend.settle(other, { id: one.id, micros: 0, tokens: 0, status: "settled" })).toBeUndefined();
});

/** A process that sets aside and never comes back. */
const reserveAndHang = `
  import { postgresSpend } from "#lib/safety/spend.postgres.ts";
  await postgresSpend().reserve({ scope: { id: "w1" } }, { id: "mdc_killed", model: "openai:m", micros: 700, tokens: 7, seconds: 1 });
  process.stdout.write("reserved");
  setInterval(() => {}, 60_000);`;

test("what a killed process set aside is not lost: it counts in full once its time is over, and is put right if it comes back", async () => {
  await budgets.set(scope, workspaceDay, { limitMicros: 1_000, limitTokens: null }, dana);
  const child = spawn(process.execPath, ["--input-type=module", "--eval", reserveAndHang], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [said] = await once(child.stdout, "data");
  child.kill("SIGKILL");
  await once(child, "exit");
  expect(String(said)).toContain("reserved");
  expect(await counted()).toMatchObject({ micros: 0, heldMicros: 700 });
  // The room is taken as long as nobody knows.
  expect(await spend.reserve({ scope }, call(301))).toMatchObject({ micros: 700 });
  await expect
    .poll(() => spend.lost(10), { timeout: 20_000 })
    .toEqual([{ scope, id: "mdc_killed", executionId: null, stepId: null, micros: 700, tokens: 7 }]);
  expect(await spend.settle(scope, { id: "mdc_killed", micros: 700, tokens: 7, status: "presumed" })).toEqual({ before: 0, after: 70 });
  expect(await spend.lost(10)).toEqual([]);
  expect(await counted()).toEqual({ micros: 700, heldMicros: 0, tokens: 7, heldTokens: 0 });
  await spend.settle(scope, { id: "mdc_killed", micros: 120, tokens: 3, status: "settled" });
  expect(await counted()).toEqual({ micros: 120, heldMicros: 0, tokens: 3, heldTokens: 0 });
});

test("the list shows what is used and the zone; the report by whom and with which model", async () => {
  await budgets.set(scope, workspaceDay, { limitMicros: 1_000, limitTokens: null }, dana);
  const one = call(900);
  await spend.reserve({ scope, userId: "usr_1" }, one);
  await spend.settle(scope, { id: one.id, micros: 850, tokens: 12, status: "settled" });
  expect(await budgets.list(scope)).toMatchObject([{ name: "The workspace", micros: 850, percent: 85, zone: "red", changedBy: "Dana" }]);
  expect(await spend.used({ scope })).toBe(85);
  const report = await budgets.report(scope, 7);
  expect(report).toMatchObject({ days: [{ micros: 850, tokens: 12 }], today: { micros: 850 }, month: { micros: 850 } });
  expect(report.users.find(({ ref }) => ref === "usr_1")).toMatchObject({ micros: 850 });
  expect(report.models).toMatchObject([{ ref: "openai:m", micros: 850 }]);
  expect(await budgets.list(other)).toEqual([]);
  const lifted = await budgets.set(scope, workspaceDay, { limitMicros: null, limitTokens: null }, dana);
  expect(lifted).toMatchObject({ ok: false, refusal: { code: "conflict" } });
  expect(await budgets.list(scope)).toHaveLength(1);
});

test("no counter is read without its workspace", async () => {
  const { rows } = await appPool().query("select count(*)::int as n from spend");
  expect(rows[0]?.n).toBe(0);
});
