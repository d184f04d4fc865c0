import { z } from "zod";
import { Json } from "#lib/kernel/json.ts";
import { Form } from "#lib/safety/approvals/form.ts";

/** The questions that are answered with a decision; `values`: what was answered so far. */
export const ShownForm = z.object({ hash: z.string(), schema: Form, values: z.record(z.string(), Json).optional() });
export type ShownForm = z.infer<typeof ShownForm>;

/** What the link of a letter leads to. */
export const LinkedApproval = z.object({
  /** In whose name the link decides. */
  name: z.string(),
  summary: z.string(),
  kind: z.string(),
  tool: z.string().nullable(),
  effect: z.string().nullable(),
  why: z.array(z.string()),
  payload: Json,
  payloadHash: z.string(),
  form: ShownForm.optional(),
  expiresAt: z.string(),
  executionTitle: z.string(),
  requestedBy: z.string(),
  you: z.object({ may: z.boolean(), because: z.string().nullable() }),
});
export type LinkedApproval = z.infer<typeof LinkedApproval>;
