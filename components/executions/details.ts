import { z } from "zod";
import { Json } from "#lib/kernel/json.ts";

const PlannedStep = z.object({
  id: z.string(),
  tool: z.string(),
  name: z.string().optional(),
  dependsOn: z.array(z.string()).default([]),
  /** What of its input derives from outside, in words. */
  derived: z.array(z.string()).optional(),
});
export type PlannedStep = z.infer<typeof PlannedStep>;

/** What the log only refers to: the plan, the payloads that wait for a decision, the result. */
export const Details = z.object({
  plan: z.object({ steps: z.array(PlannedStep), batches: z.array(z.array(z.string())) }).nullable(),
  approvals: z.array(z.object({ id: z.string(), payload: Json })),
  result: Json,
});
export type Details = z.infer<typeof Details>;
