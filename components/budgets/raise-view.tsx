import { FigureTable } from "#components/ui/figure-table.tsx";
import { dollars, percentOf, type Used } from "#lib/safety/budget.ts";
import type { Raise } from "#lib/safety/raise.ts";

/** What is asked about a budget: the limits now and then, and what of each is used or will be. */
export function RaiseView({ raise: { from, to, used, forecast, period } }: { raise: Raise }) {
  const rows = [
    { key: "limit", name: "Limit", figures: [wordsOf(from), wordsOf(to)] },
    { key: "used", name: `Used: ${usedWords(used)}`, figures: [shareOf(from, used), shareOf(to, used)] },
    ...(forecast
      ? [
          {
            key: "forecast",
            name: `At this pace ${period === "total" ? "in all" : `by the end of the ${period}`}: ${usedWords(forecast)}`,
            figures: [shareOf(from, forecast), shareOf(to, forecast)],
          },
        ]
      : []),
  ];
  return <FigureTable columns={["What", "Now", "Asked for"]} rows={rows.map((row) => ({ ...row, name: <bdi>{row.name}</bdi> }))} />;
}

const wordsOf = ({ limitMicros, limitTokens }: Raise["to"]): string =>
  [limitMicros !== null && dollars(limitMicros), limitTokens !== null && `${limitTokens.toLocaleString("en")} tokens`]
    .filter(Boolean)
    .join(", ") || "no limit";

const usedWords = ({ micros, tokens }: Used): string => `${dollars(micros)}, ${tokens.toLocaleString("en")} tokens`;

function shareOf(limit: Raise["to"], used: Used): string {
  const percent = percentOf(limit, used);
  return percent === undefined ? "–" : `${Math.round(percent)} %`;
}
