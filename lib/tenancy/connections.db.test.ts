import { createHash, randomBytes } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { closePools, withWorkspace } from "#lib/db.ts";
import { env } from "#lib/env.ts";
import type { Access } from "./access.ts";
import { connectionsWith } from "./connections.postgres.ts";
import { keyringOf } from "./keyring.node.ts";
import { makeKey } from "./keys.postgres.ts";
import { roles } from "./roles.postgres.ts";
import { addPerson, addWorkspace, setRole } from "./tenancy.fixture.ts";

afterAll(closePools);
beforeAll(async () => {
  for (const id of ["a", "b"]) await addWorkspace(id);
});

const source = { FERMATA_VAULT_KEY: randomBytes(32).toString("base64"), NEXTAUTH_SECRET: "a secret of the tests, which is long" };
const judge = () => ({ allowed: true }) as const;
const { listConnections, makeConnection, reviseConnection, removeConnection, openConnection, readConnection } = connectionsWith({
  keyring: keyringOf(source),
  judge,
  isTool: (name) => name === "http.request" || name === "crm.ask",
});

const ownerOf = (id: string): Access => ({
  workspace: { id },
  actor: { kind: "member", id: "dana", name: "Dana" },
  role: "owner",
  scopes: [],
  by: "cookie",
});
const a = ownerOf("a");
let made = 0;
const newOne = async (secret = `CANARY-${randomBytes(6).toString("hex")}`) => {
  const name = `service ${++made}`;
  const outcome = await makeConnection(a, { name, kind: "bearer", origin: "api.example.org", secret: { token: secret } });
  if (!outcome.ok) throw new Error(outcome.refusal.because);
  return { ...outcome.value, secret };
};
const asOwner = async (text: string, values: unknown[] = []) => {
  const client = new pg.Client({ connectionString: env().DATABASE_URL });
  await client.connect();
  return (await client.query(text, values).finally(() => client.end())).rows;
};

test("a secret opens for its name in its workspace, and stands in no answer, no list, no audit and no column", async () => {
  const { id, name, secret, ...shown } = await newOne();
  expect(await openConnection({ id: "a" }, name)).toMatchObject({
    ok: true,
    value: { origin: "https://api.example.org", headers: { authorization: `Bearer ${secret}` } },
  });
  expect(shown).toMatchObject({ fields: ["token"], revision: 1, lastUsedAt: null, createdBy: "Dana" });
  const everything = JSON.stringify([
    shown,
    await listConnections({ id: "a" }),
    await readConnection({ id: "a" }, { id }),
    await asOwner("select detail::text, because from audit_entries"),
    await asOwner("select * from connections"),
    await asOwner("select encode(sealed, 'escape') as sealed from connection_secrets"),
  ]);
  expect(everything).toContain(name);
  for (const form of [secret, Buffer.from(secret).toString("base64").slice(0, 20), createHash("sha256").update(secret).digest("hex")])
    expect(everything).not.toContain(form);
  expect((await listConnections({ id: "a" })).find((one) => one.id === id)?.lastUsedAt).not.toBeNull();
});

test("another workspace finds, changes, removes and opens nothing of it", async () => {
  const { id, name } = await newOne();
  const b = ownerOf("b");
  const gone = { ok: false, refusal: { code: "not_found" } };
  expect(await readConnection({ id: "b" }, { id })).toMatchObject(gone);
  expect(await reviseConnection(b, { id, name: "mine", expected: undefined })).toMatchObject(gone);
  expect(await removeConnection(b, { id })).toMatchObject(gone);
  expect(await openConnection({ id: "b" }, name)).toMatchObject(gone);
  expect((await openConnection({ id: "a" }, name)).ok).toBe(true);
  // The same name is free elsewhere.
  expect((await makeConnection(b, { name, kind: "bearer", origin: "b.example.org", secret: { token: "another token" } })).ok).toBe(true);
});

test("whoever points a connection elsewhere has to know its secret", async () => {
  const { id, name, secret } = await newOne();
  for (const change of [{ origin: "evil.example.org" }, { origin: "http://api.example.org" }])
    expect(await reviseConnection(a, { id, ...change, expected: undefined })).toMatchObject({
      ok: false,
      refusal: { code: "unprocessable" },
    });
  expect(await openConnection({ id: "a" }, name)).toMatchObject({ value: { origin: "https://api.example.org" } });
  const moved = await reviseConnection(a, { id, origin: "new.example.org", secret: { token: `${secret}-2` }, expected: 1 });
  expect(moved).toMatchObject({ ok: true, value: { origin: "https://new.example.org", revision: 2 } });
  expect(await openConnection({ id: "a" }, name)).toMatchObject({ value: { headers: { authorization: `Bearer ${secret}-2` } } });
});

