import pg from "pg";
import type { Seam } from "#lib/execution/seam.ts";
import { runtime } from "#lib/runtime.ts";

/**
 * The worker, made to die: it kills its own process when an execution passes a named moment for the n-th time, or just before or after
 * its log reaches a number. Each statement to the database has three moments too: "sql executor checkpoint.before", ".sent" and ".after".
 * It tells its parent what it passed, so that a harness knows what there is to die at.
 */
export type DieAt = { seam: string; passage: number } | { seq: number; when: "before" | "after" };

let dieAt = JSON.parse(process.argv[2] ?? "null") as DieAt | null;
let passages = new Map<string, number>();

process.on("message", (message: { dieAt?: DieAt }) => {
  if (!message.dieAt) return;
  dieAt = message.dieAt;
  passages = new Map();
  process.send?.("armed");
});

function pass(name: string): void {
  const passage = (passages.get(name) ?? 0) + 1;
  passages.set(name, passage);
  if (!dieAt) process.send?.({ passed: name });
  else if ("seam" in dieAt && dieAt.seam === name && dieAt.passage === passage) die();
}

const seam: Seam = (name, { seq }) => {
  pass(name);
  if (!dieAt || !("seq" in dieAt) || seq === undefined || seq < dieAt.seq) return;
  const [write, when] = name.split(".");
  if ((write === "append" || write === "commit") && when === dieAt.when) die();
};

function die(): void {
  process.kill(process.pid, "SIGKILL");
}

/** A statement that is sent and not answered yet is a moment of its own: the database does it, and nobody here learns of it. */
const { query } = pg.Client.prototype;
pg.Client.prototype.query = function (this: pg.Client, ...asked: unknown[]) {
  const name = nameOf(asked[0]);
  const last = asked.at(-1);
  if (typeof last === "function")
    asked[asked.length - 1] = (...answer: unknown[]) => {
      pass(`${name}.after`);
      last(...answer);
    };
  pass(`${name}.before`);
  const answer: unknown = Reflect.apply(query, this, asked);
  setImmediate(() => pass(`${name}.sent`));
  return answer instanceof Promise ? answer.finally(() => pass(`${name}.after`)) : answer;
} as typeof query;

function nameOf(asked: unknown): string {
  const { name, text = String(asked) } = asked as { name?: string; text?: string };
  return name !== undefined ? `sql ${name}` : `sql ${text.trim().split(/\s+/).slice(0, 2).join(" ")}`;
}

runtime(seam);
await import("./worker.ts");
