import { expect, test } from "vitest";
import { appPool, executorPool, inWorkspace, prisma, withWorkspace } from "./db.ts";

const workspaceOf = "select current_setting('app.workspace_id', true) as id";

test("the app and the executor are roles that obey row-level security", async () => {
  for (const pool of [appPool(), executorPool()]) {
    const { rows } = await pool.query("select rolsuper or rolbypassrls as free from pg_roles where rolname = current_user");
    expect(rows).toEqual([{ free: false }]);
  }
});

test("a workspace is seen inside its transaction only", async () => {
  const seen = await inWorkspace("wsp_a", (tx) => tx.$queryRawUnsafe<{ id: string }[]>(workspaceOf));
  expect(seen).toEqual([{ id: "wsp_a" }]);
  const after = await Promise.all(Array.from({ length: 20 }, () => prisma().$queryRawUnsafe<{ id: string | null }[]>(workspaceOf)));
  expect(after.flat().every(({ id }) => !id)).toBe(true);
});

test("plain pg sees the same, and a throw leaves no open transaction behind", async () => {
  expect(await withWorkspace("wsp_b", async (client) => (await client.query(workspaceOf)).rows)).toEqual([{ id: "wsp_b" }]);
  await expect(withWorkspace("wsp_b", () => Promise.reject(new Error("no")))).rejects.toThrow("no");
  const { rows } = await appPool().query(
    "select count(*)::int as open from pg_stat_activity where datname = current_database() and state like 'idle in transaction%'",
  );
  expect(rows).toEqual([{ open: 0 }]);
});
