import { afterAll, beforeAll, expect, test } from "vitest";
import { withWorkspace } from "#lib/db.ts";
import { runtime } from "#lib/runtime.ts";
import { createKey } from "#lib/tenancy/keys.postgres.ts";
import { addWorkspace } from "#lib/tenancy/tenancy.fixture.ts";
import * as payload from "./orchestrate/[id]/payloads/[payloadId]/route.ts";
import * as orchestrate from "./orchestrate/route.ts";

const card = "4111 1111 1111 1111";
const readers: Record<string, string> = {};

beforeAll(async () => {
  runtime().sendWith({ send: async () => {} });
  await addWorkspace("w");
  for (const name of ["one", "two"]) {
    const made = await createKey({ workspace: "w", name, role: "owner" });
    if (!made.ok) throw new Error(made.refusal.because);
    readers[name] = `Bearer ${made.value.token}`;
  }
});
afterAll(() => runtime().close());

async function started(text: string): Promise<{ id: string; payloadId: string }> {
  const request = new Request("http://fermata.test/api/orchestrate", {
    method: "POST",
    headers: { authorization: readers["one"] ?? "", "content-type": "application/json" },
    body: JSON.stringify({ plan: { steps: [{ id: "a", tool: "flow.pass" }] }, input: { text } }),
  });
  const { id } = (await (await orchestrate.POST(request)).json()) as { id: string };
  const { rows } = await withWorkspace("w", (client) =>
    client.query<{ id: string }>("select event->'input'->>'id' as id from execution_events where execution_id = $1 and seq = 1", [id]),
  );
  return { id, payloadId: rows[0]?.id ?? "" };
}

async function look(params: { id: string; payloadId: string }, as = "one"): Promise<string> {
  const request = new Request(`http://fermata.test/api/orchestrate/${params.id}/payloads/${params.payloadId}`, {
    headers: { authorization: readers[as] ?? "" },
  });
  const response = await payload.GET(request, { params: Promise.resolve(params) });
  expect(response.status).toBe(200);
  return response.text();
}

const told = async (target: string) =>
  (await runtime().people.auditLog.listAudit({ id: "w" }, { action: "payload.revealed", limit: 50 })).data.filter(
    (entry) => entry.target === target,
  );

test("whoever is shown what the log withholds stands in the audit, once a day, without what it was", async () => {
  const kept = await started(`Charge ${card}`);
  expect(await told(kept.id)).toEqual([]);
  expect(await look(kept)).toContain(card);
  await look(kept);
  await look(kept, "two");
  const entries = await told(kept.id);
  expect(entries.map(({ actorName }) => actorName).sort()).toEqual(["one", "two"]);
  expect(JSON.stringify(entries)).not.toContain(card);
});

test("a payload with nothing withheld is read without a word", async () => {
  const kept = await started("Charge nobody");
  await look(kept);
  expect(await told(kept.id)).toEqual([]);
});
