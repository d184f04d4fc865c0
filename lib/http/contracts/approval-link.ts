import { z } from "zod";
import { Json } from "#lib/kernel/json.ts";

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
  expiresAt: z.string(),
  executionTitle: z.string(),
  requestedBy: z.string(),
  you: z.object({ may: z.boolean(), because: z.string().nullable() }),
});
