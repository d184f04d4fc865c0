import { z } from "zod";
import { Cursor, Limit } from "../cursor.ts";

export const effectStatuses = ["intended", "done", "failed", "unknown", "compensated"] as const;
export const effectClasses = ["write", "send", "spend", "delete"] as const;

export const ListEffects = z.strictObject({
  status: z.enum(effectStatuses).optional(),
  effect: z.enum(effectClasses).optional(),
  text: z.string().trim().min(1).max(200).optional(),
  cursor: Cursor.optional(),
  limit: Limit,
});

export const EffectPage = z.object({
  data: z.array(
    z.looseObject({
      id: z.string(),
      executionId: z.string(),
      executionTitle: z.string(),
      step: z.string(),
      tool: z.string(),
      effect: z.string(),
      status: z.enum(effectStatuses),
      /** What it is, in plain words. */
      summary: z.string(),
      /** What the far side said that it is known by. */
      proof: z.string().optional(),
      because: z.string().optional(),
      /** Of a call that takes another effect back: which. */
      undoes: z.string().optional(),
      /** Nobody could know what became of it, and a person may say so. */
      isSayable: z.boolean(),
      /** There is a way to take it back; it stands, and its execution is over. */
      canUndo: z.boolean().optional(),
      isUndoable: z.boolean(),
      intendedAt: z.iso.datetime(),
      settledAt: z.iso.datetime().optional(),
      url: z.string(),
      to: z.array(z.string()).describe("to whom or to where it went, as far as its parameters say it"),
    }),
  ),
  nextCursor: z.string().nullable(),
});

export const effects = { list: { query: ListEffects } };
