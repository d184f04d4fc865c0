import type { ModelScore } from "#lib/kernel/meter.ts";
import { costOf, type Prices, priceOf } from "./prices.ts";
import { type Need, scoreModels } from "./score.ts";
import { windowOf } from "./windows.ts";

type Choosable = { provider: string; model?: string | undefined; isWanted?: boolean | undefined };
export type CallOutcome = { ok: boolean; ms: number };
export type Choice<Source> = {
  /** In the order in which they are asked. */
  sources: Source[];
  sheet: ModelScore[];
};

export type Chooser = {
  choose<Source extends Choosable>(sources: readonly Source[], need: Need): Choice<Source>;
  /** Told of each call: what went wrong lately weighs against a model. */
  note(source: Choosable, outcome: CallOutcome): void;
};

/** So many of a model's latest calls are remembered, for so long: one that was down is asked again before long. */
const remembered = { calls: 50, ms: 10 * 60_000 };

/** Asks whoever did best lately first. What it remembers is this process's own, and costs no call a look at the database. */
export function createChooser({ now, prices }: { now: () => number; prices?: Prices | undefined }): Chooser {
  const calls = new Map<string, (CallOutcome & { at: number })[]>();
  const latest = (name: string) => (calls.get(name) ?? []).filter(({ at }) => now() - at < remembered.ms);
  return {
    choose(sources, need) {
      const sheet = scoreModels(
        sources.map((source) => {
          const { provider, model = "", isWanted = false } = source;
          const lately = latest(nameOf(source));
          const well = lately.filter(({ ok }) => ok);
          const price = priceOf({ provider, model }, prices);
          return {
            model: nameOf(source),
            isWanted,
            isLocal: provider === "ollama",
            window: windowOf(provider),
            micros: costOf(price, { inputTokens: need.tokens, outputTokens: 0 }),
            errorRate: lately.length === 0 ? 0 : 1 - well.length / lately.length,
            seconds: well.length === 0 ? undefined : well.reduce((sum, { ms }) => sum + ms, 0) / well.length / 1_000,
          };
        }),
        need,
      );
      const placeOf = (source: Choosable) => sheet.findIndex(({ model }) => model === nameOf(source));
      return { sources: [...sources].sort((one, other) => placeOf(one) - placeOf(other)), sheet };
    },
    note(source, outcome) {
      const name = nameOf(source);
      calls.set(name, [...latest(name), { ...outcome, at: now() }].slice(-remembered.calls));
    },
  };
}

const nameOf = ({ provider, model }: Choosable): string => (model === undefined ? provider : `${provider}:${model}`);
