import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { closePools } from "#lib/db.ts";
import { env } from "#lib/env.ts";
import { listAudit, note, tellFromLog, verifyAudit } from "./audit.postgres.ts";
import { addWorkspace } from "./tenancy.fixture.ts";

const dana = { kind: "member", id: "dana", name: "Dana" } as const;
const w = { id: "w" };
let owner: pg.Client;

beforeAll(async () => {
  await addWorkspace("w");
  owner = new pg.Client({ connectionString: env().DATABASE_URL });
  await owner.connect();
});
afterAll(async () => {
  await owner.end();
  await closePools();
});

let executions = 0;
/** The log of a process that decided, and died before it told. */
async function decided(...events: { type: string; by?: object; [more: string]: unknown }[]): Promise<string> {
  const id = `exe_${++executions}`;
  await owner.query(
    "insert into executions (workspace_id, id, seq, status, state, created_at, updated_at) values ('w', $1, 0, 'running', '{}', now(), now())",
    [id],
  );
  for (const [at, event] of events.entries())
    await owner.query(
      "insert into execution_events (workspace_id, execution_id, seq, id, at, type, event) values ('w', $1, $2::int, $3, now() - interval '2 minutes' + $2::int * interval '1 second', $4, $5)",
      [id, at + 1, `${id}-${at}`, event.type, JSON.stringify(event)],
    );
  return id;
}
const about = async (target: string) => (await listAudit(w, { limit: 100 })).data.filter((entry) => entry.target === target);

test("a decision whose entry was lost is told from the log, once, and the chain is whole", async () => {
  await decided({ type: "approval.decided", approvalId: "apr_1", decision: "reject", note: "too early", by: dana });
  const [told, again] = [await tellFromLog(), await tellFromLog()];
  expect([told, again]).toEqual([1, 0]);
  expect(await about("apr_1")).toMatchObject([
    { action: "approval.reject", actorId: "dana", actorName: "Dana", because: "too early", detail: { from: "the log", seq: 1 } },
  ]);
  expect((await verifyAudit(w)).isWhole).toBe(true);
});

test("what was told is told no second time, and what came again is missed by itself", async () => {
  await decided({ type: "approval.voted", approvalId: "apr_2", by: dana });
  await note(w, dana, { action: "approval.approve", target: "apr_2" });
  const paused = await decided({ type: "execution.paused", by: dana }, { type: "execution.resumed", by: dana });
  await note(w, dana, { action: "execution.paused", target: paused });
  expect(await tellFromLog()).toBe(1);
  expect((await about(paused)).map(({ action }) => action).sort()).toEqual(["execution.paused", "execution.resumed"]);
  expect(await about("apr_2")).toHaveLength(1);
});

test("a cancellation that drained first is one, and what the product did itself is nobody's decision", async () => {
  const id = await decided(
    { type: "execution.halted", as: "cancelled", by: dana },
    { type: "execution.cancelled", by: dana },
    { type: "approval.decided", approvalId: "apr_3", decision: "reject", by: { kind: "system", id: "clock", name: "clock" } },
    { type: "execution.cancelled" },
  );
  await note(w, dana, { action: "execution.cancelled", target: id });
  expect(await tellFromLog()).toBe(0);
});

test("a process that lives has its time to tell", async () => {
  await decided({ type: "execution.paused", by: dana });
  expect(await tellFromLog({ grace: 600 })).toBe(0);
  expect(await tellFromLog()).toBe(1);
});
