import type { Counters } from "./counters.ts";
import type { Floors } from "./floors.ts";
import type { Usage } from "./processes.proc.ts";
import { median, type Round } from "./round.ts";
import type { Workload } from "./workloads.ts";

export type Measured = { workload: Workload; rounds: Round[]; counters: Counters };

const number = (value: number, digits: number) =>
  Number.isFinite(value) ? value.toLocaleString("en", { minimumFractionDigits: digits, maximumFractionDigits: digits }) : "–";
const mebi = 1_048_576;

/** The figures as tables of Markdown, which a terminal shows as well. */
export function reportOf(measured: Measured[], floors: Floors, idle: Counters): string {
  return [
    "Time, medians",
    table(
      ["workload", "caller ms/step", "inner ms/step", "÷ insert", "start ms", "steps/s", "first 100", "middle 100", "last 100"],
      measured.map(({ workload, rounds }) => {
        const { caller, inner, start, hundreds } = figures({ workload, rounds });
        return [
          workload.name,
          number(caller, 2),
          number(inner, 2),
          number(inner / floors.insert, 1),
          number(start, 0),
          number(1_000 / caller, 0),
          ...[0, 1, 2].map((place) => (hundreds ? number(hundreds[place] ?? Number.NaN, 2) : "")),
        ];
      }),
    ),
    "What a step costs",
    table(
      [
        "workload",
        "transactions",
        "WAL flushes",
        "WAL bytes",
        "CPU s / 1,000: worker",
        "web",
        "Postgres",
        "peak MiB: worker",
        "web",
        "Postgres",
      ],
      measured.map(({ workload, rounds, counters }) => {
        const steps = workload.steps * workload.executions;
        const of = (what: "usage" | "memory", part: keyof Usage, field: "cpu" | "memory") =>
          median(rounds.flatMap((round) => round[what]?.[part][field] ?? []));
        return [
          workload.name,
          number(counters.commits / steps, 2),
          number(counters.flushes / steps, 2),
          number(counters.walBytes / steps, 0),
          ...(["worker", "web", "postgres"] as const).map((part) => number((of("usage", part, "cpu") / steps) * 1_000, 2)),
          ...(["worker", "web", "postgres"] as const).map((part) => number(of("memory", part, "memory") / mebi, 0)),
        ];
      }),
    ),
    "Floors of this session, ms",
    table(
      ["one INSERT, committed", "one of 100 in a commit", "SDK: a step", "SDK: a run of one step", "an empty POST to the web"],
      [[floors.insert, floors.batched, floors.sdkStep, floors.sdkRun, floors.http].map((ms) => number(ms, 3))],
    ),
    `Idle: ${number(idle.commits, 1)} transactions/s, ${number(idle.flushes, 1)} WAL flushes/s`,
    "",
    ...goalsOf(measured),
  ].join("\n");
}

function figures({ workload: { steps, executions }, rounds }: Pick<Measured, "workload" | "rounds">) {
  const perStep = (of: (round: Round) => number) => median(rounds.map(of)) / (steps * executions);
  const hundreds = rounds.flatMap((round) => (round.hundreds ? [round.hundreds] : []));
  return {
    caller: perStep(({ callerMs }) => callerMs),
    inner: perStep(({ innerMs }) => innerMs),
    start: median(rounds.map(({ startMs }) => startMs)),
    hundreds: hundreds.length > 0 ? [0, 1, 2].map((place) => median(hundreds.map((costs) => costs[place] ?? Number.NaN))) : undefined,
  };
}

function goalsOf(measured: Measured[]): string[] {
  return measured.flatMap((one) => {
    const { caller, hundreds: [first = 0, middle = 0, last = 0] = [] } = figures(one);
    const growth = last / Math.min(first, middle);
    const { name, executions } = one.workload;
    if (executions > 1) return [goal(`${name}: over 500 steps/s`, 1_000 / caller > 500, `${number(1_000 / caller, 0)} steps/s`)];
    if (!name.startsWith("chain")) return [];
    return [
      goal(`${name}: under 6 ms a step for the caller`, caller < 6, `${number(caller, 2)} ms`),
      ...(last === 0
        ? []
        : [goal(`${name}: the last hundred at most 1.3 × the first and the middle one`, growth <= 1.3, `${number(growth, 2)} ×`)]),
    ];
  });
}

const goal = (what: string, isMet: boolean, figure: string) => `${isMet ? "met    " : "NOT MET"}  ${what}: ${figure}`;

export function table(head: string[], rows: string[][]): string {
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => (row[column] ?? "").length)));
  const line = (cells: string[]) =>
    `| ${cells.map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0))).join(" | ")} |`;
  return [
    line(head),
    `|${widths.map((width, column) => (column === 0 ? "-".repeat(width + 2) : `${"-".repeat(width + 1)}:`)).join("|")}|`,
    ...rows.map(line),
    "",
  ].join("\n");
}