test("a new name keeps the secret, a new password keeps the user name, and an old look is refused", async () => {
  const outcome = await makeConnection(a, {
    name: "basic",
    kind: "basic",
    origin: "c.example.org",
    secret: { username: "dana", password: "first-password" },
  });
  if (!outcome.ok) throw new Error(outcome.refusal.because);
  const { id } = outcome.value;
  expect(await reviseConnection(a, { id, name: "basic 2", secret: { password: "next-password" }, expected: 1 })).toMatchObject({
    ok: true,
  });
  expect(await openConnection({ id: "a" }, "basic 2")).toMatchObject({
    value: { headers: { authorization: `Basic ${btoa("dana:next-password")}` } },
  });
  expect(await reviseConnection(a, { id, name: "basic 3", expected: 1 })).toMatchObject({ ok: false, refusal: { code: "changed" } });
});

test("a name is taken once, and a removed connection is gone with its secret", async () => {
  const { id, name } = await newOne();
  expect(await makeConnection(a, { name, kind: "bearer", origin: "x.example.org", secret: { token: "some-token" } })).toMatchObject({
    refusal: { code: "conflict" },
  });
  const other = await newOne();
  expect(await reviseConnection(a, { id: other.id, name, expected: undefined })).toMatchObject({ refusal: { code: "conflict" } });
  expect(await removeConnection(a, { id })).toEqual({ ok: true, value: { id } });
  expect(await openConnection({ id: "a" }, name)).toMatchObject({ refusal: { code: "not_found" } });
  expect(await asOwner("select 1 from connection_secrets where connection_id = $1", [id])).toEqual([]);
});

test("a row that was bent to another host, or given another's secret, does not open", async () => {
  const [one, two] = [await newOne(), await newOne()];
  const bent = (text: string) => asOwner(text, [one.id, two.id]);
  await bent("update connections set origin = 'https://evil.example.org' where id = $1 and $2 <> ''");
  await expect(openConnection({ id: "a" }, one.name)).rejects.toThrow();
  await bent(
    "update connection_secrets s set sealed = (select sealed from connection_secrets where connection_id = $1) where s.connection_id = $2",
  );
  await expect(openConnection({ id: "a" }, two.name)).rejects.toThrow();
  for (const { id } of [one, two]) await removeConnection(a, { id });
});

test("without the key that wrapped them nothing opens, and the fault names the key and nothing else", async () => {
  const { name, secret } = await newOne();
  const other = connectionsWith({ keyring: keyringOf({ NEXTAUTH_SECRET: source.NEXTAUTH_SECRET }), judge, isTool: () => true });
  const fault = await other.openConnection({ id: "a" }, name).then(String, String);
  expect(fault).toMatch(/the vault key [0-9a-f]{16} is not among/);
  expect(fault).not.toContain(secret);
  expect(fault).not.toContain(source.FERMATA_VAULT_KEY);
});

test("the key of a workspace is in the database wrapped alone, and each workspace has its own", async () => {
  const rows = await withWorkspace("a", async (client) => (await client.query("select * from vault_keys")).rows);
  expect(rows).toHaveLength(1);
  const [first, second] = (await asOwner("select wrapped from vault_keys order by workspace_id")).map(({ wrapped }) => wrapped as Buffer);
  expect(first).toHaveLength(60);
  expect(first?.equals(second ?? Buffer.alloc(0))).toBe(false);
});

test.each(["short", `${"A".repeat(43)}=,${"A".repeat(10)}`])("a key of another length is refused without being repeated", (key) => {
  expect(() => keyringOf({ ...source, FERMATA_VAULT_KEY: key })()).toThrow(/32 bytes/);
  expect(() => keyringOf({ ...source, FERMATA_VAULT_KEY: key })()).not.toThrow(key);
});

