import { z } from "zod";
import { ShownForm } from "#lib/http/contracts/approval-link.ts";
import { Json } from "#lib/kernel/json.ts";

/** An approval as the inbox shows it: with the exact payload, and what it belongs to. */
export const InboxApproval = z.object({
  id: z.string(),
  step: z.string().nullable(),
  kind: z.enum(["step", "plan", "budget", "unknown_effect", "intervention"]),
  status: z.enum(["open", "approved", "rejected", "expired", "void"]),
  summary: z.string(),
  tool: z.string().optional(),
  effect: z.string().optional(),
  why: z.array(z.string()),
  derived: z.array(z.string()).optional(),
  payload: Json,
  /** What was asked about at first, where somebody changed it. */
  before: Json.optional(),
  payloadHash: z.string(),
  form: ShownForm.optional(),
  requestedAt: z.string(),
  expiresAt: z.string(),
  decidedAt: z.string().optional(),
  by: z.object({ name: z.string() }).optional(),
  onBehalfOf: z.object({ name: z.string() }).optional(),
  note: z.string().optional(),
  terms: z
    .object({
      rule: z.string().optional(),
      group: z.object({ name: z.string() }).optional(),
      quorum: z.int(),
      onExpiry: z.string(),
      escalateTo: z.object({ name: z.string() }).optional(),
    })
    .optional(),
  votes: z
    .array(z.object({ by: z.object({ name: z.string() }), onBehalfOf: z.object({ name: z.string() }).optional(), at: z.string() }))
    .optional(),
  amendedBy: z.object({ name: z.string() }).optional(),
  remindedAt: z.string().optional(),
  escalatedAt: z.string().optional(),
  thread: z.array(z.object({ id: z.string(), from: z.string(), to: z.string(), text: z.string(), at: z.string() })).optional(),
  you: z.object({ may: z.boolean(), because: z.string().nullable() }),
  seats: z.array(z.object({ person: z.string(), name: z.string(), onBehalfOf: z.object({ name: z.string() }).optional() })),
  seatsInAll: z.int(),
  place: z.object({ step: z.int(), of: z.int() }).nullable(),
  cost: z.object({ micros: z.number(), tokens: z.number(), limitMicros: z.number().nullable() }),
  executionId: z.string(),
  executionTitle: z.string(),
  requestedBy: z.object({ id: z.string().nullable(), name: z.string() }),
  url: z.string(),
});
export type InboxApproval = z.infer<typeof InboxApproval>;

export const InboxPage = z.object({ data: z.array(InboxApproval) });
