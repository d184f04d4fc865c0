import { isDeepStrictEqual } from "node:util";
import type { ExecutionEvent } from "#lib/execution/events.ts";
import { fold } from "#lib/execution/reduce.ts";
import type { Runtime } from "#lib/runtime.ts";
import type { Workspace } from "#lib/tenancy/workspace.ts";
import type { Delivery } from "./sink.ts";

/** What one execution shows in the end. Each list holds sentences; all empty is right. */
export type Verdict = { lost: string[]; doubled: string[]; unstable: string[]; other: string[] };

type About = { runtime: Runtime; scope: Workspace; id: string; tag: string; deliveries: Delivery[]; mayRepeat?: boolean };

/** Judges a completed execution by the far side, by the rows of our own database and by its log. */
export async function judge({ runtime, scope, id, tag, deliveries, mayRepeat = false }: About): Promise<Verdict> {
  const verdict: Verdict = { lost: [], doubled: [], unstable: [], other: [] };
  const log = await runtime.store.readAfter(scope, id, 0, 100_000);
  const mine = deliveries.filter(({ name }) => name === tag);
  const keys = new Set(mine.map(({ key }) => key));
  if (mine.length === 0) verdict.lost.push("the call never arrived");
  if (mine.length > 1 && !mayRepeat) verdict.doubled.push(`the call arrived ${mine.length} times`);
  if (keys.size > 1 || keys.has(""))
    verdict.unstable.push(`the far side saw the keys ${[...keys].map((key) => key || "(none)").join(", ")}`);
  const intended = new Set(log.flatMap((event) => (event.type === "effect.intended" && event.step === "post" ? event.key : [])));
  if (intended.size !== 1 || (keys.size === 1 && !intended.has([...keys][0] ?? "")))
    verdict.unstable.push(`the log intended the keys ${[...intended].join(", ")}`);
  for (const [what, table] of [
    ["message", "messages"],
    ["meeting", "calendar_events"],
  ] as const) {
    const rows = await runtime.readAt(scope, (sql) => sql.query(`select id from ${table} where execution_id = $1`, [id]));
    if (rows.length === 0) verdict.lost.push(`there is no ${what}`);
    if (rows.length > 1) verdict.doubled.push(`there are ${rows.length} ${what}s`);
  }
  verdict.doubled.push(...repeatsIn(log));
  verdict.other.push(...(await unlike({ runtime, scope, id, log })));
  return verdict;
}

/** Facts that may stand in a log once. */
function repeatsIn(log: ExecutionEvent[]): string[] {
  const once = log.flatMap((event) => {
    if (event.type === "step.completed" || event.type === "step.readied") return `${event.type} of ${event.step}`;
    if (event.type === "effect.done") return `effect.done of ${event.effectId}`;
    return event.type.startsWith("execution.") ? event.type : [];
  });
  const seen = new Set<string>();
  return once.filter((fact) => seen.size === seen.add(fact).size).map((fact) => `the log says ${fact} more than once`);
}

/** The log folded whole, against the rows beside it. */
async function unlike({ runtime, scope, id, log }: Pick<About, "runtime" | "scope" | "id"> & { log: ExecutionEvent[] }): Promise<string[]> {
  const gaps = log.flatMap(({ seq }, index) => (seq === index + 1 ? [] : [`seq ${seq} stands at place ${index + 1}`]));
  const folded = fold(null, log);
  const { head, steps, effects } = await runtime.readAt(scope, async (sql) => {
    const [execution] = await sql.query<{ state: object }>("select state from executions where id = $1", [id]);
    return {
      head: execution,
      steps: await sql.query<{ id: string; state: { status: string } }>("select id, state from execution_steps where execution_id = $1", [
        id,
      ]),
      effects: await sql.query<{ id: string; state: object }>("select id, state from effects where execution_id = $1", [id]),
    };
  });
  const spoken = Object.fromEntries(steps.filter(({ state }) => state.status !== "pending").map((row) => [row.id, row.state]));
  return [
    ...gaps,
    ...(isDeepStrictEqual({ ...folded?.head, id }, head?.state) ? [] : ["the head is not the fold of the log"]),
    ...(isDeepStrictEqual(folded?.steps, spoken) ? [] : ["the steps are not the fold of the log"]),
    ...(isDeepStrictEqual(folded?.effects, Object.fromEntries(effects.map((row) => [row.id, row.state])))
      ? []
      : ["the effects are not the fold of the log"]),
  ];
}

export const isRight = (verdict: Verdict): boolean => Object.values(verdict).every((faults) => faults.length === 0);
