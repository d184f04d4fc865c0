import { afterEach, expect, test } from "vitest";
import { gate, type Lab, openLab, until } from "./lab.testing.ts";

let lab: Lab;
afterEach(() => lab.close());

const hour = 3_600_000;

test("cancelOn with `if` ends the matching run and no other (conformance 44)", async () => {
  const heard: unknown[] = [];
  lab = await openLab((inngest) => [
    inngest.createFunction(
      { id: "long", triggers: [{ event: "lab/long" }], cancelOn: [{ event: "lab/stop", if: "async.data.id == event.data.id" }] },
      async ({ step }) => void (await step.sleep("nap", "1h")),
    ),
    inngest.createFunction(
      { id: "heard", triggers: [{ event: "inngest/function.cancelled" }] },
      ({ event }) => void heard.push(event.data.run_id),
    ),
  ]);
  await lab.inngest.send([1, 2, 3].map((id) => ({ name: "lab/long", data: { id } })));
  await lab.waiting("sleep", 3);
  await lab.send("lab/stop", { id: 2 });
  const [cancelled] = await lab.ended("long");
  expect(cancelled).toMatchObject({ status: "cancelled", event: { data: { id: 2 } } });
  await lab.advance(hour);
  const runs = await lab.ended("long", 3);
  expect(runs.map(({ status }) => status)).toEqual(["completed", "cancelled", "completed"]);
  await lab.ended("heard");
  expect(heard).toEqual([cancelled?.id]);
});

test("a cancelled run's step in flight ends without a trace: the cancel is final (conformance 44, trap 17)", async () => {
  const inside = gate();
  const go = gate();
  const after: string[] = [];
  lab = await openLab((inngest) => [
    inngest.createFunction({ id: "busy", triggers: [{ event: "lab/busy" }], cancelOn: [{ event: "lab/stop" }] }, async ({ step }) => {
      await step.run("working", async () => {
        inside.open();
        await go.passed;
      });
      await step.run("after", () => void after.push("after"));
    }),
  ]);
  await lab.send("lab/busy");
  await inside.passed;
  await lab.send("lab/stop");
  await lab.ended("busy");
  go.open();
  await lab.executor.stop();
  expect((await lab.runs("busy"))[0]?.status).toBe("cancelled");
  expect(after).toEqual([]);
  expect((await lab.pool.query("select from executor.memo")).rowCount).toBe(0);
});

test("a run can be cancelled by its id (conformance 45)", async () => {
  lab = await openLab((inngest) => [
    inngest.createFunction({ id: "long", triggers: [{ event: "lab/long" }] }, async ({ step }) => void (await step.sleep("nap", "1h"))),
    inngest.createFunction({ id: "heard", triggers: [{ event: "inngest/function.cancelled" }] }, ({ event }) => event.data),
  ]);
  await lab.send("lab/long", { n: 1 });
  const [item] = await lab.waiting("sleep");
  const cancel = () => lab.executor.fetch(`http://executor.invalid/v1/runs/${item?.run}`, { method: "DELETE" });
  expect((await cancel()).status).toBe(200);
  expect((await cancel()).status).toBe(404);
  expect((await lab.ended("long"))[0]?.status).toBe("cancelled");
  expect((await lab.ended("heard"))[0]?.output).toMatchObject({ function_id: "lab-long", run_id: item?.run, event: { data: { n: 1 } } });
});

test("timeouts.start cancels a run that waits too long for a slot, timeouts.finish one that takes too long (conformance 46)", async () => {
  const busy = gate();
  lab = await openLab((inngest) => [
    inngest.createFunction(
      { id: "queued", concurrency: 1, timeouts: { start: "1m" }, triggers: [{ event: "lab/queued" }] },
      async ({ step }) => {
        await step.run("busy", () => busy.passed);
      },
    ),
    inngest.createFunction(
      { id: "slow", timeouts: { finish: "1h" }, triggers: [{ event: "lab/slow" }] },
      async ({ step }) => void (await step.sleep("nap", "2h")),
    ),
  ]);
  await lab.send("lab/queued");
  await until(
    async () => (await lab.pool.query("select from executor.item where owner is not null")).rowCount === 1,
    "the first in its slot",
  );
  await lab.send("lab/queued");
  await until(async () => {
    const deadlines = await lab.pool.query("select from executor.item where kind = 'deadline'");
    return deadlines.rowCount === 1 && (await lab.runs("queued")).length === 2;
  }, "only the second to be late");
  await lab.advance(60_000);
  const [late] = await lab.ended("queued");
  expect(late?.status).toBe("cancelled");
  busy.open();
  expect((await lab.ended("queued", 2)).map(({ status }) => status)).toEqual(["completed", "cancelled"]);

  await lab.send("lab/slow");
  await lab.waiting("sleep");
  await lab.advance(hour);
  expect((await lab.ended("slow"))[0]?.status).toBe("cancelled");
});

