import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { childEnv } from "#lib/env.ts";
import { takeLock } from "./lock-file.ts";
import { freePort } from "./postgres.ts";

let home = "";
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "fermata-up-"));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

function up(set: Record<string, string | undefined>) {
  const env = childEnv({ PORT: undefined, DATABASE_URL: undefined, FERMATA_HOME: home, ...set });
  const { status, stdout, stderr } = spawnSync(process.execPath, ["scripts/up.ts"], { env, encoding: "utf8", timeout: 15_000 });
  return { status, said: `${stdout}${stderr}` };
}

test("a second supervisor of the same data folder says who serves, and stops", () => {
  const lock = takeLock(join(home, "supervisor.lock"), "http://127.0.0.1:4711");
  expect(up({})).toEqual({
    status: 1,
    said: `fermata: already running in ${home} at http://127.0.0.1:4711 (process ${process.pid}): stop it first, or set another FERMATA_HOME\n`,
  });
  if (lock.ok) lock.release();
});

test("a PORT that is taken is named", async () => {
  const port = await freePort();
  const taken = createServer().listen(port, "127.0.0.1");
  await once(taken, "listening");
  expect(up({ PORT: String(port) })).toEqual({
    status: 1,
    said: `fermata: port ${port} is taken: stop what uses it, or set another PORT\n`,
  });
  taken.close();
});

test("the lock of a dead process does not count, and a database that does not answer is named in one line", async () => {
  writeFileSync(join(home, "supervisor.lock"), JSON.stringify({ pid: 2 ** 22 + 1, note: "" }));
  const port = await freePort();
  const { status, said } = up({ DATABASE_URL: `postgres://somebody:secret@127.0.0.1:${port}/fermata`, PORT: String(await freePort()) });
  expect(status).toBe(1);
  expect(said).toBe(`fermata: cannot reach the database fermata at 127.0.0.1:${port}: connect ECONNREFUSED 127.0.0.1:${port}\n`);
});

test("a variable that cannot be read is named, and its value is not shown", () => {
  const { status, said } = up({ DATABASE_URL: "mysql://root:hunter2@localhost/x" });
  expect(status).toBe(1);
  expect(said).toMatch(/^fermata: environment: DATABASE_URL: /);
  expect(said).not.toContain("hunter2");
});
