import { randomBytes } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { closePools } from "#lib/db.ts";
import { env } from "#lib/env.ts";
import { connectionsWith } from "#lib/tenancy/connections.postgres.ts";
import { type KeySource, keyringOf } from "#lib/tenancy/keyring.node.ts";
import { addWorkspace } from "#lib/tenancy/tenancy.fixture.ts";
import { rotateKey } from "./rotate-key.ts";

const folder = mkdtempSync(join(tmpdir(), "fermata-vault-"));
const file = join(folder, "vault.keys");
const source: KeySource = { FERMATA_VAULT_KEY_FILE: file, NEXTAUTH_SECRET: "a secret of the tests, which is long" };
const ownerUrl = env().DATABASE_URL ?? "";
const judge = () => ({ allowed: true }) as const;
const workspaces = ["a", "b", "c"];
const accessTo = (id: string) =>
  ({ workspace: { id }, actor: { kind: "member", id: "dana", name: "Dana" }, role: "owner", scopes: [], by: "cookie" }) as const;

const through = (from: KeySource) => connectionsWith({ keyring: keyringOf(from), judge, isTool: () => true });
const make = (from: KeySource, id: string, name: string) =>
  through(from).makeConnection(accessTo(id), {
    name,
    kind: "bearer",
    origin: "api.example.org",
    secret: { token: `token-of-${id}-${name}` },
  });
const opened = async (from: KeySource, id: string, name: string) => {
  const outcome = await through(from).openConnection({ id }, name);
  return outcome.ok ? outcome.value.headers["authorization"] : outcome.refusal.code;
};
const rows = async (text: string) => {
  const owner = new pg.Client({ connectionString: ownerUrl });
  await owner.connect();
  return (await owner.query(text).finally(() => owner.end())).rows;
};
const keysInFile = () => readFileSync(file, "utf8").trim().split("\n");

beforeAll(async () => {
  for (const id of workspaces) await addWorkspace(id);
  await rotateKey(ownerUrl, source);
  for (const id of workspaces) await make(source, id, "crm");
});
afterAll(async () => {
  await closePools();
  rmSync(folder, { recursive: true, force: true });
});

test("the first rotation makes the file, for its owner alone", () => {
  expect(keysInFile()).toHaveLength(1);
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

test("a rotation wraps and seals everything anew, drops the old key, and every secret opens as before", async () => {
  const [key] = keysInFile();
  const before = await rows("select sealed::text, wrapped::text from connection_secrets join vault_keys using (workspace_id) order by 1");
  expect(await rotateKey(ownerUrl, source)).toEqual({ workspaces: 3, secrets: 3 });
  expect(keysInFile()).toHaveLength(1);
  expect(keysInFile()).not.toContain(key);
  for (const id of workspaces) expect(await opened(source, id, "crm")).toBe(`Bearer token-of-${id}-crm`);
  const after = await rows("select sealed::text, wrapped::text from connection_secrets join vault_keys using (workspace_id) order by 1");
  for (const { sealed, wrapped } of before) {
    expect(after.map((row) => row.sealed)).not.toContain(sealed);
    expect(after.map((row) => row.wrapped)).not.toContain(wrapped);
  }
  // With what was there before, nothing opens any more.
  await expect(opened({ ...source, FERMATA_VAULT_KEY_FILE: undefined, FERMATA_VAULT_KEY: key }, "a", "crm")).rejects.toThrow(/vault key/);
  expect((await rows("select action from audit_entries where action = 'vault.rotated'")).length).toBeGreaterThanOrEqual(3);
});

test("one that was cut short is gone on with: both keys open, and the next ends with one", async () => {
  writeFileSync(file, `${randomBytes(32).toString("base64")}\n${readFileSync(file, "utf8")}`);
  expect(await opened(source, "a", "crm")).toBe("Bearer token-of-a-crm");
  await rotateKey(ownerUrl, source);
  expect(keysInFile()).toHaveLength(1);
  expect(await opened(source, "b", "crm")).toBe("Bearer token-of-b-crm");
});

test("connections that are made and used while the keys go round all open afterwards", async () => {
  const names = Array.from({ length: 12 }, (_, at) => `made ${at}`);
  const [, ...answers] = await Promise.all([
    (async () => {
      for (let round = 0; round < 4; round++) await rotateKey(ownerUrl, source);
    })(),
    ...names.map((name, at) => make(source, workspaces[at % 3] ?? "a", name)),
    ...workspaces.map(async (id) => {
      for (let times = 0; times < 20; times++) expect(await opened(source, id, "crm")).toBe(`Bearer token-of-${id}-crm`);
    }),
  ]);
  expect(answers.filter((answer) => typeof answer === "object" && !answer.ok)).toEqual([]);
  for (const [at, name] of names.entries()) {
    const id = workspaces[at % 3] ?? "a";
    expect(await opened(source, id, name)).toBe(`Bearer token-of-${id}-${name}`);
  }
});

test("a key of the environment takes over from the file, and back, and leaves the file as it is", async () => {
  const was = readFileSync(file, "utf8");
  const given = { ...source, FERMATA_VAULT_KEY: randomBytes(32).toString("hex") };
  await rotateKey(ownerUrl, given);
  expect(readFileSync(file, "utf8")).toBe(was);
  expect(await opened({ ...given, FERMATA_VAULT_KEY_FILE: undefined }, "c", "crm")).toBe("Bearer token-of-c-crm");
  await expect(opened(source, "c", "crm")).rejects.toThrow(/vault key/);
});
