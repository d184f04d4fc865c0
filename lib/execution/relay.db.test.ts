import pg from "pg";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { appPool, closePools } from "#lib/db.ts";
import { env } from "#lib/env.ts";
import type { Sent } from "./dispatch.ts";
import { createRelay, type Relay } from "./relay.postgres.ts";

let owner: pg.Client;
let relay: Relay | undefined;
beforeAll(async () => {
  owner = new pg.Client({ connectionString: env().DATABASE_URL });
  await owner.connect();
});
afterEach(() => relay?.stop());
afterAll(async () => {
  await owner.end();
  await closePools();
});

/** What an append leaves, by whichever process. */
async function left(id: string, inMs = 0): Promise<string> {
  const { rows } = await owner.query<{ due_at: Date }>(
    `insert into outbox (workspace_id, id, name, data, due_at) values ('ws_test', $1, 'step/ready', '{"executionId":"exe_1"}', now() + $2 * interval '1 ms') returning due_at`,
    [id, inMs],
  );
  return rows[0]?.due_at.toISOString() ?? "";
}

function started() {
  const pool = appPool();
  const arrived = new Map<string, number>();
  let asked = 0;
  relay = createRelay({
    pool: Object.assign(Object.create(pool), {
      query: (...given: Parameters<typeof pool.query>) => {
        asked += 1;
        return pool.query(...given);
      },
    }),
    dispatch: () => ({
      async send(batch: Sent[]) {
        for (const { id } of batch) arrived.set(id, performance.now());
      },
    }),
    failed: (error) => {
      throw error;
    },
  });
  relay.start();
  return { relay, arrived, asked: () => asked };
}

test("what comes due is sent when it is, whoever wrote it, and what a dead process left at the start", { timeout: 20_000 }, async () => {
  await left("a dead one's");
  const { relay: at, arrived } = started();
  await expect.poll(() => arrived.has("a dead one's"), { timeout: 3_000 }).toBe(true);
  const from = performance.now();
  const dueAt = await left("our own", 900);
  at.push("ws_test", [{ id: "our own", name: "step/ready", data: { executionId: "exe_1" }, dueAt }]);
  await expect.poll(() => arrived.has("our own"), { timeout: 10_000 }).toBe(true);
  expect((arrived.get("our own") ?? 0) - from).toBeGreaterThan(850);
  expect((arrived.get("our own") ?? 0) - from).toBeLessThan(3_500);
  await left("another's", 100);
  await expect.poll(() => arrived.has("another's"), { timeout: 10_000 }).toBe(true);
});

test("where nothing is due the database is hardly asked", { timeout: 20_000 }, async () => {
  await left("far away", 3_600_000);
  const { asked } = started();
  await new Promise((resolve) => setTimeout(resolve, 4_000));
  expect(asked()).toBe(1);
});
