import type pg from "pg";
import { afterAll, afterEach, expect, onTestFinished, test } from "vitest";
import { appPool, closePools, withWorkspace } from "#lib/db.ts";
import { isAway, whileAway } from "./away.postgres.ts";
import { fold } from "./reduce.ts";
import { scope, testWorld } from "./world.fixture.ts";

afterAll(closePools);

const query = losing();
afterEach(() => query.restore());

/** The pool of the test, whose answers can be lost: the statement is done, and its caller hears that the connection broke. */
function losing() {
  const pool = appPool();
  const real = pool.query;
  const ask = real.bind(pool) as (asked: pg.QueryConfig) => Promise<unknown>;
  return {
    loseAnswers(name: string, from: number, count = 1) {
      let seen = 0;
      pool.query = (async (asked: pg.QueryConfig) => {
        const answer = await ask(asked);
        if (asked.name === name && ++seen >= from && seen < from + count) throw new Error("Connection terminated unexpectedly");
        return answer;
      }) as never;
    },
    restore() {
      pool.query = real;
    },
  };
}

const chain = ["a", "b", "c"].map((id, index, all) => ({
  id,
  tool: "test.pass",
  params: { id },
  dependsOn: index > 0 ? [all[index - 1] ?? ""] : [],
}));

test.each([1, 2, 3, 4, 5])("an append whose answer is lost (the %i. one) is neither made twice nor waited for", async (nth) => {
  const world = testWorld();
  query.loseAnswers("appends", nth);
  const id = await world.start({ steps: [...chain, { id: "other", tool: "test.pass" }] });
  await world.settle();
  // What the lost append wrote into its outbox, the sweep brings.
  const { rows } = await world.pool.query<{ name: "step/ready"; data: object }>("select name, data from outbox_due(100)");
  world.mail.push(...rows.map((nudge) => ({ workspaceId: scope.id, nudge: nudge as never })));
  await world.settle();
  const log = await world.store.readAfter(scope, id, 0, 1_000);
  expect(fold(null, log)?.head).toMatchObject({ status: "completed", running: 0, counts: { completed: 4 } });
  expect(log.filter(({ type }) => type === "step.completed")).toHaveLength(4);
});

test("a write to our own database whose commit's answer is lost stands there once", async () => {
  const world = testWorld();
  const id = await world.start({ steps: [{ id: "n", tool: "test.note", params: { id: "doc_once", text: "hello" } }] });
  const lost = loseFirstCommit(world.pool);
  await world.settle();
  expect(lost()).toBe(true);
  expect(await world.sqlFor(scope).query("select title from documents where id = 'doc_once'")).toEqual([{ title: "hello" }]);
  const log = await world.store.readAfter(scope, id, 0, 1_000);
  expect(log.filter(({ type }) => type === "effect.done" || type === "step.completed")).toHaveLength(2);
});

/** The first transaction of this pool commits, and its owner hears that the connection broke. */
function loseFirstCommit(pool: pg.Pool): () => boolean {
  let lost = false;
  const listen = (client: pg.PoolClient) => {
    const real = client.query.bind(client) as (...asked: unknown[]) => unknown;
    client.query = ((...asked: unknown[]) => {
      const answer = real(...asked);
      if (asked[0] !== "commit" || lost) return answer;
      lost = true;
      return (answer as Promise<unknown>).then(() => Promise.reject(new Error("Connection terminated unexpectedly")));
    }) as typeof client.query;
  };
  pool.on("acquire", listen);
  onTestFinished(() => void pool.off("acquire", listen));
  return () => lost;
}

test("a connection that breaks in the hands of a transaction fails that transaction and not the process", async () => {
  const broken = withWorkspace(scope.id, async (client) => {
    const { rows } = await client.query("select pg_backend_pid() as pid");
    const ended = new Promise((resolve) => client.once("end", resolve));
    await appPool().query("select pg_terminate_backend($1)", [rows[0].pid]);
    await ended;
    await client.query("select 1");
  });
  await expect(broken).rejects.toSatisfy(isAway);
});

test("what is not the database's absence is not tried again", async () => {
  let tries = 0;
  const work = async () => {
    tries += 1;
    throw new Error("duplicate key");
  };
  await expect(whileAway(work)).rejects.toThrow("duplicate key");
  expect(tries).toBe(1);
});