describe("a connection that is for some roles", () => {
  const by = (kind: string, id: string) => ({ kind, id, name: id });
  /** An execution, as its log tells who had a hand in it. */
  async function begun(...events: { type: string; by: object; [more: string]: unknown }[]): Promise<string> {
    const id = `exe_${randomBytes(4).toString("hex")}`;
    await asOwner(
      "insert into executions (workspace_id, id, seq, status, state, created_at, updated_at) values ('a', $1, 0, 'running', '{}', now(), now())",
      [id],
    );
    for (const [at, event] of events.entries())
      await asOwner(
        "insert into execution_events (workspace_id, execution_id, seq, id, at, type, event) values ('a', $1, $2, $3, now(), $4, $5)",
        [id, at + 1, `${id}-${at}`, event.type, JSON.stringify(event)],
      );
    return id;
  }
  const requested = (who: object) => ({ type: "execution.requested", by: who });
  const opens = async (name: string, executionId?: string) => (await openConnection({ id: "a" }, name, { executionId })).ok;
  const limitedTo = async (usableBy: string[]) => {
    const { id, name } = await newOne();
    const limited = await reviseConnection(a, { id, expected: undefined, usableBy });
    if (!limited.ok) throw new Error(limited.refusal.because);
    return name;
  };

  beforeAll(async () => {
    for (const [id, role] of [
      ["ada", "admin"],
      ["ben", "builder"],
      ["gil", "operator"],
    ] as const)
      await addPerson({ id, email: `${id}@example.test`, password: "waltz of the seven seas", roles: { a: role } });
  });

  test("opens for executions that they started, and says whose role it is not for", async () => {
    const name = await limitedTo(["admin", "builder"]);
    expect(await opens(name, await begun(requested(by("member", "ada"))))).toBe(true);
    expect(await openConnection({ id: "a" }, name, { executionId: await begun(requested(by("member", "gil"))) })).toMatchObject({
      refusal: { code: "forbidden", because: expect.stringContaining("gil") },
    });
    expect([await opens(name), await opens(name, "exe_none")]).toEqual([false, false]);
  });

  test("does not open when somebody else changed what goes out", async () => {
    const name = await limitedTo(["admin"]);
    const gil = by("member", "gil");
    for (const hand of [
      { type: "plan.replaced", by: gil },
      { type: "approval.amended", by: gil },
      { type: "approval.decided", decision: "edit", by: gil },
      { type: "step.released", params: { id: "pay" }, by: gil },
    ])
      expect(await opens(name, await begun(requested(by("member", "ada")), hand)), hand.type).toBe(false);
    for (const harmless of [
      { type: "approval.decided", decision: "approve", by: gil },
      { type: "step.released", by: gil },
    ])
      expect(await opens(name, await begun(requested(by("member", "ada")), harmless)), harmless.type).toBe(true);
  });

  test("counts the role of the moment of use, of a key and of its maker", async () => {
    const name = await limitedTo(["builder"]);
    const execution = await begun(requested(by("member", "ben")));
    const ben: Access = { ...a, actor: { kind: "member", id: "ben", name: "Ben" }, role: "builder" };
    const admin: Access = { ...a, actor: { kind: "member", id: "ada", name: "Ada" }, role: "builder" };
    const key = async (access: Access) => {
      const made = await makeKey({ access, name: "k", scopes: ["execution:start"], expiresAt: new Date(Date.now() + 60_000) });
      if (!made.ok) throw new Error(made.refusal.because);
      return begun(requested(by("key", made.value.id)));
    };
    const ofKey = await key(ben);
    expect([await opens(name, execution), await opens(name, ofKey)]).toEqual([true, true]);
    // Made as a builder by somebody who is none any more.
    expect(await opens(name, await key(admin))).toBe(false);
    await setRole("a", "ben", "viewer");
    expect([await opens(name, execution), await opens(name, ofKey)]).toEqual([false, false]);
    await setRole("a", "ben", "builder");
  });

  test("takes the roles of its workspace and no others, which then cannot be deleted", async () => {
    const role = await roles.makeRole(a, { name: "Integrator", says: "", permissions: ["execution:start"] });
    if (!role.ok) throw new Error(role.refusal.because);
    await limitedTo([role.value.id]);
    expect(await roles.removeRole(a, role.value)).toMatchObject({ refusal: { code: "conflict" } });
    const { id } = await newOne();
    expect(await reviseConnection(a, { id, expected: undefined, usableBy: ["admin", "rol_none"] })).toMatchObject({
      refusal: { code: "invalid", errors: [{ path: "usableBy[1]" }] },
    });
  });
});

describe("a connection that is for some tools", () => {
  test("opens for those and for no other, and the audit says which", async () => {
    const { id, name } = await newOne();
    const opens = (tool?: string) => openConnection({ id: "a" }, name, { tool });
    expect([(await opens("crm.ask")).ok, (await opens()).ok]).toEqual([true, true]);
    expect(await reviseConnection(a, { id, expected: undefined, tools: ["http.request"] })).toMatchObject({
      value: { tools: ["http.request"] },
    });
    expect((await opens("http.request")).ok).toBe(true);
    expect(await opens("crm.ask")).toMatchObject({
      refusal: { code: "forbidden", because: `the connection ${name} is not for the tool crm.ask` },
    });
    expect((await opens()).ok).toBe(false);
    const [line] = await asOwner("select detail->'tools' as tools from audit_entries where target = $1 order by seq desc limit 1", [id]);
    expect(line).toEqual({ tools: ["http.request"] });
    await reviseConnection(a, { id, expected: undefined, name: `${name} again` });
    expect(await readConnection({ id: "a" }, { id })).toMatchObject({ value: { tools: ["http.request"] } });
    await reviseConnection(a, { id, expected: undefined, tools: [] });
    expect(await openConnection({ id: "a" }, `${name} again`, { tool: "crm.ask" })).toMatchObject({ ok: true });
  });

  test("names tools that there are", async () => {
    const given = { name: "of a tool", kind: "bearer", origin: "api.example.org", secret: { token: "some-token" } } as const;
    const refused = { refusal: { code: "invalid", errors: [{ path: "tools[1]", because: "is no tool" }] } };
    expect(await makeConnection(a, { ...given, tools: ["crm.ask", "crm.gone"] })).toMatchObject(refused);
    const { id } = await newOne();
    expect(await reviseConnection(a, { id, expected: undefined, tools: ["crm.ask", "crm.gone"] })).toMatchObject(refused);
  });
});
