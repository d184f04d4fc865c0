import type pg from "pg";
import type { Json } from "#lib/kernel/json.ts";
import { type Outcome, refuse } from "#lib/kernel/outcome.ts";
import type { Workspace } from "./workspace.ts";

/** How a caller names a request (`Idempotency-Key`), and what the request was. */
export type Named = { key: string; fingerprint: string };

type Work<Kept, T> = {
  make(): Promise<Outcome<T>>;
  /** What a replay answers, from what was kept of the first answer. Nothing secret is kept. */
  again(kept: Kept): Promise<Outcome<T>> | Outcome<T>;
};

/** Does the work of a named request once, in the transaction of its caller. Replays wait for the first to commit; one that was refused left no name. */
export async function once<Kept extends Json, T>(
  client: pg.ClientBase,
  scope: Workspace,
  named: Named | undefined,
  kept: Kept,
  { make, again }: Work<Kept, T>,
): Promise<Outcome<T>> {
  if (!named) return make();
  await client.query("savepoint once");
  const noted = await client.query(
    "insert into idempotency_keys (workspace_id, key, fingerprint, status, answer) values ($1, $2, $3, 201, $4) on conflict do nothing",
    [scope.id, named.key, named.fingerprint, JSON.stringify(kept)],
  );
  if (noted.rowCount === 1) {
    const made = await make();
    if (!made.ok) await client.query("rollback to savepoint once");
    return made;
  }
  const { rows } = await client.query<{ fingerprint: string; answer: Kept }>(
    "select fingerprint, answer from idempotency_keys where workspace_id = $1 and key = $2",
    [scope.id, named.key],
  );
  if (rows[0]?.fingerprint === named.fingerprint) return again(rows[0].answer);
  return refuse({ code: "unprocessable", because: "this Idempotency-Key was used for another request" });
}
