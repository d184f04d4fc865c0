import { once } from "node:events";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterAll, expect, test } from "vitest";
import { freePort, liveServer, startPostgres } from "./postgres.ts";
import { joinPostgres } from "./shared-postgres.ts";

const folder = mkdtempSync(join(tmpdir(), "fermata-pg-"));
chmodSync(folder, 0o755); // as root the server runs as another user, who has to get in
const dataDir = join(folder, "data");
const options = { dataDir, password: "a password: with /odd? letters" };

afterAll(async () => {
  if (liveServer(dataDir)) await (await startPostgres(options)).stop();
  rmSync(folder, { recursive: true, force: true });
});

async function ask(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return (await client.query(sql).finally(() => client.end())).rows;
}

test("several that start at once share one server, and what one wrote another reads", async () => {
  const [one, two, three] = await Promise.all([startPostgres(options), startPostgres(options), startPostgres(options)]);
  expect(new Set([one.pid, two.pid, three.pid]).size).toBe(1);
  await one.ensureDatabase("fermata");
  await ask(one.url("fermata"), "create table kept as select 7 as n");
  expect(await ask(two.url("fermata"), "select n from kept")).toEqual([{ n: 7 }]);
});

test("after kill -9 the next start recovers, with the data and on the same port", async () => {
  const before = await startPostgres(options);
  expect(before.adopted).toBe(true);
  process.kill(before.pid, "SIGKILL");
  const after = await startPostgres(options);
  expect(after).toMatchObject({ adopted: false, port: before.port });
  expect(await ask(after.url("fermata"), "select n from kept")).toEqual([{ n: 7 }]);
  await after.stop();
  expect(liveServer(dataDir)).toBeUndefined();
});

test("a pid file that names a stranger is no server", async () => {
  writeFileSync(join(dataDir, "postmaster.pid"), `${process.pid}\n${dataDir}\n0\n5432\n`);
  expect(liveServer(dataDir)).toBeUndefined();
  rmSync(join(dataDir, "postmaster.pid"));
});

test("the last to leave stops the server, and those before do not", async () => {
  const first = await joinPostgres(options);
  const second = await joinPostgres(options);
  await first.leave();
  expect(await ask(second.postgres.url(), "select 1 as n")).toEqual([{ n: 1 }]);
  await second.leave();
  expect(liveServer(dataDir)).toBeUndefined();
});

test("a wanted port that is taken is named", async () => {
  const port = await freePort();
  const taken = createServer().listen(port, "127.0.0.1");
  await once(taken, "listening");
  await expect(startPostgres({ ...options, port })).rejects.toThrow(`port ${port} for Postgres is taken`);
  taken.close();
});
