import type { CompleteAsk } from "#lib/kernel/complete.ts";

export type MaskedAsk = { ask: CompleteAsk; restore: (text: string) => string; note: string | undefined };

/** The ask as a model may see it: every text of it with marks for what is kept from models, and what is written is heard with the values back. */
export function masking(ask: CompleteAsk): MaskedAsk | undefined {
  if (!ask.mask) return;
  const { instructions, topic = "", sources } = ask;
  const { texts, values, restore } = ask.mask([instructions, topic, ...sources.flatMap(({ title, text }) => [title, text])]);
  if (values === 0) return;
  const [told = "", about = "", ...rest] = texts;
  return {
    ask: {
      ...ask,
      instructions: told,
      ...(ask.topic !== undefined && { topic: about }),
      sources: sources.map((source, at) => ({ ...source, title: rest[at * 2] ?? "", text: rest[at * 2 + 1] ?? "" })),
      ...(ask.onText && { onText: heardWhole(restore, ask.onText) }),
    },
    restore,
    note: `${values} personal ${values === 1 ? "value was" : "values were"} kept from the model and put back into its text.`,
  };
}

/** No mark is longer; a bracket that goes on for longer is none. */
const longestMark = 60;

/** Pieces of a text, each handed on once no mark in it is cut in two. */
export function heardWhole(restore: (text: string) => string, hear: (delta: string) => void): (delta: string) => void {
  let waiting = "";
  return (delta) => {
    waiting += delta;
    const open = waiting.lastIndexOf("[");
    const isCut = open >= 0 && waiting.length - open < longestMark && !waiting.includes("]", open);
    const whole = isCut ? waiting.slice(0, open) : waiting;
    waiting = isCut ? waiting.slice(open) : "";
    if (whole !== "") hear(restore(whole));
  };
}
