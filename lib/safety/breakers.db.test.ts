import { afterAll, expect, test } from "vitest";
import { closePools } from "#lib/db.ts";
import type { Breakers } from "./breaker.ts";
import { postgresBreakers } from "./breakers.postgres.ts";

afterAll(closePools);

const policy = { threshold: 3, openSeconds: 600, probeSeconds: 60 };
const short = { openSeconds: 0.4 };
const dana = { kind: "member" as const, id: "usr_1", name: "Dana" };
const scope = { id: "ws_test" };
const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const bad = { ok: false as const, because: "connection refused" };

/** As of several workers: each knows only what it asked. The clock of what is known jumps, so that each look is fresh. */
function worker(more: Partial<typeof policy> = {}): Breakers {
  return postgresBreakers({ policy: { ...policy, ...more }, now: leaping() });
}

function leaping(): () => number {
  let at = 0;
  return () => {
    at += 10_000;
    return at;
  };
}

async function trip(breakers: Breakers, component: string): Promise<void> {
  for (let n = 0; n < policy.threshold; n++) await breakers.leave(scope, component, bad);
}
const rowOf = async (breakers: Breakers, component: string, of = scope) =>
  (await breakers.list(of)).find((breaker) => breaker.component === component);

test("so many failures open it, for all workers, and the board says why", async () => {
  const [one, other] = [worker(), worker()];
  for (let n = 1; n < policy.threshold; n++) await one.leave(scope, "http:a.test", bad);
  expect(await other.enter(scope, "http:a.test")).toEqual({ passes: true, probes: false });
  await other.leave(scope, "http:a.test", bad);
  expect(await one.enter(scope, "http:a.test")).toMatchObject({ passes: false });
  expect(await other.enter(scope, "http:a.test")).toMatchObject({ passes: false });
  expect(other.isOpen(scope, "http:a.test")).toBe(true);
  expect(await rowOf(one, "http:a.test")).toMatchObject({ state: "open", failures: 3, trips: 1, lastError: "connection refused" });
});

test("when its time is over one probe passes and no more; it closes the breaker when it is well", async () => {
  const workers = [worker(short), worker(short), worker(short)];
  await trip(workers[0] as Breakers, "http:b.test");
  await sleep(450);
  const entries = await Promise.all(Array.from({ length: 30 }, (_, n) => workers[n % 3]?.enter(scope, "http:b.test")));
  expect(entries.filter((entry) => entry?.passes)).toEqual([{ passes: true, probes: true }]);
  await workers[1]?.leave(scope, "http:b.test", { ok: true });
  expect(await workers[2]?.enter(scope, "http:b.test")).toEqual({ passes: true, probes: false });
  expect(await rowOf(workers[0] as Breakers, "http:b.test")).toMatchObject({ state: "closed", failures: 0, trips: 0 });
});

test("a probe that fails keeps it open twice as long; one that is lost is given up", async () => {
  const breakers = worker(short);
  await trip(breakers, "http:c.test");
  await sleep(450);
  expect(await breakers.enter(scope, "http:c.test")).toMatchObject({ passes: true, probes: true });
  await breakers.leave(scope, "http:c.test", bad);
  const { openUntil, changedAt, trips } = (await rowOf(breakers, "http:c.test")) ?? {};
  expect(trips).toBe(2);
  expect(Date.parse(openUntil ?? "") - Date.parse(changedAt ?? "")).toBe(800);
  const hasty = worker({ ...short, probeSeconds: 0.2 });
  await sleep(850);
  expect(await hasty.enter(scope, "http:c.test")).toMatchObject({ probes: true });
  await sleep(250);
  expect(await hasty.enter(scope, "http:c.test")).toMatchObject({ passes: true, probes: true });
});

test("a person opens it until a person closes it, and is named", async () => {
  const [one, other] = [worker(), worker()];
  await one.leave(scope, "smtp", bad);
  expect(await one.turn(scope, "smtp", "open", dana)).toMatchObject({ state: "open", openUntil: null, changedBy: "Dana" });
  expect(await other.enter(scope, "smtp")).toMatchObject({ passes: false });
  expect(await other.turn(scope, "smtp", "closed", dana)).toMatchObject({ state: "closed", failures: 0, changedBy: "Dana" });
  expect(await one.enter(scope, "smtp")).toMatchObject({ passes: true });
  expect(await one.turn(scope, "nothing known", "open", dana)).toBeUndefined();
});

test("another workspace's breaker is another one", async () => {
  const breakers = worker();
  await trip(breakers, "http:d.test");
  expect(await breakers.enter({ id: "ws_other" }, "http:d.test")).toEqual({ passes: true, probes: false });
  expect(await breakers.list({ id: "ws_other" })).toEqual([]);
  expect(await breakers.turn({ id: "ws_other" }, "http:d.test", "closed", dana)).toBeUndefined();
});

test("failures far apart, and failures that a success lies between, do not add up", async () => {
  const breakers = worker();
  for (let n = 0; n < 10; n++) {
    await breakers.leave(scope, "http:e.test", bad);
    await breakers.enter(scope, "http:e.test");
    await breakers.leave(scope, "http:e.test", { ok: true });
  }
  expect(await breakers.enter(scope, "http:e.test")).toEqual({ passes: true, probes: false });
});
