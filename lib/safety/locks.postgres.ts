import { appPool } from "#lib/db.ts";
import type { Locks } from "./lock.ts";

async function asked<Row>(name: string, text: string, values: unknown[]): Promise<Row> {
  const { rows } = await appPool().query({ name, text, values });
  const [row] = rows;
  if (!row) throw new Error(`${name} gave no row`);
  return row as Row;
}

/** Rows of the database, whose time is the one that counts. */
export const postgresLocks = (): Locks => ({
  async take({ id }, name, owner, leaseMs) {
    const row = await asked<{ taken: boolean; fence: string; holder: string; wait_seconds: number }>(
      "lock-take",
      "select taken, fence, holder, wait_seconds from lock_take($1, $2, $3, $4)",
      [id, name, owner, leaseMs / 1_000],
    );
    return row.taken
      ? { taken: true, fence: Number(row.fence) }
      : { taken: false, holder: row.holder, waitMs: Math.ceil(row.wait_seconds * 1_000) };
  },
  async renew({ id }, name, fence, leaseMs) {
    const text = "select lock_renew($1, $2, $3, $4) as held";
    return (await asked<{ held: boolean }>("lock-renew", text, [id, name, fence, leaseMs / 1_000])).held;
  },
  async release({ id }, name, fence) {
    return (await asked<{ held: boolean }>("lock-release", "select lock_renew($1, $2, $3, 0) as held", [id, name, fence])).held;
  },
});
