import type { Spoken } from "#lib/streaming/spoken.ts";

/** What a step is writing, as far as this page heard it. */
export type Text = { attempt: number; from: number; text: string };
/** By the step's id. */
export type Texts = Readonly<Record<string, Text>>;

const charsAtMost = 40_000;

/** Puts a piece to what was heard before. After a gap, or for another attempt, the text begins anew from there. */
export function hear(texts: Texts, { step, attempt, at, text }: Spoken): Texts {
  const before = texts[step];
  if (before && attempt < before.attempt) return texts;
  const goesOn = before?.attempt === attempt && before.from + before.text.length === at;
  const whole = goesOn ? before.text + text : text;
  const from = goesOn ? before.from : at;
  const over = Math.max(0, whole.length - charsAtMost);
  return { ...texts, [step]: { attempt, from: from + over, text: whole.slice(over) } };
}
