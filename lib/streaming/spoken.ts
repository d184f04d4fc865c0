import { z } from "zod";

/** A piece of a text that a step is writing: never stored, and lost without harm, since the finished text is the step's output. */
export const Spoken = z.object({
  step: z.string(),
  /** Of this attempt's fence: a piece of an earlier one is not of this text. */
  attempt: z.int(),
  /** Where it begins in the text so far, in UTF-16 units. A gap says that something was lost. */
  at: z.int(),
  text: z.string(),
});
export type Spoken = z.infer<typeof Spoken>;

/** Without an id, so that it never moves a reader's place; JSON holds no line break. */
export const spokenFrame = (spoken: Spoken): string => `event: text\ndata: ${JSON.stringify(spoken)}\n\n`;

/** What a reader that stalls is owed at most; the oldest is dropped. */
export const spokenAtMost = 200;
