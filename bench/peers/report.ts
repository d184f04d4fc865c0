import type { Counters } from "../counters.ts";
import { table } from "../report.ts";
import { median } from "../round.ts";
import type { Workload } from "./compare.ts";
import type { Told } from "./player.ts";

type Result = Omit<Extract<Told, { is: "played" }>, "is"> & { storeCpuS: number };
export type Played = {
  rounds: Partial<Record<Workload, Result[]>>;
  counters?: Record<"idle" | "W1" | "W4", Counters>;
  failed?: string;
};

const number = (value: number, digits: number) =>
  Number.isFinite(value) ? value.toLocaleString("en", { minimumFractionDigits: digits, maximumFractionDigits: digits }) : "–";

const mid = (results: Result[] | undefined, of: (result: Result) => number) => (results?.length ? median(results.map(of)) : Number.NaN);

/** Milliseconds between the starts of neighbouring steps around the k-th of a chain. */
const gapAt = (k: number) => (result: Result) => median(result.gaps.slice(Math.max(0, k - 15), k + 5));
const at = (part: number) => (result: Result) =>
  result.latencies[Math.min(result.latencies.length - 1, Math.floor(part * result.latencies.length))] ?? Number.NaN;

function figuresOf({ rounds: { W1, W2, W3, W4, W7 }, counters }: Played) {
  return {
    caller: mid(W1, ({ callerMs }) => callerMs / 50),
    inner: mid(W1, ({ innerMs }) => innerMs / 49),
    start: mid(W1, ({ startMs }) => startMs),
    tail: mid(W1, ({ tailMs }) => tailMs),
    fan: mid(W2, ({ callerMs }) => callerMs / 100),
    fanInner: mid(W2, ({ innerMs }) => innerMs / 100),
    graphMs: mid(W3, ({ callerMs }) => callerMs),
    stepsPerS: mid(W4, ({ callerMs }) => 2_500 / (callerMs / 1_000)),
    p50: mid(W4, at(0.5)),
    p95: mid(W4, at(0.95)),
    cpu: mid(W4, ({ cpuS, storeCpuS }) => (cpuS + storeCpuS) / 2.5),
    peak: mid(W4, ({ peakMiB }) => peakMiB),
    at10: mid(W7, gapAt(15)),
    at1000: mid(W7, gapAt(994)),
    long: mid(W7, ({ callerMs }) => callerMs / 1_000),
    counters,
  };
}
type Figures = ReturnType<typeof figuresOf>;

/** The figures as tables of Markdown, and each goal as met or not. */
export function reportOf(
  played: Map<string, Played>,
  { criticalPathMs, versions }: { criticalPathMs: number; versions: Record<string, string> },
): string {
  const all = [...played].map(([name, one]) => ({ name, figures: figuresOf(one), failed: one.failed }));
  const called = (name: string) => (versions[name] ? `${name} ${versions[name]}` : name);
  const rows = (of: (figures: Figures) => string[]) => all.map(({ name, figures }) => [called(name), ...of(figures)]);
  return [
    "W1: a chain of 50 steps that do nothing. W2: 50 × 100 ms side by side. W3: the graph. W7: a chain of 1,000 with 1 KiB each",
    table(
      [
        "engine",
        "W1 caller ms/step",
        "inner",
        "start ms",
        "result ms",
        "W2 ÷ ideal",
        "inner",
        "W3 ÷ critical path",
        "W7 ms @10",
        "@1000",
        "total s",
      ],
      rows((one) => [
        number(one.caller, 2),
        number(one.inner, 2),
        number(one.start, 1),
        number(one.tail, 1),
        number(one.fan, 2),
        number(one.fanInner, 2),
        number(one.graphMs / criticalPathMs, 3),
        number(one.at10, 2),
        number(one.at1000, 2),
        number(one.long, 2),
      ]),
    ),
    "W4: 500 runs of 5 steps at once. Counted by the server: a chained step, a step of W4. W8: idle",
    table(
      [
        "engine",
        "steps/s",
        "p50 ms",
        "p95 ms",
        "CPU s / 1,000 steps",
        "peak MiB",
        "chain: flushes",
        "transactions",
        "WAL bytes",
        "W4: flushes",
        "transactions",
        "idle: transactions/s",
      ],
      rows(({ counters, ...one }) => [
        number(one.stepsPerS, 0),
        number(one.p50, 0),
        number(one.p95, 0),
        number(one.cpu, 2),
        number(one.peak, 0),
        number(counters?.W1.flushes ?? Number.NaN, 2),
        number(counters?.W1.commits ?? Number.NaN, 2),
        number(counters?.W1.walBytes ?? Number.NaN, 0),
        number(counters?.W4.flushes ?? Number.NaN, 2),
        number(counters?.W4.commits ?? Number.NaN, 2),
        number(counters?.idle.commits ?? Number.NaN, 1),
      ]),
    ),
    ...all.flatMap(({ name, failed }) => (failed ? [`${name} did not finish: ${failed}`] : [])),
    "",
    ...goalsOf(Object.fromEntries(all.map(({ name, figures }) => [name, figures])), criticalPathMs),
  ].join("\n");
}

