import type { Round } from "./round.ts";
import { isRight } from "./verdict.ts";

/** One line for each kind of kill. Zero failures in N kills says, at 95 %, that fewer than 3/N fail. */
export function tableOf(kinds: { kind: string; rounds: Round[] }[]): string {
  const rows = kinds.map(({ kind, rounds }) => {
    const times = rounds.flatMap(({ recoveryMs }) => recoveryMs ?? []).sort((a, b) => a - b);
    const seconds = (ms: number | undefined) => (ms === undefined ? "-" : `${(ms / 1_000).toFixed(1)} s`);
    return [
      kind,
      rounds.reduce((sum, { kills }) => sum + kills, 0),
      rounds.length,
      rounds.filter(({ verdict }) => verdict.lost.length > 0).length,
      rounds.filter(({ verdict }) => verdict.doubled.length > 0).length,
      rounds.filter(({ verdict }) => verdict.unstable.length > 0).length,
      rounds.filter(({ verdict }) => verdict.other.length > 0).length,
      rounds.filter(({ stuck }) => stuck).length,
      rounds.filter(({ asked }) => asked).length,
      seconds(times[Math.floor(times.length / 2)]),
      seconds(times.at(-1)),
    ].map(String);
  });
  const head = [
    "killed",
    "kills",
    "executions",
    "lost",
    "doubled",
    "unstable keys",
    "log ≠ rows",
    "stuck",
    "asked a person",
    "back, median",
    "max",
  ];
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)));
  return [head, ...rows]
    .map((row) => row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0))).join("  "))
    .join("\n");
}

export const isFaulty = (round: Round): boolean => round.stuck || !isRight(round.verdict);

export function faultsOf(round: Round): string {
  const said = Object.entries(round.verdict).flatMap(([kind, faults]) => faults.map((fault) => `${kind}: ${fault}`));
  return `${round.id} (${round.where}): ${[...(round.stuck ? [`stuck ${round.because ?? ""}`] : []), ...said].join("; ")}`;
}
