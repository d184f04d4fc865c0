import type { Inngest, InngestFunction } from "inngest";
import { afterEach, expect, test } from "vitest";
import { gate, type Lab, openLab, type RunRow, until } from "./lab.testing.ts";

let labs: Lab[] = [];
afterEach(async () => {
  for (const lab of labs.splice(0)) await lab.close();
});

/** Two workers over one journal: whatever flow control decides, it decides for both. */
async function openTwo(define: (inngest: Inngest) => InngestFunction.Any[]): Promise<Lab> {
  const lab = await openLab(define);
  const other = await openLab(define);
  labs = [other, lab];
  return { ...lab, send: (...args) => (Math.random() < 0.5 ? lab : other).send(...args) };
}

type Options = Parameters<Inngest["createFunction"]>[0];
const echo = (inngest: Inngest, options: Partial<Options>) =>
  inngest.createFunction({ id: "fn", triggers: [{ event: "lab/fn" }], ...options } as Options, ({ event, events }) => ({
    n: numberOf(event),
    all: events.map(numberOf),
  }));

type Output = { n: number; all: number[] };
const numberOf = ({ data }: { data?: unknown }) => (data as { n: number }).n;
const outputsOf = (runs: RunRow[]) => runs.map(({ output }) => output as Output);

const minute = 60_000;
const hour = 60 * minute;
const count = async (lab: Lab) => (await lab.runs("fn")).length;
const routed = (lab: Lab) =>
  until(async () => (await lab.pool.query("select from executor.event where not routed")).rowCount === 0, "every event to be routed");
const outputs = async (lab: Lab, ended: number) => outputsOf(await lab.ended("fn", ended)).map(({ n }) => n);
const startsIn = async (lab: Lab) => {
  const { rows } = await lab.pool.query<{ s: number }>(
    "select extract(epoch from i.at - executor.now())::float8 as s from executor.item i where kind = 'discover' and first order by at",
  );
  return rows.map(({ s }) => s);
};

test("throttle spaces the starts by the period, after a burst, and apart for each key (conformance 48)", async () => {
  const lab = await openTwo((inngest) => [
    echo(inngest, { throttle: { limit: 2, period: "1m", burst: 2, key: "event.data.k" }, retries: 0 }),
  ]);
  await lab.inngest.send([1, 2, 3, 4, 5].map((n) => ({ name: "lab/fn", data: { n, k: "a" } })));
  await lab.send("lab/fn", { n: 6, k: "b" });
  expect((await outputs(lab, 3)).sort()).toEqual([1, 2, 6]);
  const [first = 0, second = 0, third = 0] = await startsIn(lab);
  expect(first).toBeLessThanOrEqual(30);
  // Apart from each other exactly, whenever the test comes to look.
  expect([second - first, third - second].map((apart) => Math.round(apart))).toEqual([30, 30]);
  await lab.advance(31_000);
  expect(await outputs(lab, 4)).toContain(3);
  await lab.advance(minute);
  await lab.ended("fn", 6);
});

test("a throttled run that waits longer than timeouts.start is cancelled", async () => {
  const lab = await openTwo((inngest) => [echo(inngest, { throttle: { limit: 1, period: "1h" }, timeouts: { start: "1m" } })]);
  await lab.inngest.send([1, 2].map((n) => ({ name: "lab/fn", data: { n } })));
  await lab.ended("fn");
  await lab.advance(2 * minute);
  expect((await lab.ended("fn", 2)).map(({ status }) => status).sort()).toEqual(["cancelled", "completed"]);
});

test("rateLimit drops what exceeds it, for each key, until the period is over (conformance 49)", async () => {
  const lab = await openTwo((inngest) => [echo(inngest, { rateLimit: { limit: 2, period: "1h", key: "event.data.k" } })]);
  await lab.inngest.send([1, 2, 3, 4].map((n) => ({ name: "lab/fn", data: { n, k: "a" } })));
  await lab.send("lab/fn", { n: 5, k: "b" });
  await routed(lab);
  expect((await outputs(lab, 3)).sort()).toEqual([1, 2, 5]);
  expect(await count(lab)).toBe(3);
  await lab.advance(hour);
  await lab.send("lab/fn", { n: 6, k: "a" });
  expect(await outputs(lab, 4)).toContain(6);
});

