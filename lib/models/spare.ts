import type { CompleteAsk, Source } from "#lib/kernel/complete.ts";
import type { Spared } from "#lib/kernel/meter.ts";
import { type Zone, zoneOf } from "#lib/safety/budget.ts";
import { stemsOf } from "./choose-facts.ts";
import { readFacts } from "./facts.ts";
import { mostTokens } from "./tokens.ts";

/** What can be left out of a call when its budget runs low. */
export type Optimisation = { name: Spared["name"]; savings: number };

const priorities: Record<Optimisation["name"], number> = { compact_history: 3, disable_mcp: 2, unload_skill: 1 };

/** A part of a prompt, and what stands in its place where it has to be lighter. */
export type PromptPart = { text: string; lighter?: { by: Spared["name"]; text: string } };
export type Lightened = { text: string; spared: Spared[] };

/** From 75 % the part that saves most for its weight is made lighter, from 85 % each of them. The parts stay as they were: the next call may read them whole. */
export function lightened(
  parts: readonly PromptPart[],
  percent: number | undefined,
  count: (text: string) => number = mostTokens,
): Lightened {
  const candidates = parts.flatMap(({ text, lighter }, at) =>
    lighter ? [{ at, name: lighter.by, text: lighter.text, savings: count(text) - count(lighter.text) }] : [],
  );
  const most = { green: 0, yellow: 1, red: candidates.length, over: candidates.length }[zoneOf(percent ?? 0)];
  const chosen = inOrder(candidates).slice(0, most);
  return {
    text: parts.map(({ text }, at) => chosen.find((one) => one.at === at)?.text ?? text).join("\n\n"),
    spared: chosen.map(({ name, savings }) => ({ name, tokens: savings })),
  };
}

/** What helps most and harms least comes first: by priority times savings. What saves nothing is left alone. */
export function inOrder<One extends Optimisation>(all: One[]): One[] {
  const weight = ({ name, savings }: One) => priorities[name] * savings;
  return all.filter(({ savings }) => savings > 0).sort((one, other) => weight(other) - weight(one));
}

/** How much of the material stays. Short material is not worth the loss. */
const shareKept: Record<Zone, number> = { green: 1, yellow: 0.6, red: 0.3, over: 0.3 };
const shortSource = 2_000;

export type SparedAsk = { ask: CompleteAsk; spared: Spared[]; note: string | undefined };

/**
 * The same ask with less material, for a budget that runs low: of long sources the sentences that say most of what was asked, in
 * their order. The caller's own ask stays as it was, so that the next call under a raised budget reads everything again.
 */
export function spare(ask: CompleteAsk, percent: number | undefined, count: (text: string) => number = mostTokens): SparedAsk {
  const zone = zoneOf(percent ?? 0);
  if (shareKept[zone] === 1) return { ask, spared: [], note: undefined };
  const about = stemsOf([ask.topic ?? "", ask.instructions].join(" "));
  const sources = ask.sources.map((source) => compact(source, about, shareKept[zone]));
  const [compacted] = inOrder([{ name: "compact_history", savings: tokensOf(ask.sources, count) - tokensOf(sources, count) }]);
  if (!compacted) return { ask, spared: [], note: undefined };
  return {
    ask: { ...ask, sources },
    spared: [{ name: compacted.name, tokens: compacted.savings }],
    note: `${Math.floor(percent ?? 0)} % of the budget is used, so of long sources the most telling sentences were read (about ${compacted.savings.toLocaleString("en")} tokens less).`,
  };
}

const tokensOf = (sources: Source[], count: (text: string) => number): number => sources.reduce((sum, { text }) => sum + count(text), 0);

function compact(source: Source, about: Set<string>, share: number): Source {
  if (source.text.length <= shortSource) return source;
  const { facts } = readFacts([source]);
  const room = Math.max(shortSource, Math.floor(source.text.length * share));
  const scored = facts.map((fact, at) => ({
    at,
    text: fact.text,
    score: [...stemsOf(fact.text)].filter((stem) => about.has(stem)).length + (fact.kind === "plain" ? 0 : 0.5) + (at === 0 ? 0.5 : 0),
  }));
  const kept: typeof scored = [];
  let length = 0;
  for (const one of scored.sort((a, b) => b.score - a.score || a.at - b.at)) {
    if (length + one.text.length + 1 > room) continue;
    kept.push(one);
    length += one.text.length + 1;
  }
  const text = kept
    .sort((a, b) => a.at - b.at)
    .map((one) => one.text)
    .join("\n");
  return text.length > 0 && text.length < source.text.length ? { ...source, text } : source;
}
