import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { withWorkspace } from "#lib/db.ts";
import { operations } from "#lib/http/contracts/operations.ts";
import { openApi } from "#lib/http/openapi.ts";
import { runtime } from "#lib/runtime.ts";
import { createKey } from "#lib/tenancy/keys.postgres.ts";
import { addWorkspace } from "#lib/tenancy/tenancy.fixture.ts";

type Route = (request: Request, context: { params: Promise<Record<string, string>> }) => Promise<Response>;
type Said = Record<string, unknown> & { id: string };
let bearer = "";

async function post(path: string, body: unknown, key: string, params: Record<string, string> = {}) {
  const folder = path.replaceAll("{", "[").replaceAll("}", "]").replace("/api/", "");
  const { POST } = (await import(join(import.meta.dirname, folder, "route.ts"))) as { POST: Route };
  const request = new Request(`http://fermata.test${path.replace("{id}", params["id"] ?? "")}`, {
    method: "POST",
    headers: { authorization: bearer, "content-type": "application/json", "idempotency-key": key },
    body: JSON.stringify(body),
  });
  const response = await POST(request, { params: Promise.resolve(params) });
  return { status: response.status, said: (await response.json()) as Said };
}

const count = (sql: string) =>
  withWorkspace("w", async (client) => (await client.query<{ n: number }>(`select count(*)::int as n from ${sql}`)).rows[0]?.n);

beforeAll(async () => {
  await addWorkspace("w");
  const made = await createKey({ workspace: "w", name: "all", role: "owner" });
  if (!made.ok) throw new Error(made.refusal.because);
  bearer = `Bearer ${made.value.token}`;
});
afterAll(() => runtime().close());

const cases: { path: string; body: unknown; secret: string; rows: string }[] = [
  { path: "/api/keys", body: { name: "crm", scopes: ["execution:read"] }, secret: "token", rows: "api_keys where name = 'crm'" },
  { path: "/api/invitations", body: { email: "new@example.test", role: "viewer" }, secret: "url", rows: "invitations" },
];

test.each(cases)(
  "$path: eight requests of one name at once make one, and its secret is in one answer",
  async ({ path, body, secret, rows }) => {
    const answers = await Promise.all(Array.from({ length: 8 }, () => post(path, body, `many-${path}`)));
    const later = await post(path, body, `many-${path}`);
    const all = [...answers, later];
    expect(all.map(({ status }) => status)).toEqual(Array(9).fill(201));
    expect(new Set(all.map(({ said }) => said.id)).size).toBe(1);
    expect(all.filter(({ said }) => said[secret] !== null)).toHaveLength(1);
    expect(later.said[secret]).toBeNull();
    expect(await count(rows)).toBe(1);
    const told = await count(`audit_entries where target = '${later.said.id}'`);
    expect(told).toBe(1);
  },
);

test("a name that was used for another request is refused", async () => {
  const key = (name: string) => post("/api/keys", { name, scopes: ["execution:read"] }, "once");
  expect((await key("one")).status).toBe(201);
  expect((await key("two")).status).toBe(422);
});

test("a rotation is made once: the key that a replay names is the one that works", async () => {
  const first = await post("/api/keys", { name: "turning", scopes: ["execution:read"] }, "turning");
  const id = first.said.id;
  const turns = await Promise.all([1, 2, 3].map(() => post("/api/keys/{id}/rotate", {}, "turn", { id })));
  expect(turns.map(({ status }) => status)).toEqual([201, 201, 201]);
  expect(new Set(turns.map(({ said }) => said.id)).size).toBe(1);
  expect(turns.filter(({ said }) => said["token"] !== null)).toHaveLength(1);
  expect(await count("api_keys where name = 'turning'")).toBe(2);
});

test("a request that was refused leaves no name behind: it can be made good", async () => {
  const role = (name: string) => post("/api/roles", { name, permissions: ["execution:read"] }, "role");
  expect((await role("owner")).status).toBe(409);
  expect((await role("Clerk")).status).toBe(201);
  expect((await role("Clerk")).status).toBe(201);
  expect(await count("custom_roles")).toBe(1);
});

test("no secret is among what is kept for replays", async () => {
  const made = await post("/api/keys", { name: "kept", scopes: ["execution:read"] }, "kept");
  const kept = await withWorkspace("w", (client) => client.query<{ text: string }>("select answer::text as text from idempotency_keys"));
  expect(kept.rows.length).toBeGreaterThan(0);
  expect(kept.rows.some(({ text }) => text.includes(String(made.said["token"])) || text.includes("fmk_"))).toBe(false);
});

test("the document promises Idempotency-Key where it is heeded, and nowhere else", () => {
  const { paths } = openApi("1.0.0") as unknown as { paths: Record<string, Record<string, { parameters?: { name: string }[] }>> };
  const promised = operations.filter(({ method, path }) =>
    paths[path]?.[method]?.parameters?.some(({ name }) => name === "Idempotency-Key"),
  );
  expect(promised).toEqual(operations.filter(({ keyed }) => keyed));
  expect(promised.every(({ method }) => method === "post")).toBe(true);
  expect(promised.map(({ path }) => path)).toEqual(
    expect.arrayContaining(["/api/orchestrate", "/api/keys", "/api/invitations", "/api/workflows"]),
  );
});
