import pg from "pg";
import { openSdk } from "./peers/sdk.ts";
import type { Product } from "./product.ts";

/** Milliseconds for one of each: what this machine needs for the same, in this session, when nothing is added. */
export type Floors = { insert: number; batched: number; sdkStep: number; sdkRun: number; http: number };

const inserts = 500;
const batch = 100;
const requests = 300;

export async function floors(product: Product): Promise<Floors> {
  const client = new pg.Client({ connectionString: product.ownerUrl });
  await client.connect();
  try {
    await client.query("drop table if exists bench_floor");
    await client.query("create table bench_floor (execution text, seq int, event json, primary key (execution, seq))");
    const insert = await insertOneByOne(client);
    const batched = await insertTogether(client);
    return { insert, batched, ...(await sdkAlone()), http: await emptyPosts(product) };
  } finally {
    await client.query("drop table if exists bench_floor");
    await client.end();
  }
}

const event = JSON.stringify({ type: "step.completed", step: "s1", message: "x".repeat(150) });

const insertOneByOne = (client: pg.Client) =>
  eachOf(inserts, async (index) => {
    await client.query({ name: "floor", text: "insert into bench_floor values ('one', $1, $2)", values: [index, event] });
  });

async function insertTogether(client: pg.Client): Promise<number> {
  const text = "insert into bench_floor select 'many', x.seq, x.event from unnest($1::int[], $2::json[]) as x(seq, event)";
  const events = Array.from({ length: batch }, () => event);
  const ms = await eachOf(inserts / batch, async (index) => {
    await client.query({ name: "floors", text, values: [events.map((_, place) => index * batch + place), events] });
  });
  return ms / batch;
}

/** A route that the web server knows and that does nothing when it is posted to. */
const emptyPosts = (product: Product) => eachOf(requests, () => product.post("/api/health", "{}"));

/** The Inngest SDK alone, with a server that is a function here and says yes to everything: one of fifty steps, and a run of one step. */
async function sdkAlone(): Promise<{ sdkStep: number; sdkRun: number }> {
  const sdk = await openSdk({ body: async () => "" });
  const chain = (steps: number) => sdk.run({ kind: "chain", steps, stepMs: 0, resultBytes: 0 });
  await chain(50);
  await chain(1);
  return { sdkStep: (await eachOf(3, () => chain(50))) / 50, sdkRun: await eachOf(50, () => chain(1)) };
}

async function eachOf(count: number, work: (index: number) => Promise<unknown>): Promise<number> {
  const began = performance.now();
  for (let index = 0; index < count; index++) await work(index);
  return (performance.now() - began) / count;
}
