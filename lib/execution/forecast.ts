import { batchesOf } from "#lib/planner/batches.ts";
import { isTimed, type ToolStatistics } from "#lib/planner/card.ts";
import type { Plan } from "#lib/planner/plan.ts";
import type { ForeseenHold, Head, Step } from "./state.ts";

export type Forecast = {
  /** How many calls would do what to the world. */
  counts: Record<string, number>;
  /** The first of them, in the order of the plan. */
  effects: { step: string; tool: string; effect: string; summary: string }[];
  /** Where it would wait for a person or for a time. `step` null: the plan as a whole. */
  holds: (ForeseenHold & { step: string | null })[];
  /** Of the longest way through what ran: half of the earlier runs were faster than the first, one in twenty slower than the second. Without people's time. */
  durationMs: { low: number; high: number } | null;
  costMicros: number | null;
  tokens: number | null;
  basis: string;
  /** Where the answers came from. */
  answers: Record<string, number>;
};

const shownAtMost = 200;

/** What the real execution would do, take and cost, from what the dry run went through and what earlier runs took. */
export function forecastOf({
  head,
  plan,
  steps,
  statistics,
}: {
  head: Head;
  plan: Plan;
  steps: Step[];
  statistics: ToolStatistics;
}): Forecast {
  const effects = steps.flatMap(({ id, foreseen }) => (foreseen?.effect ? [{ step: id, ...foreseen.effect }] : []));
  const holds = [
    ...(head.foreseen ?? []).map((hold) => ({ step: null, ...hold })),
    ...steps.flatMap(({ id, foreseen }) => (foreseen?.holds ?? []).map((hold) => ({ step: id, ...hold }))),
  ];
  return {
    counts: countBy(effects.map(({ effect }) => effect)),
    effects: effects.slice(0, shownAtMost),
    holds: holds.slice(0, shownAtMost),
    ...takes({ head, plan, steps, statistics }),
    answers: countBy(steps.flatMap(({ answer }) => (answer ? [answer] : []))),
  };
}

function countBy(words: string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const word of words) counts[word] = (counts[word] ?? 0) + 1;
  return counts;
}

type Takes = Pick<Forecast, "durationMs" | "costMicros" | "tokens" | "basis">;

function takes({ head, plan, steps, statistics }: { head: Head; plan: Plan; steps: Step[]; statistics: ToolStatistics }): Takes {
  const byId = new Map(steps.map((step) => [step.id, step]));
  const specs = new Map(plan.steps.map((spec) => [spec.id, spec]));
  const calls = plan.steps.flatMap(({ id, tool }) => {
    const step = byId.get(id);
    if (step?.status !== "completed" || step.reused !== undefined) return [];
    return [{ id, tool, times: step.iterations?.total ?? 1, waitMs: waitOf(step) }];
  });
  const called = new Map(calls.map((call) => [call.id, call]));
  const known = calls.filter(({ tool }) => isTimed(statistics, tool));
  if (known.length === 0) return { durationMs: null, costMicros: null, tokens: null, basis: "no earlier runs of these tools" };
  const ends = new Map<string, { low: number; high: number }>();
  for (const id of batchesOf(plan.steps).flat()) {
    const call = called.get(id);
    const each = call && statistics[call.tool];
    // What one cannot do at once, it does in turns.
    const turns = Math.ceil((call?.times ?? 0) / head.concurrency);
    const before = (specs.get(id)?.dependsOn ?? []).flatMap((needed) => ends.get(needed) ?? []);
    const begin = (of: "low" | "high") => before.reduce((most, end) => Math.max(most, end[of]), 0) + (call?.waitMs ?? 0);
    ends.set(id, { low: begin("low") + turns * (each?.p50Ms ?? 0), high: begin("high") + turns * (each?.p95Ms ?? 0) });
  }
  const last = (of: "low" | "high") => Math.round([...ends.values()].reduce((most, end) => Math.max(most, end[of]), 0));
  const sum = (of: "costMicros" | "tokens") => {
    const told = known.flatMap(({ tool, times }) => {
      const each = statistics[tool]?.[of];
      return each === undefined ? [] : [each * times];
    });
    return told.length === 0 ? null : told.reduce((total, one) => total + one, 0);
  };
  const runs = Math.min(...known.map(({ tool }) => statistics[tool]?.runs ?? 0));
  const basis =
    known.length < calls.length ? `${known.length} of ${calls.length} steps have run before` : `at least ${runs} earlier runs of each tool`;
  return { durationMs: { low: last("low"), high: last("high") }, costMicros: sum("costMicros"), tokens: sum("tokens"), basis };
}

/** A wait for a time takes that time; what a person takes is not known. */
function waitOf({ foreseen, readiedAt }: Step): number {
  const until = foreseen?.holds.find(({ reason }) => reason === "wait")?.until;
  return until === undefined || readiedAt === undefined ? 0 : Math.max(0, Date.parse(until) - Date.parse(readiedAt));
}