test("debounce starts one run with the last event, a period after it (conformance 50)", async () => {
  const lab = await openTwo((inngest) => [echo(inngest, { debounce: { period: "1m", key: "event.data.k" } })]);
  for (const n of [1, 2, 3]) {
    await lab.send("lab/fn", { n, k: "a" });
    await routed(lab);
    await lab.advance(minute / 2);
  }
  await lab.send("lab/fn", { n: 9, k: "b" });
  await routed(lab);
  expect(await count(lab)).toBe(0);
  await lab.advance(minute / 2 + 1_000);
  expect(await outputs(lab, 1)).toEqual([3]);
  await lab.advance(minute);
  expect((await outputs(lab, 2)).sort()).toEqual([3, 9]);
  await lab.send("lab/fn", { n: 10, k: "a" });
  await lab.waiting("gather");
  await lab.advance(2 * minute);
  expect(await outputs(lab, 3)).toContain(10);
});

test("debounce is put off no longer than its timeout (conformance 50)", async () => {
  const lab = await openTwo((inngest) => [echo(inngest, { debounce: { period: "1m", timeout: "90s" } })]);
  await lab.send("lab/fn", { n: 1 });
  await routed(lab);
  await lab.advance(50_000);
  await lab.send("lab/fn", { n: 2 });
  await routed(lab);
  const [item] = await lab.waiting("gather");
  expect(item?.inMs).toBeGreaterThan(35_000);
  expect(item?.inMs).toBeLessThanOrEqual(40_000);
  await lab.advance(41_000);
  expect(await outputs(lab, 1)).toEqual([2]);
});

test("what comes after a debounce was due belongs to the next one, though nobody had looked yet", async () => {
  const define = (inngest: Inngest) => [echo(inngest, { debounce: { period: "1m" } })];
  const lab = await openTwo(define);
  await lab.send("lab/fn", { n: 1 });
  await lab.waiting("gather");
  // Without a notification: the workers sleep on.
  await lab.pool.query("insert into executor.clock (shift) values (interval '2 minutes')");
  await lab.send("lab/fn", { n: 2 });
  expect(await outputs(lab, 1)).toEqual([1]);
  await lab.waiting("gather");
  await lab.advance(minute);
  expect((await outputs(lab, 2)).sort()).toEqual([1, 2]);
});

test("a batch starts when it is full or when its time is over, for each key (conformance 51)", async () => {
  const lab = await openTwo((inngest) => [echo(inngest, { batchEvents: { maxSize: 3, timeout: "60s", key: "event.data.k" } })]);
  for (const n of [1, 2, 3, 4]) await lab.send("lab/fn", { n, k: "a" });
  await lab.send("lab/fn", { n: 5, k: "b" });
  await routed(lab);
  const [full] = outputsOf(await lab.ended("fn"));
  expect(full?.all).toHaveLength(3);
  expect(full?.all[0]).toBe(full?.n);
  expect(await count(lab)).toBe(1);
  await lab.advance(minute);
  const runs = await lab.ended("fn", 3);
  expect(
    outputsOf(runs)
      .flatMap(({ all }) => all)
      .sort(),
  ).toEqual([1, 2, 3, 4, 5]);
  expect((await lab.pool.query("select from executor.gathered")).rowCount).toBe(0);
});

test("events for which the condition of a batch is false start a run of their own (conformance 51)", async () => {
  const lab = await openTwo((inngest) => [echo(inngest, { batchEvents: { maxSize: 2, timeout: "60s", if: "event.data.n < 10" } })]);
  await lab.inngest.send([1, 20, 2].map((n) => ({ name: "lab/fn", data: { n } })));
  const runs = await lab.ended("fn", 2);
  expect(
    outputsOf(runs)
      .map(({ all }) => all)
      .sort((a, b) => a.length - b.length),
  ).toEqual([[20], [1, 2]]);
});

test("many events from several workers fill batches exactly (conformance 51)", async () => {
  const lab = await openTwo((inngest) => [echo(inngest, { batchEvents: { maxSize: 10, timeout: "60s" } })]);
  await Promise.all(Array.from({ length: 100 }, (_, n) => lab.send("lab/fn", { n })));
  const runs = await lab.ended("fn", 10);
  const all = outputsOf(runs).flatMap(({ all }) => all);
  expect(runs).toHaveLength(10);
  expect(new Set(all).size).toBe(100);
});

