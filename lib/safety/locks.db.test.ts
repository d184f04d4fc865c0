import { spawn } from "node:child_process";
import { once } from "node:events";
import { afterAll, expect, test } from "vitest";
import { closePools } from "#lib/db.ts";
import type { Grant } from "./lock.ts";
import { postgresLocks } from "./locks.postgres.ts";

afterAll(closePools);

const scope = { id: "w1" };
const locks = postgresLocks();
const fenceOf = (grant: Grant): number => (grant.taken ? grant.fence : Number.NaN);

test("of many that reach for a lock at once one has it, and the others are told whose it is and for how long", async () => {
  const grants = await Promise.all(Array.from({ length: 40 }, (_, at) => postgresLocks().take(scope, "many", `o${at}`, 60_000)));
  expect(grants.filter(({ taken }) => taken)).toHaveLength(1);
  const refused = grants.find((grant) => !grant.taken);
  expect(refused).toMatchObject({ holder: expect.stringMatching(/^o\d+$/) });
  expect(refused?.taken === false && refused.waitMs).toBeGreaterThan(50_000);
});

test("a lock is free once it is left, its token grows each time, and another workspace has locks of its own", async () => {
  const first = await locks.take(scope, "a", "one", 60_000);
  expect(await locks.take({ id: "w2" }, "a", "two", 60_000)).toMatchObject({ taken: true });
  expect(await locks.release(scope, "a", fenceOf(first))).toBe(true);
  const second = await locks.take(scope, "a", "two", 60_000);
  expect(fenceOf(second)).toBe(fenceOf(first) + 1);
});

test("an older token renews and leaves nothing", async () => {
  const first = await locks.take(scope, "b", "one", 60_000);
  // The same owner, after its worker was lost: what began under the old token is over.
  const again = await locks.take(scope, "b", "one", 60_000);
  expect(fenceOf(again)).toBe(fenceOf(first) + 1);
  expect(await locks.renew(scope, "b", fenceOf(first), 60_000)).toBe(false);
  expect(await locks.release(scope, "b", fenceOf(first))).toBe(false);
  expect(await locks.renew(scope, "b", fenceOf(again), 60_000)).toBe(true);
  expect(await locks.take(scope, "b", "two", 60_000)).toMatchObject({ taken: false, holder: "one" });
});

const takeAndHang = `
  import { postgresLocks } from "#lib/safety/locks.postgres.ts";
  const grant = await postgresLocks().take({ id: "w1" }, "killed", "dead", 1_000);
  process.stdout.write(String(grant.fence));
  setInterval(() => {}, 60_000);`;

test("the lock of a killed holder is the next one's when its lease is over, and what the dead one would still do is refused", async () => {
  const child = spawn(process.execPath, ["--input-type=module", "--eval", takeAndHang], { stdio: ["ignore", "pipe", "inherit"] });
  const [fence] = await once(child.stdout, "data");
  child.kill("SIGKILL");
  await once(child, "exit");
  let grant: Grant = await locks.take(scope, "killed", "next", 60_000);
  while (!grant.taken) {
    await new Promise((resolve) => setTimeout(resolve, grant.taken ? 0 : grant.waitMs + 5));
    grant = await locks.take(scope, "killed", "next", 60_000);
  }
  expect(grant.fence).toBeGreaterThan(Number(fence));
  expect(await locks.renew(scope, "killed", Number(fence), 1_000)).toBe(false);
});
