import type { Prepared } from "./decide-admit.ts";
import type { Fact, Hold } from "./events.ts";
import type { Row } from "./slice.ts";
import { nameOf } from "./successors.ts";

type Coming = { prepared: Prepared; tool: string; holds: Hold[] };

/** What a dry run notes of a step in place of doing it: who would be asked or what waited for, and what would be done to the world. Once for each step. */
export function foresee(row: Row, { prepared, tool, holds }: Coming): Fact[] {
  if (row.state.foreseen || (prepared.kind !== "call" && prepared.kind !== "spread")) return [];
  const { effect, summary, why, params } = prepared;
  const about = { step: row.id, status: row.state.status };
  return [
    ...holds.map(
      ({ reason, because, until }): Fact => ({
        ...about,
        type: "hold.foreseen",
        message: reason === "approval" ? `Would ask first: ${summary}` : `${nameOf(row)}: would wait until ${until}`,
        reason,
        because,
        summary,
        why: reason === "approval" ? why : [],
        // How long an approval is open is no time that it takes.
        ...(reason === "wait" && until !== undefined && { until }),
      }),
    ),
    // What a list does, its items do.
    ...(prepared.kind === "call" && effect !== "read"
      ? [{ ...about, type: "effect.foreseen" as const, message: `Would: ${summary}`, tool, effect, summary, payload: params }]
      : []),
  ];
}
