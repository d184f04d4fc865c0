import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterEach, expect, test } from "vitest";
import { executorPool, roleUrl } from "#lib/db.ts";
import { createJournal } from "./journal.postgres.ts";
import { forget, gate, type Lab, openLab, readRuns, until } from "./lab.testing.ts";
import { sendEvents } from "./send-events.ts";
import type { WorkerOptions } from "./worker.testing.ts";

const children: ChildProcess[] = [];
let lab: Lab | undefined;
afterEach(async () => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
  await lab?.close();
  lab = undefined;
  await forget(executorPool());
});

const newSink = () => join(mkdtempSync(join(tmpdir(), "fermata-sink-")), "lines");
const linesOf = (sink: string) => (existsSync(sink) ? readFileSync(sink, "utf8").trim().split("\n").filter(Boolean) : []);
const stepsOf = (sink: string) => linesOf(sink).map((line) => line.split(" ").slice(0, 2).join(" "));

function startWorker(options: Partial<WorkerOptions> & { sink: string }): {
  child: ChildProcess;
  ready: Promise<void>;
  gone: Promise<void>;
} {
  const given: WorkerOptions = { url: roleUrl("executor"), leaseMs: 10_000, ...options };
  const child = spawn(process.execPath, [join(import.meta.dirname, "worker.testing.ts"), JSON.stringify(given)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  children.push(child);
  return {
    child,
    ready: new Promise((resolve) => child.stdout?.once("data", () => resolve())),
    gone: new Promise((resolve) => child.once("exit", () => resolve())),
  };
}

test.each(["before", "after"] as const)(
  "killed %s the effect of step 10, the run resumes by itself and repeats that step at most (conformance 59)",
  async (when) => {
    const sink = newSink();
    const first = startWorker({ sink, killIn: { step: "s10", when } });
    await first.ready;
    await sendEvents(executorPool(), [{ name: "lab/chain", data: { run: "r" } }]);
    await first.gone;
    const second = startWorker({ sink });
    await second.ready;
    const [run] = await until(async () => {
      const runs = await readRuns(executorPool(), "lab-chain");
      return runs[0]?.status === "completed" && runs;
    }, "the chain to complete");
    expect(run?.output).toBe(20);
    const steps = stepsOf(sink);
    expect(new Set(steps).size).toBe(20);
    expect(steps).toHaveLength(when === "before" ? 20 : 21);
  },
);

test("kill -9 again and again: every run ends, and a step in flight is repeated at most once per kill (conformance 59)", async () => {
  const sink = newSink();
  const runs = 12;
  await sendEvents(
    executorPool(),
    Array.from({ length: runs }, (_, i) => ({ name: i % 2 ? "lab/shapes" : "lab/chain", data: { run: `r${i}` } })),
  );
  const kills = 5;
  for (let kill = 0; kill < kills; kill++) {
    const { child, ready, gone } = startWorker({ sink, stepMs: 8 });
    await ready;
    const before = linesOf(sink).length;
    await until(() => linesOf(sink).length >= before + 9 + kill * 5 || kill > 2, "some steps");
    child.kill("SIGKILL");
    await gone;
  }
  startWorker({ sink, stepMs: 1 });
  const ended = await until(async () => {
    const all = [...(await readRuns(executorPool(), "lab-chain")), ...(await readRuns(executorPool(), "lab-shapes"))];
    return all.length === runs && all.every(({ status }) => status !== "running") && all;
  }, "every run to end");
  expect(ended.every(({ status }) => status === "completed")).toBe(true);
  const times = new Map<string, number>();
  for (const step of stepsOf(sink)) times.set(step, (times.get(step) ?? 0) + 1);
  expect(times.size).toBe(6 * 20 + 6 * 5);
  expect(Math.max(...times.values())).toBeLessThanOrEqual(1 + kills);
  const { rows } = await executorPool().query("select count(*)::int as n from executor.item where kind <> 'cron'");
  expect(rows[0].n).toBe(0);
});

test("a worker that dies beside a living one is relieved within seconds, without a restart (conformance 59)", async () => {
  const sink = newSink();
  const first = startWorker({ sink, stepMs: 250 });
  await first.ready;
  await sendEvents(executorPool(), [{ name: "lab/chain", data: { run: "r" } }]);
  await until(() => linesOf(sink).length >= 1, "the first step");
  const second = startWorker({ sink });
  await second.ready;
  first.child.kill("SIGKILL");
  const since = performance.now();
  await until(async () => (await readRuns(executorPool(), "lab-chain"))[0]?.status === "completed", "the chain to complete");
  expect(performance.now() - since).toBeLessThan(5_000);
  expect(stepsOf(sink).length).toBeLessThanOrEqual(21);
});

test("a frozen worker loses its runs and, thawed, writes nothing (conformance 60)", async () => {
  const sink = newSink();
  const { child, ready } = startWorker({ sink, leaseMs: 800, stepMs: 30 });
  await ready;
  await sendEvents(executorPool(), [{ name: "lab/chain", data: { run: "r" } }]);
  await until(() => linesOf(sink).length >= 3, "three steps");
  child.kill("SIGSTOP");
  const other = startWorker({ sink, leaseMs: 800 });
  await other.ready;
  await until(async () => (await readRuns(executorPool(), "lab-chain"))[0]?.status === "completed", "the other worker to finish");
  const memos = await executorPool().query("select hash, seq, body from executor.memo order by seq");
  const workers = async () => (await executorPool().query("select from executor.worker")).rowCount;
  expect(await workers()).toBe(1);
  child.kill("SIGCONT");
  await until(async () => (await workers()) === 2, "the thawed worker to beat");
  expect((await executorPool().query("select hash, seq, body from executor.memo order by seq")).rows).toEqual(memos.rows);
  const late = linesOf(sink).filter((line) => line.endsWith(` ${child.pid}`));
  // The step in flight ends; the one after it must not begin.
  expect(linesOf(sink).length).toBeLessThanOrEqual(21);
  expect(late.length).toBeLessThan(20);
});

test("a dispatch that was taken over gets 409, and its final-looking answer is ignored (conformance 60)", async () => {
  const inside = gate();
  const stale = gate();
  const fresh = gate();
  let calls = 0;
  lab = await openLab((inngest) => {
    const fn = inngest.createFunction({ id: "taken", retries: 0, triggers: [{ event: "lab/taken" }] }, async ({ step }) => {
      const who = await step.run("who", async () => {
        if (++calls > 1) return "fresh";
        inside.open();
        await stale.passed;
        return "stale";
      });
      await step.run("hold", () => fresh.passed);
      return who;
    });
    return [fn];
  });
  const { pool, replies } = lab;
  await lab.send("lab/taken");
  await inside.passed;
  await pool.query("update executor.item set owner = null, fence = nextval('executor.fence')");
  await pool.query("select pg_notify('fermata_executor', '')");
  await until(async () => (await pool.query("select from executor.memo")).rowCount === 1, "the new dispatch to store its result");
  stale.open();
  await until(() => replies.includes(400), "the SDK's answer for the lost dispatch");
  expect((await lab.runs("taken"))[0]?.status).toBe("running");
  fresh.open();
  expect((await lab.ended("taken"))[0]).toMatchObject({ status: "completed", output: "fresh" });
  expect(calls).toBe(2);
});

test("the first stored result of a step wins, and a second is dropped without error (conformance 61)", async () => {
  const pool = executorPool();
  const journal = createJournal({ pool, worker: 77, leaseMs: 1_000 });
  await pool.query("insert into executor.run (id, fn, event) values ('r', 'f', '{}')");
  await pool.query("insert into executor.item (run, hash, kind, at) values ('r', 'step', 'discover', executor.now())");
  const [dispatch] = (await journal.claim(10)).dispatches;
  if (!dispatch) throw new Error("nothing was claimed");
  expect(await journal.checkpoint(dispatch, [{ hash: "a", body: '{"data":1}' }])).toBe(true);
  expect(await journal.checkpoint(dispatch, [{ hash: "a", body: '{"data":2}' }])).toBe(true);
  expect(await journal.memos("r")).toEqual([{ hash: "a", body: '{"data":1}' }]);
  const old = { ...dispatch, fence: "1" };
  expect(await journal.checkpoint(old, [{ hash: "b", body: "null" }])).toBe(false);
  expect(await journal.finishStep(old, "null")).toBe(false);
  expect(await journal.planOps(old, { memos: [{ hash: "b", body: "null" }], ops: [] })).toBe(false);
  expect(await journal.retry(old, { delay: 0, attempt: 1 })).toBe(false);
  expect(await journal.endRun({ run: "r", hold: old, status: "failed", output: "null", events: [] })).toBe(false);
  expect(await journal.memos("r")).toHaveLength(1);
});

test("a step longer than the lease is run once while its worker lives (conformance 62)", async () => {
  let bodies = 0;
  const define: Parameters<typeof openLab>[0] = (inngest) => [
    inngest.createFunction({ id: "slow", triggers: [{ event: "lab/slow" }] }, async ({ step }) =>
      step.run("slow", async () => {
        bodies++;
        await new Promise((done) => setTimeout(done, 2_000));
      }),
    ),
  ];
  lab = await openLab(define, { leaseMs: 800 });
  const other = await openLab(define, { leaseMs: 800 });
  await lab.send("lab/slow");
  await lab.ended("slow");
  expect(bodies).toBe(1);
  await other.executor.stop();
});

test("two workers: each item once, and an event from a third process wakes one within milliseconds (conformance 63)", async () => {
  const bodies = new Map<string, number>();
  const define: Parameters<typeof openLab>[0] = (inngest) => [
    inngest.createFunction({ id: "shared", triggers: [{ event: "lab/shared" }] }, async ({ step, runId }) => {
      for (const id of ["a", "b"]) await step.run(id, () => void bodies.set(`${runId} ${id}`, (bodies.get(`${runId} ${id}`) ?? 0) + 1));
      await Promise.all(
        ["c", "d"].map((id) => step.run(id, () => void bodies.set(`${runId} ${id}`, (bodies.get(`${runId} ${id}`) ?? 0) + 1))),
      );
    }),
  ];
  lab = await openLab(define, { concurrency: 8 });
  const other = await openLab(define, { concurrency: 8 });
  const since = performance.now();
  await sendEvents(executorPool(), [{ name: "lab/shared", data: {} }]);
  await lab.ended("shared");
  expect(performance.now() - since).toBeLessThan(1_000);
  await sendEvents(
    executorPool(),
    Array.from({ length: 200 }, () => ({ name: "lab/shared", data: {} })),
  );
  await lab.ended("shared", 201);
  expect(bodies.size).toBe(201 * 4);
  expect([...bodies.values()].filter((n) => n !== 1)).toEqual([]);
  await other.executor.stop();
});

test("timers that expire while no worker lives fire at the next start", async () => {
  const define: Parameters<typeof openLab>[0] = (inngest) => [
    inngest.createFunction({ id: "sleeper", triggers: [{ event: "lab/sleeper" }] }, async ({ step }) => {
      await step.sleep("nap", "1h");
      return step.waitForEvent("never", { event: "lab/never", timeout: "1h" });
    }),
  ];
  const first = await openLab(define);
  await first.inngest.send(Array.from({ length: 50 }, () => ({ name: "lab/sleeper", data: {} })));
  await first.waiting("sleep", 50);
  await first.executor.stop();
  await first.advance(3_600_000);
  lab = await openLab(define);
  await lab.waiting("event", 50);
  await lab.executor.stop();
  await lab.advance(3_600_000);
  lab = await openLab(define);
  expect(await lab.ended("sleeper", 50)).toHaveLength(50);
});

test("a database that drops every connection costs no run and no step", async () => {
  const bodies: number[] = [];
  const pool = new pg.Pool({ connectionString: roleUrl("executor"), application_name: "cut" });
  pool.on("error", () => {});
  const cut = () =>
    executorPool().query(
      "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'cut' and datname = current_database()",
    );
  const define: Parameters<typeof openLab>[0] = (inngest) => [
    inngest.createFunction({ id: "cut", triggers: [{ event: "lab/cut" }] }, async ({ step }) => {
      for (let i = 0; i < 10; i++) {
        await step.run(`s${i}`, async () => {
          bodies.push(i);
          if (i === 3 || i === 6) await cut();
        });
      }
      await step.sleep("nap", "1s");
      return bodies.length;
    }),
  ];
  lab = await openLab(define, { pool, observe: executorPool() });
  await lab.send("lab/cut");
  await lab.waiting("sleep");
  await cut();
  await lab.advance(1_000);
  expect((await lab.ended("cut"))[0]?.output).toBe(10);
  expect(bodies).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
});

test("a claim whose answer is lost on its way to a worker that lives is given back by its beats, and nothing in hand is", async () => {
  const pool = new pg.Pool({ connectionString: roleUrl("executor") });
  const connect = pool.connect.bind(pool);
  const deaf = new WeakSet<pg.PoolClient>();
  let lost = 0;
  const hear = async () => {
    const client = await connect();
    if (deaf.has(client)) return client;
    deaf.add(client);
    const query = client.query.bind(client) as (asked: pg.QueryConfig) => Promise<pg.QueryResult<{ run: string | null }>>;
    const losing = async (asked: pg.QueryConfig) => {
      const answer = await query(asked);
      const isClaim = ["executor claim", "executor take-events"].includes(asked.name ?? "");
      if (!isClaim || !answer.rows.some(({ run }) => run !== null) || lost >= 3) return answer;
      lost++;
      throw Object.assign(new Error("read ECONNRESET"), { code: "ECONNRESET" });
    };
    return Object.assign(client, { query: losing });
  };
  Object.assign(pool, { connect: hear });
  const bodies: string[] = [];
  const long = gate();
  const define: Parameters<typeof openLab>[0] = (inngest) => [
    inngest.createFunction({ id: "heard", triggers: [{ event: "lab/heard" }] }, async ({ event, step }) => {
      const { name } = event.data as { name: string };
      await step.run("s", async () => {
        bodies.push(name);
        if (name === "long") await long.passed;
      });
    }),
  ];
  lab = await openLab(define, { pool, observe: executorPool(), leaseMs: 400 });
  for (const name of ["one", "two", "three"]) await lab.send("lab/heard", { name });
  await lab.ended("heard", 3);
  expect(lost).toBe(3);
  // What this worker has in hand for many beats stays in its hand.
  await lab.send("lab/heard", { name: "long" });
  await until(() => bodies.includes("long"), "the long step to begin");
  const fence = async () => (await executorPool().query("select fence from executor.item where owner is not null")).rows;
  const held = await fence();
  const { rows } = await executorPool().query<{ at: Date }>("select lease_until as at from executor.worker");
  const beats = async () => (await executorPool().query<{ at: Date }>("select lease_until as at from executor.worker")).rows[0]?.at ?? 0;
  await until(async () => +(await beats()) - +(rows[0]?.at ?? 0) > 500, "five beats");
  expect(held).toHaveLength(1);
  expect(await fence()).toEqual(held);
  long.open();
  await lab.ended("heard", 4);
  expect(bodies.sort()).toEqual(["long", "one", "three", "two"]);
});

test("stopping lets each run finish the step it is in, and the next worker goes on from there", async () => {
  const bodies: string[] = [];
  const inside = gate();
  const go = gate();
  const define: Parameters<typeof openLab>[0] = (inngest) => [
    inngest.createFunction({ id: "handover", triggers: [{ event: "lab/handover" }] }, async ({ step }) => {
      await step.run("one", async () => {
        bodies.push("one");
        inside.open();
        await go.passed;
      });
      await step.run("two", () => void bodies.push("two"));
    }),
  ];
  const first = await openLab(define);
  await first.send("lab/handover");
  await inside.passed;
  const stopped = first.executor.stop();
  go.open();
  await stopped;
  expect(bodies).toEqual(["one"]);
  lab = await openLab(define);
  expect((await lab.ended("handover"))[0]?.status).toBe("completed");
  expect(bodies).toEqual(["one", "two"]);
});