test("one run for each idempotency key within a day (conformance 52)", async () => {
  const lab = await openTwo((inngest) => [echo(inngest, { idempotency: "event.data.k" })]);
  await Promise.all([1, 2, 3].map(() => lab.send("lab/fn", { n: 1, k: "a" })));
  await lab.send("lab/fn", { n: 2, k: "b" });
  await routed(lab);
  expect((await outputs(lab, 2)).sort()).toEqual([1, 2]);
  expect(await count(lab)).toBe(2);
  await lab.advance(23 * hour);
  await lab.send("lab/fn", { n: 3, k: "a" });
  await routed(lab);
  expect(await count(lab)).toBe(2);
  await lab.advance(hour);
  await lab.send("lab/fn", { n: 4, k: "a" });
  expect(await outputs(lab, 3)).toContain(4);
});

const sleeper = (inngest: Inngest, mode: "skip" | "cancel") =>
  inngest.createFunction(
    { id: "fn", triggers: [{ event: "lab/fn" }], singleton: { mode, key: "event.data.k" } },
    async ({ event, step }) => {
      await step.sleep("nap", "1h");
      return { n: event.data.n };
    },
  );

test("singleton skip drops a run while one of its key is open (conformance 53)", async () => {
  const lab = await openTwo((inngest) => [sleeper(inngest, "skip")]);
  for (const [n, k] of [
    [1, "a"],
    [2, "a"],
    [3, "b"],
  ] as const) {
    await lab.send("lab/fn", { n, k });
    await routed(lab);
  }
  await lab.waiting("sleep", 2);
  await lab.advance(hour);
  expect((await outputs(lab, 2)).sort()).toEqual([1, 3]);
  await lab.send("lab/fn", { n: 4, k: "a" });
  await lab.waiting("sleep");
  expect(await count(lab)).toBe(3);
});

test("singleton cancel ends the open run of its key and says so (conformance 53)", async () => {
  const heard: unknown[] = [];
  const lab = await openTwo((inngest) => [
    sleeper(inngest, "cancel"),
    inngest.createFunction({ id: "heard", triggers: [{ event: "inngest/function.cancelled" }] }, ({ event }) => {
      heard.push([event.data.run_id, event.data.event.data.n]);
    }),
  ]);
  await lab.send("lab/fn", { n: 1, k: "a" });
  await lab.send("lab/fn", { n: 2, k: "b" });
  await lab.waiting("sleep", 2);
  await lab.send("lab/fn", { n: 3, k: "a" });
  const [first] = await lab.ended("fn");
  expect(first).toMatchObject({ status: "cancelled", event: { data: { n: 1 } } });
  await lab.ended("heard");
  expect(heard).toEqual([[first?.id, 1]]);
  await lab.waiting("sleep", 2);
  await lab.advance(hour);
  expect((await lab.ended("fn", 3)).filter(({ status }) => status === "completed")).toHaveLength(2);
});

test("of many at once a singleton lets one through (conformance 53)", async () => {
  const lab = await openTwo((inngest) => [sleeper(inngest, "skip")]);
  await Promise.all(Array.from({ length: 20 }, (_, n) => lab.send("lab/fn", { n, k: "a" })));
  await routed(lab);
  expect(await count(lab)).toBe(1);
});

test("who invokes a singleton that is taken learns of it", async () => {
  const lab = await openTwo((inngest) => {
    const single = sleeper(inngest, "skip");
    return [
      single,
      inngest.createFunction({ id: "caller", triggers: [{ event: "lab/caller" }] }, async ({ step }) =>
        step.invoke("call", { function: single, data: { k: "a" } }).catch((error: Error) => error.message),
      ),
    ];
  });
  await lab.send("lab/fn", { n: 1, k: "a" });
  await lab.waiting("sleep");
  await lab.send("lab/caller");
  expect((await lab.ended("caller"))[0]?.output).toContain("skipped");
});

