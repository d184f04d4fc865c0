import { Card } from "#components/ui/card.tsx";
import { FigureTable } from "#components/ui/figure-table.tsx";
import type { ExecutionEvent } from "#lib/execution/events.ts";
import type { Head } from "#lib/execution/state.ts";
import { phaseShare, phases } from "#lib/safety/allocation.ts";
import { limitOf } from "#lib/safety/budget.ts";

const words = {
  compact_history: "Long material compacted",
  disable_mcp: "Descriptions of other systems left out",
  unload_skill: "What is known of the workspace left out",
};
const names = Object.keys(words) as (keyof typeof words)[];

type Saved = { name: keyof typeof words; times: number; tokens: number };

/** What was left out of calls while a budget ran low, and the tokens that this saved, in all. */
export function savedIn(events: readonly ExecutionEvent[]): Saved[] {
  const all = events.flatMap((event) => (event.type === "budget.reserved" ? (event.spared ?? []) : []));
  return names.flatMap((name) => {
    const own = all.filter((one) => one.name === name);
    return own.length === 0 ? [] : [{ name, times: own.length, tokens: own.reduce((sum, { tokens }) => sum + tokens, 0) }];
  });
}

export function SavedTokens({ events }: { events: readonly ExecutionEvent[] }) {
  const saved = savedIn(events);
  if (saved.length === 0) return null;
  return (
    <section aria-labelledby="saved-tokens" className="grid gap-3 lg:col-span-2">
      <h2 id="saved-tokens" className="text-lg font-medium">
        Left out to save tokens
      </h2>
      <p className="text-sm text-quiet">
        From 75 % of a budget what weighs most is left out of a call, from 85 % all of it. With more room the next call reads everything
        again.
      </p>
      <FigureTable
        columns={["What", "Calls", "Tokens saved"]}
        rows={saved.map(({ name, times, tokens }) => ({
          key: name,
          name: words[name],
          figures: [String(times), tokens.toLocaleString("en")],
        }))}
      />
    </section>
  );
}

const titles = { plan: "Planning", execute: "Its steps", verify: "Mending what was refused" };

/** How its budget in tokens is shared out among what calls are for, where it has one. */
export function PhaseShares({ head: { budget, tokensIn } }: { head: Pick<Head, "budget" | "tokensIn"> }) {
  const limit = budget && limitOf(budget).limitTokens;
  if (limit == null) return null;
  return (
    <Card className="grid gap-3 p-4 lg:col-span-2">
      <h2 className="text-lg font-medium">Tokens by phase</h2>
      <dl className="grid gap-2 sm:grid-cols-3">
        {phases.map((phase) => {
          const [used, room] = [tokensIn?.[phase] ?? 0, phaseShare(limit, phase)];
          return (
            <div key={phase} className="grid gap-1">
              <dt className="text-sm text-quiet">{titles[phase]}</dt>
              <dd className="tabular-nums">
                <bdi>
                  {used.toLocaleString("en")} of {room.toLocaleString("en")}
                </bdi>
              </dd>
            </div>
          );
        })}
      </dl>
    </Card>
  );
}
