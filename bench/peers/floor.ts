import pg from "pg";
import type { Engine, Place } from "./engine.ts";
import { runDag, type Shape } from "./shapes.ts";

type Commit = (result: string) => Promise<void>;

/** The least that a durable step needs: its body, and a row with its result, committed before the next one begins. */
export async function openFloor({ databaseUrl, body }: Place, { grouped = false } = {}): Promise<Engine> {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: grouped ? 2 : 20 });
  await pool.query("create table if not exists floor_step (id bigint generated always as identity primary key, result text not null)");
  const commit: Commit = grouped
    ? groupCommit(pool)
    : async (result) => void (await pool.query({ name: "step", text: "insert into floor_step (result) values ($1)", values: [result] }));
  const step = async (ms: number, bytes?: number) => commit(await body(ms, bytes));
  return { run: (shape) => runFloor(shape, step), close: () => pool.end() };
}

async function runFloor(shape: Shape, step: (ms: number, bytes?: number) => Promise<void>): Promise<void> {
  if (shape.kind === "dag") return runDag(({ ms }) => step(ms));
  if (shape.kind === "fan") return void (await Promise.all(Array.from({ length: shape.width }, () => step(shape.stepMs))));
  for (let index = 0; index < shape.steps; index++) await step(shape.stepMs, shape.resultBytes);
}

/** Joins what waits while a flush is under way into the next statement. */
function groupCommit(pool: pg.Pool): Commit {
  let waiting: { result: string; done: () => void; failed: (error: unknown) => void }[] = [];
  let isFlushing = false;
  const flush = async () => {
    isFlushing = true;
    while (waiting.length > 0) {
      const taken = waiting;
      waiting = [];
      const values = [taken.map(({ result }) => result)];
      await pool.query({ name: "steps", text: "insert into floor_step (result) select unnest($1::text[])", values }).then(
        () => taken.forEach(({ done }) => done()),
        (error) => taken.forEach(({ failed }) => failed(error)),
      );
    }
    isFlushing = false;
  };
  return (result) =>
    new Promise((done, failed) => {
      waiting.push({ result, done, failed });
      if (!isFlushing) void flush();
    });
}
