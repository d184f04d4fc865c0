import { z } from "zod";
import { Json } from "#lib/kernel/json.ts";

/** An approval as the inbox shows it: with the exact payload, and what it belongs to. */
export const InboxApproval = z.object({
  id: z.string(),
  step: z.string().nullable(),
  kind: z.enum(["step", "plan", "unknown_effect", "intervention"]),
  status: z.enum(["open", "approved", "rejected", "expired", "void"]),
  summary: z.string(),
  tool: z.string().optional(),
  effect: z.string().optional(),
  why: z.array(z.string()),
  derived: z.array(z.string()).optional(),
  payload: Json,
  payloadHash: z.string(),
  requestedAt: z.string(),
  expiresAt: z.string(),
  decidedAt: z.string().optional(),
  by: z.object({ name: z.string() }).optional(),
  note: z.string().optional(),
  executionId: z.string(),
  executionTitle: z.string(),
  requestedBy: z.object({ id: z.string().nullable(), name: z.string() }),
  url: z.string(),
});
export type InboxApproval = z.infer<typeof InboxApproval>;