test("a limit with a key: never two of a key at once, keys apart from each other, sleepers hold no slot (conformance 47)", async () => {
  const now = new Map<string, number>();
  const most = new Map<string, number>();
  const both = gate();
  lab = await openLab((inngest) => [
    inngest.createFunction(
      { id: "keyed", concurrency: { limit: 1, key: "event.data.k" }, triggers: [{ event: "lab/keyed" }] },
      async ({ event, step }) => {
        const k = event.data.k as string;
        await step.run("work", async () => {
          now.set(k, (now.get(k) ?? 0) + 1);
          most.set(k, Math.max(most.get(k) ?? 0, now.get(k) ?? 0));
          if (now.size === 2) both.open();
          await both.passed;
          await new Promise((done) => setTimeout(done, 3));
          now.set(k, (now.get(k) ?? 0) - 1);
        });
        await step.sleep("nap", "1h");
      },
    ),
  ]);
  await lab.inngest.send(Array.from({ length: 12 }, (_, i) => ({ name: "lab/keyed", data: { k: i % 2 ? "a" : "b" } })));
  await lab.waiting("sleep", 12);
  expect(Object.fromEntries(most)).toEqual({ a: 1, b: 1 });
  await lab.advance(hour);
  await lab.ended("keyed", 12);
});

test("priority decides who of the backlog goes first (conformance 54)", async () => {
  const order: number[] = [];
  const first = gate();
  lab = await openLab((inngest) => [
    inngest.createFunction(
      { id: "ranked", concurrency: 1, priority: { run: "event.data.urgent ? 120 : 0" }, triggers: [{ event: "lab/ranked" }] },
      async ({ event, step }) => {
        await step.run("work", async () => {
          order.push(event.data.n as number);
          await first.passed;
        });
      },
    ),
  ]);
  await lab.send("lab/ranked", { n: 0, urgent: false });
  await until(() => order.length === 1, "the first to run");
  for (let n = 1; n < 5; n++) await lab.send("lab/ranked", { n, urgent: n >= 3 });
  await until(async () => (await lab.runs("ranked")).length === 5, "the backlog");
  first.open();
  await lab.ended("ranked", 5);
  expect(order).toEqual([0, 3, 4, 1, 2]);
});

test("a schedule starts one run a tick, in its time zone, with several workers (conformance 55)", async () => {
  const define = (inngest: Parameters<Parameters<typeof openLab>[0]>[0]) => [
    inngest.createFunction({ id: "daily", triggers: [{ cron: "TZ=Europe/Paris 30 9 * * *" }] }, ({ event }) => event),
  ];
  lab = await openLab(define);
  const others = [await openLab(define), await openLab(define)];
  const [item] = await lab.waiting("cron");
  const fireAt = new Date(Date.now() + (item?.inMs ?? 0));
  expect(
    new Intl.DateTimeFormat("en-GB", { timeZone: "Europe/Paris", hour: "2-digit", minute: "2-digit" }).format(
      Math.round(fireAt.getTime() / 1_000) * 1_000,
    ),
  ).toBe("09:30");
  for (let day = 1; day <= 5; day++) {
    const [next] = await lab.waiting("cron");
    await lab.advance((next?.inMs ?? 0) + 1_000);
    await lab.ended("daily", day);
  }
  await lab.waiting("cron");
  const runs = await lab.ended("daily", 5);
  expect(runs).toHaveLength(5);
  expect(runs[0]?.event).toMatchObject({ name: "inngest/scheduled.timer", data: { cron: "TZ=Europe/Paris 30 9 * * *" } });
  expect(new Set(runs.map(({ event }) => event.ts)).size).toBe(5);
  for (const other of others) await other.executor.stop();
});

test("ticks that nobody was there to see are made up for by one", async () => {
  const define = (inngest: Parameters<Parameters<typeof openLab>[0]>[0]) => [
    inngest.createFunction({ id: "hourly", triggers: [{ cron: "0 * * * *" }] }, ({ event }) => event.ts),
  ];
  const first = await openLab(define);
  await first.waiting("cron");
  await first.executor.stop();
  await first.advance(5 * hour);
  lab = await openLab(define);
  await lab.ended("hourly");
  const [next] = await lab.waiting("cron");
  expect(next?.inMs).toBeLessThanOrEqual(hour);
  expect(await lab.runs("hourly")).toHaveLength(1);
});