/**
 * Engines on PostgreSQL that commit a step before the next begins. Queues of jobs are no workflow engines, and LangGraph's JavaScript
 * waits for its writes when the graph is through, also with `durability: "sync"`.
 */
const onPostgres = ["DBOS", "Mastra"];

function goalsOf(of: Record<string, Figures>, criticalPathMs: number): string[] {
  const ours = of["Fermata"];
  if (!ours) return [];
  const least = (names: string[], value: (figures: Figures) => number) =>
    Math.min(...names.map((name) => (of[name] ? value(of[name]) : Number.NaN)).filter(Number.isFinite));
  const most = (names: string[], value: (figures: Figures) => number) =>
    Math.max(...names.map((name) => (of[name] ? value(of[name]) : Number.NaN)).filter(Number.isFinite));
  const below = (goal: string, value: number, limit: number, digits = 2) => {
    const isKnown = Number.isFinite(limit) && Number.isFinite(value);
    const verdict = value <= limit ? "met    " : "NOT MET";
    return `${isKnown ? verdict : "unknown"}  ${goal}: ${number(value, digits)} against ${number(limit, digits)}`;
  };
  const restate = of["Restate"];
  return [
    below(
      "G1 chained step, inner, at most the best engine on Postgres",
      ours.inner,
      least(onPostgres, ({ inner }) => inner),
    ),
    below(
      "G2 chained step for the caller, at most the better of DBOS and Mastra",
      ours.caller,
      least(["DBOS", "Mastra"], ({ caller }) => caller),
    ),
    below("G2 start, ms", ours.start, 5),
    below("G2 result, ms", ours.tail, 5),
    below("G3 WAL flushes of a chained step", ours.counters?.W1.flushes ?? Number.NaN, 1.05),
    below("G3 WAL flushes of a step under load", ours.counters?.W4.flushes ?? Number.NaN, 0.5),
    below("G4 50 × 100 ms side by side ÷ ideal", ours.fan, 1.2),
    below("G5 the graph ÷ its critical path", ours.graphMs / criticalPathMs, 1.03, 3),
    below(
      "G6 a step under load, ms: at most the best engine on Postgres ÷ 1.25",
      1_000 / ours.stepsPerS,
      1_000 / most(onPostgres, ({ stepsPerS }) => stepsPerS) / 1.25,
    ),
    below("G6 a step under load, ms: at most Restate's", 1_000 / ours.stepsPerS, 1_000 / (restate?.stepsPerS ?? Number.NaN)),
    below("G7 CPU s for 1,000 steps under load", ours.cpu, 0.6),
    below("G8 p95 of a run under load, ms: at most Restate's", ours.p95, restate?.p95 ?? Number.NaN, 0),
    below("G11 a step at 1,000 ÷ a step at 10", ours.at1000 / ours.at10, 1.3),
    below("G11 a chain of 1,000, s: at most DBOS's", ours.long, of["DBOS"]?.long ?? Number.NaN),
    below("G12 transactions a second when idle", ours.counters?.idle.commits ?? Number.NaN, 4, 1),
  ];
}
