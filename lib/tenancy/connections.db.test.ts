import { createHash, randomBytes } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { closePools, withWorkspace } from "#lib/db.ts";
import { env } from "#lib/env.ts";
import type { Access } from "./access.ts";
import { connectionsWith } from "./connections.postgres.ts";
import { keyringOf } from "./keyring.node.ts";
import { addWorkspace } from "./tenancy.fixture.ts";

afterAll(closePools);
beforeAll(async () => {
  for (const id of ["a", "b"]) await addWorkspace(id);
});

const source = { FERMATA_VAULT_KEY: randomBytes(32).toString("base64"), NEXTAUTH_SECRET: "a secret of the tests, which is long" };
const judge = () => ({ allowed: true }) as const;
const { listConnections, makeConnection, reviseConnection, removeConnection, openConnection, readConnection } = connectionsWith({
  keyring: keyringOf(source),
  judge,
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
  const other = connectionsWith({ keyring: keyringOf({ NEXTAUTH_SECRET: source.NEXTAUTH_SECRET }), judge });
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