test("several limits hold at once, and a scope with a key is shared between functions (conformance 47)", async () => {
  let inside = 0;
  let most = 0;
  const byKey = new Map<string, number>();
  let mostOfKey = 0;
  const full = gate();
  const work = async (k: string) => {
    most = Math.max(most, ++inside);
    byKey.set(k, (byKey.get(k) ?? 0) + 1);
    mostOfKey = Math.max(mostOfKey, byKey.get(k) ?? 0);
    if (inside === 2) full.open();
    await full.passed;
    await new Promise((done) => setTimeout(done, 2));
    inside--;
    byKey.set(k, (byKey.get(k) ?? 0) - 1);
  };
  const lab = await openTwo((inngest) =>
    ["fn", "other"].map((id) =>
      inngest.createFunction(
        {
          id,
          triggers: [{ event: "lab/fn" }],
          concurrency: [
            { limit: 2, scope: "account", key: '"shared"' },
            { limit: 1, scope: "env", key: "event.data.k" },
          ],
        },
        async ({ event, step }) => {
          await step.run("work", () => work(event.data.k as string));
        },
      ),
    ),
  );
  await lab.inngest.send(Array.from({ length: 8 }, (_, i) => ({ name: "lab/fn", data: { k: i % 2 ? "a" : "b" } })));
  await lab.ended("fn", 8);
  await lab.ended("other", 8);
  expect([most, mostOfKey]).toEqual([2, 1]);
});

test("a schedule with jitter starts its run within it (conformance 55)", async () => {
  const lab = await openTwo((inngest) => [echo(inngest, { triggers: [{ cron: "0 * * * *", jitter: "10m" } as { cron: string }] })]);
  const [tick] = await lab.waiting("cron");
  await lab.advance((tick?.inMs ?? 0) + 1);
  await until(async () => (await count(lab)) === 1, "the tick");
  await lab.advance(10 * minute);
  await lab.ended("fn");
});

test("under load from three workers no gate errs: every event is let through, held back or dropped as its function says", async () => {
  const running = new Map<string, number>();
  let overlaps = 0;
  const define = (inngest: Inngest) => [
    inngest.createFunction(
      {
        id: "single",
        triggers: [{ event: "lab/load" }],
        singleton: { mode: "skip", key: "event.data.k" },
        throttle: { limit: 1_000, period: "1s", burst: 1_000 },
      },
      async ({ event, step }) => {
        const k = event.data.k as string;
        running.set(k, (running.get(k) ?? 0) + 1);
        if ((running.get(k) ?? 0) > 1) overlaps++;
        await step.run("work", () => new Promise((done) => setTimeout(done, 2)));
        running.set(k, (running.get(k) ?? 0) - 1);
      },
    ),
    inngest.createFunction(
      { id: "replaced", triggers: [{ event: "lab/load" }], singleton: { mode: "cancel", key: "event.data.k" } },
      async ({ step }) => void (await step.sleep("nap", "1h")),
    ),
    inngest.createFunction(
      { id: "joined", triggers: [{ event: "lab/load" }], batchEvents: { maxSize: 5, timeout: "60s", key: "event.data.k" } },
      ({ events }) => events.length,
    ),
    inngest.createFunction(
      { id: "dropped", triggers: [{ event: "lab/load" }], rateLimit: { limit: 3, period: "1h", key: "event.data.k" } },
      () => 1,
    ),
    inngest.createFunction(
      { id: "last", triggers: [{ event: "lab/load" }], debounce: { period: "1m", key: "event.data.k" } },
      ({ event }) => event.data.n,
    ),
  ];
  const workers = [await openLab(define), await openLab(define), await openLab(define)];
  labs = workers.toReversed();
  const lab = workers[0] as Lab;
  const keys = 10;
  await Promise.all(Array.from({ length: 300 }, (_, n) => workers[n % 3]?.send("lab/load", { n, k: String(n % keys) })));
  await routed(lab);
  await lab.advance(2 * minute);
  expect((await lab.ended("joined", 60)).map(({ output }) => output)).toEqual(Array(60).fill(5));
  await lab.ended("last", keys);
  await lab.ended("dropped", keys * 3);
  expect((await lab.runs("last")).length).toBe(keys);
  expect((await lab.runs("dropped")).length).toBe(keys * 3);
  await until(async () => (await lab.runs("single")).every(({ status }) => status === "completed"), "the singletons to end");
  expect(overlaps).toBe(0);
  expect((await lab.runs("replaced")).filter(({ status }) => status === "running")).toHaveLength(keys);
  expect(workers.flatMap(({ errors }) => errors)).toEqual([]);
});
