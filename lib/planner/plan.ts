import { z } from "zod";
import { Json } from "#lib/kernel/json.ts";

/** Ids are letters, digits, `-` and `_`, so that `steps.<id>` reads in an expression; `a[3]` is kept for iterations. */
export const StepId = z.string().regex(/^[A-Za-z][A-Za-z0-9_-]{0,63}$/, "a step id is a letter, then letters, digits, - or _ (64 at most)");

export const Retry = z.strictObject({
  maxAttempts: z.int().min(1).max(20).default(3),
  backoff: z.enum(["exponential", "linear", "fixed"]).default("exponential"),
  baseMs: z.int().min(0).max(3_600_000).default(1_000),
});
export type Retry = z.infer<typeof Retry>;

export const Fallback = z.looseObject({
  type: z.enum(["component-replacement", "parameter-adjustment", "workflow-modification", "manual-intervention"]),
});

export const PlanStep = z.strictObject({
  id: StepId,
  /** Plain words, shown to people. */
  name: z.string().min(1).max(200).optional(),
  tool: z.string().min(1).max(100),
  params: z.record(z.string(), Json).default({}),
  dependsOn: z.array(StepId).max(20_000).default([]),
  /** An expression; false: the step is skipped. */
  when: z.string().max(4_000).optional(),
  /** An expression over a list; the step runs once for each item (`item`, `index` in its params). */
  forEach: z.string().max(4_000).optional(),
  agent: z.string().max(100).optional(),
  critical: z.boolean().default(true),
  /** What to do when a dependency failed or was skipped. */
  onMissing: z.enum(["skip", "run"]).default("skip"),
  timeoutMs: z.int().min(1).max(86_400_000).optional(),
  retry: Retry.optional(),
  fallbacks: z.array(Fallback).max(10).optional(),
  guardrails: z.array(z.string().max(100)).max(50).optional(),
  /** May only tighten what policy says. */
  approval: z.enum(["required", "auto"]).optional(),
  cache: Json.optional(),
  lock: z.string().max(200).optional(),
});
export type PlanStep = z.infer<typeof PlanStep>;

export const Plan = z.strictObject({
  steps: z.array(PlanStep).min(1, "a plan has at least one step").max(20_000),
  /** Waits for a whole batch before the next one begins. */
  barrier: z.boolean().optional(),
  /** Names the result's fields: field → expression over `steps`. Without it the result holds the outputs of the last steps. */
  outputs: z.record(z.string().max(100), z.string().max(4_000)).optional(),
});
export type Plan = z.infer<typeof Plan>;
/** A plan as people and programs write it, before defaults. */
export type PlanDraft = z.input<typeof Plan>;
