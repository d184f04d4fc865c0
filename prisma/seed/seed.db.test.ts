import { beforeAll, expect, test } from "vitest";
import { env } from "#lib/env.ts";
import { isPassword } from "#lib/tenancy/password.argon2.ts";
import { sqlOf } from "#lib/tools/context.fixture.ts";
import { seedWorkspaces } from "../seed.ts";
import { demoAccounts, otherAccounts, seedPassword } from "./accounts.ts";

const tables = ["documents", "contacts", "calendar_events", "threads", "messages", "members"];
const countAll = async (workspace: string) =>
  Object.fromEntries(
    await Promise.all(
      tables.map(async (table) => [
        table,
        (await sqlOf(workspace).query<{ count: number }>(`select count(*)::int as count from ${table}`))[0]?.count,
      ]),
    ),
  );

const now = new Date("2026-03-18T09:00:00Z");

beforeAll(() => seedWorkspaces({ ownerUrl: env().DATABASE_URL ?? "", now }));

test("both workspaces are filled, and a second time changes nothing", async () => {
  const before = [await countAll("demo"), await countAll("other")];
  expect(before[0]).toMatchObject({ documents: 42, contacts: 60, members: 7 });
  expect(before[1]).toMatchObject({ documents: 5, contacts: 6, members: 2 });
  await seedWorkspaces({ ownerUrl: env().DATABASE_URL ?? "", now: new Date("2026-03-20T09:00:00Z") });
  expect([await countAll("demo"), await countAll("other")]).toEqual(before);
});

test("December is the last one that is over", async () => {
  const rows = await sqlOf("demo").query<{ year: string; count: number }>(
    "select to_char(happened_on, 'YYYY-MM') as year, count(*)::int as count from documents where 'Tevuot' = any (tags) group by 1 order by 1",
  );
  expect(rows.find(({ year }) => year === "2025-12")?.count).toBe(12);
});

test("there is one Yoav, and two people are called Noa", async () => {
  const names = (await sqlOf("demo").query<{ name: string }>("select name from contacts")).map(({ name }) => name);
  expect(names.filter((name) => name.startsWith("Yoav"))).toEqual(["Yoav Levi"]);
  expect(names.filter((name) => name.startsWith("Noa "))).toHaveLength(2);
  const addresses = (await sqlOf("demo").query<{ email: string }>("select email from contacts")).map(({ email }) => email);
  expect(new Set(addresses).size).toBe(addresses.length);
});

test("no meeting of the calendar falls on a day of rest, and some lie before and after today", async () => {
  const rows = await sqlOf("demo").query<{ weekday: number; ahead: boolean }>(
    "select extract(dow from starts_at at time zone 'Asia/Jerusalem')::int as weekday, starts_at > $1 as ahead from calendar_events",
    [now],
  );
  expect(rows.filter(({ weekday }) => weekday > 4)).toEqual([]);
  expect(new Set(rows.map(({ ahead }) => ahead))).toEqual(new Set([true, false]));
});

test("past executions of every status were made by commands, once", async () => {
  const rows = await sqlOf("demo").query<{ status: string; count: number }>(
    "select status, count(*)::int as count from executions group by 1 order by 1",
  );
  expect(rows.map(({ status }) => status)).toEqual([
    "awaiting_approval",
    "cancelled",
    "completed",
    "failed",
    "paused",
    "planning",
    "queued",
    "running",
  ]);
  expect(rows.reduce((sum, { count }) => sum + count, 0)).toBe(16);
  const loose = await sqlOf("demo").query(
    `select e.id from executions e where not exists (select 1 from execution_events v where v.execution_id = e.id and v.seq = e.seq)`,
  );
  expect(loose).toEqual([]);
});

test("everybody can sign in, in every role", async () => {
  expect(new Set(demoAccounts.map(({ role }) => role)).size).toBe(7);
  for (const { email, role } of [...demoAccounts, ...otherAccounts]) {
    const [row] = await sqlOf("demo").query<{ account: { passwordHash: string; members: { role: string }[] } }>(
      "select sign_in_of($1, '') as account",
      [email],
    );
    expect(row?.account.members.map((member) => member.role)).toEqual([role]);
    expect(await isPassword(seedPassword, row?.account.passwordHash)).toBe(true);
  }
});
