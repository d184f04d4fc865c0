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

/** A version of the plan, as its payload keeps it. */
export const KeptPlan = z.object({ steps: z.array(PlannedStep) });

const Forecast = z.object({
  counts: z.record(z.string(), z.number()),
  effects: z.array(z.object({ step: z.string(), effect: z.string(), summary: z.string() })),
  holds: z.array(
    z.object({
      step: z.string().nullable(),
      reason: z.string(),
      summary: z.string(),
      why: z.array(z.string()),
      until: z.string().optional(),
    }),
  ),
  durationMs: z.object({ low: z.number(), high: z.number() }).nullable(),
  costMicros: z.number().nullable(),
  tokens: z.number().nullable(),
  basis: z.string(),
  answers: z.record(z.string(), z.number()),
});
export type Forecast = z.infer<typeof Forecast>;

/** What the log only refers to: the plan, the payloads that wait for a decision, the result. */
export const Details = z.object({
  plan: z.object({ steps: z.array(PlannedStep), batches: z.array(z.array(z.string())) }).nullable(),
  approvals: z.array(z.object({ id: z.string(), payloadHash: z.string(), payload: Json })),
  result: Json,
  /** What its steps are held against: earlier runs of their tools, and what the settings ask for. */
  effectiveness: z.object({ floor: z.number(), expectedMs: z.record(z.string(), z.number()) }).nullable(),
  /** Of a dry run: what the real one would do. */
  forecast: Forecast.nullable(),
});
export type Details = z.infer<typeof Details>;
