import { randomBytes } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import pg from "pg";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { closePools, withWorkspace } from "#lib/db.ts";
import { env } from "#lib/env.ts";
import { note } from "#lib/tenancy/audit.postgres.ts";
import { followChain, type Link } from "#lib/tenancy/audit-chain.ts";
import { createKey } from "#lib/tenancy/keys.postgres.ts";
import { addPerson, addWorkspace, signedIn } from "#lib/tenancy/tenancy.fixture.ts";
import { backUp, restore } from "./backup.ts";
import { tablesOf } from "./backup-tables.ts";

const { adminUrl, template, prefix, secret } = inject("cluster");
const folder = mkdtempSync(join(tmpdir(), "fermata-backup-"));
const source = env().DATABASE_URL ?? "";
const actor = { kind: "member", id: "dana", name: "Dana" } as const;

beforeAll(async () => {
  await addWorkspace("w1");
  await addPerson({ id: "dana", email: "dana@example.test", password: "a password of theirs", roles: { w1: "owner" } });
  await signedIn("dana");
  await createKey({ workspace: "w1", name: "quotes \" ' \\ {} , ( ) NULL", role: "viewer", scopes: ["tool:read", "audit:read"] });
  await withWorkspace("w1", async (client) => {
    await client.query(
      "insert into documents (workspace_id, id, title, body, tags, happened_on) values ('w1', 'doc_1', $1, $2, $3, '2026-11-21')",
      ["שלום 😀", 'line\nline\t"quoted" \\N \\. {a,b}', ["", "a,b", 'c"d', "NULL"]],
    );
    await client.query("insert into payloads (workspace_id, id, execution_id, bytes, sealed) values ('w1', 'pay_1', 'exe_1', 3, $1)", [
      Buffer.from([0, 255, 92, 10]),
    ]);
  });
  await note({ id: "w1" }, actor, { action: "test.done", detail: { b: 1, a: [1.0, "ä", null], "10": "x" }, because: "why\nnot" });
});
afterAll(async () => {
  await closePools();
  rmSync(folder, { recursive: true, force: true });
});

async function on<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return work(client).finally(() => client.end());
}

/** A new database as `migrate` leaves it. */
async function emptyDatabase(): Promise<string> {
  const name = `${prefix}${randomBytes(5).toString("hex")}`;
  await on(adminUrl, (client) => client.query(`create database ${name} template ${template}`));
  const url = new URL(adminUrl);
  url.pathname = `/${name}`;
  return url.href;
}

/** Everything, as text, by table. */
const contentsOf = (url: string) =>
  on(url, async (client) => {
    const all: Record<string, string[]> = {};
    for (const { name } of await tablesOf(client)) {
      const { rows } = await client.query<{ text: string }>(`select t::text as text from ${name} t order by 1`);
      all[name] = rows.map(({ text }) => text);
    }
    return all;
  });

const fileOf = (name: string) => join(folder, name);

test("a restore into an empty database equals its source, in every table and to the letter", async () => {
  const file = fileOf("whole");
  await backUp({ ownerUrl: source, secret, file });
  const copy = await emptyDatabase();
  await restore({ ownerUrl: copy, secret, file });
  const [was, is] = [await contentsOf(source), await contentsOf(copy)];
  expect(is).toEqual(was);
  for (const name of ["public.users", "public.members", "identity.sessions", "public.audit_entries", "public.payloads", "public.documents"])
    expect(was[name]?.length, name).toBeGreaterThan(0);
  await expect(on(copy, (client) => client.query("delete from audit_entries"))).rejects.toThrow("never changed");
});

test("a backup is of one moment, however much is written meanwhile", async () => {
  let isOn = true;
  const writing = Array.from({ length: 4 }, async () => {
    while (isOn) await note({ id: "w1" }, actor, { action: "test.busy" });
  });
  const file = fileOf("busy");
  await backUp({ ownerUrl: source, secret, file });
  isOn = false;
  await Promise.all(writing);
  const copy = await emptyDatabase();
  await restore({ ownerUrl: copy, secret, file });
  const { rows } = await on(copy, (client) =>
    client.query<Link>(
      `select seq, id, to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at, actor_kind as "actorKind", actor_id as "actorId", actor_name as "actorName", action, because, address, agent,
         request_id as "requestId", previous, hash, workspace_id as "workspaceId", coalesce(target, '') as target, detail::text as detail from audit_entries where workspace_id = 'w1' order by seq`,
    ),
  );
  const heads = await on(copy, (client) => client.query("select seq, hash from audit_heads where workspace_id = 'w1'"));
  const followed = followChain({ seq: 0, hash: "0".repeat(64) }, rows);
  expect(followed.broken).toBeUndefined();
  expect(heads.rows).toEqual([followed.head]);
});

test("what is not whole, not ours, of another secret or already there is refused, and nothing is kept of it", async () => {
  const file = fileOf("good");
  await backUp({ ownerUrl: source, secret, file });
  const copy = await emptyDatabase();
  const lines = gunzipSync(readFileSync(file)).toString("utf8").trimEnd().split("\n");
  const write = (name: string, kept: string[]) => {
    writeFileSync(fileOf(name), gzipSync(kept.join("\n")));
    return fileOf(name);
  };
  const attempt = (from: string, key = secret) => restore({ ownerUrl: copy, secret: key, file: from });
  await expect(attempt(write("cut", lines.slice(0, -1)))).rejects.toThrow("ends too early");
  writeFileSync(fileOf("torn"), readFileSync(file).subarray(0, 900));
  await expect(attempt(fileOf("torn"))).rejects.toThrow();
  await expect(attempt(write("other", ['{"hello":1}']))).rejects.toThrow("no backup of Fermata");
  await expect(attempt(fileOf("missing"))).rejects.toThrow("ENOENT");
  await expect(attempt(file, "another secret of thirty-two letters")).rejects.toThrow("another NEXTAUTH_SECRET");
  const changed = lines.map((line) => line.replace('"a password of theirs"', "").replace("dana@example.test", "eve@example.test"));
  await expect(attempt(write("changed", changed))).rejects.toThrow("is not what was backed up");
  expect(Object.values(await contentsOf(copy)).flat()).toEqual([]);
  await attempt(file);
  await expect(attempt(file)).rejects.toThrow("is not empty");
});
