import { z } from "zod";
import { failureTypes } from "#lib/kernel/failure.ts";
import { Json } from "#lib/kernel/json.ts";
import { Form } from "#lib/safety/approvals/form.ts";

/** Ids are letters, digits, `-` and `_`, so that `steps.<id>` reads in an expression; `a[3]` is kept for iterations. */
export const StepId = z.string().regex(/^[A-Za-z][A-Za-z0-9_-]{0,63}$/, "a step id is a letter, then letters, digits, - or _ (64 at most)");

export const Retry = z.strictObject({
  maxAttempts: z.int().min(1).max(20).default(3),
  backoff: z.enum(["exponential", "linear", "fixed"]).default("exponential"),
  baseMs: z.int().min(0).max(3_600_000).default(1_000),
  /** After so many attempts the first fallback comes, though more attempts are allowed. */
  fallbackAfter: z.int().min(1).max(20).optional(),
});
export type Retry = z.infer<typeof Retry>;

/** The errors that a fallback answers; without it, all. */
const On = z.array(z.enum(failureTypes)).min(1).max(failureTypes.length).optional();
const Params = z.record(z.string(), Json);
const attempts = z.int().min(1).max(20).optional();
const timeoutMs = z.int().min(1).max(86_400_000).optional();
/** Neither is tried any more once it took this long, or cost this much in millionths of a dollar. */
const bounds = { maxMs: z.int().min(1).max(86_400_000).optional(), maxMicros: z.int().min(0).max(1_000_000_000).optional() };

/** What is tried when a step's own attempts are used up. A fallback never does more to the world than the step that it stands in for. */
export const Fallback = z.discriminatedUnion("type", [
  /** Another tool, with these parameters or the step's own. */
  z.strictObject({
    type: z.literal("component-replacement"),
    tool: z.string().min(1).max(100),
    params: Params.optional(),
    attempts,
    timeoutMs,
    ...bounds,
    on: On,
  }),
  /** The same tool, with some parameters changed. */
  z.strictObject({ type: z.literal("parameter-adjustment"), params: Params.default({}), attempts, timeoutMs, ...bounds, on: On }),
  /** The step is left out, and so are the pending steps named here. */
  z.strictObject({ type: z.literal("workflow-modification"), skipSteps: z.array(StepId).max(200).default([]), on: On }),
  /** The execution fails, and what it did to the world is undone as far as that can be; `to`: only this step and what hangs on it. */
  z.strictObject({ type: z.literal("rollback"), to: StepId.optional(), on: On }),
  /** A person is asked. */
  z.strictObject({ type: z.literal("manual-intervention"), ask: z.string().min(1).max(500).optional(), on: On }),
]);
export type Fallback = z.infer<typeof Fallback>;

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
  /** What an approver answers with the decision; later steps read it as `steps.<id>.form`. It asks for an approval, whatever policy says. */
  form: Form.optional(),
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
  /** What the gates at its end hold it to: how long it may take, what it may cost, and how much of it has to be done, of 100. */
  bounds: z
    .strictObject({
      durationMs: z.int().min(1).max(31_536_000_000).optional(),
      costMicros: z.int().min(0).optional(),
      quality: z.int().min(0).max(100).optional(),
    })
    .optional(),
  /** For every step, after its own. */
  fallbacks: z.array(Fallback).max(10).optional(),
});
export type Plan = z.infer<typeof Plan>;
/** A plan as people and programs write it, before defaults. */
export type PlanDraft = z.input<typeof Plan>;
