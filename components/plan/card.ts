import { z } from "zod";
import { Json } from "#lib/kernel/json.ts";

const Effect = z.enum(["read", "write", "send", "spend", "delete"]);

/** A step of the card: the plan's own fields, whatever they are, and what the card says of it. */
const CardStep = z.looseObject({
  id: z.string(),
  name: z.string().optional(),
  tool: z.string(),
  params: z.record(z.string(), Json).default({}),
  dependsOn: z.array(z.string()).default([]),
  when: z.string().optional(),
  forEach: z.string().optional(),
  effect: Effect,
  requiresApproval: z.boolean(),
  batch: z.int(),
  words: z.string(),
});
export type CardStep = z.infer<typeof CardStep>;

export const PlanCard = z.object({
  kind: z.enum(["plan", "clarify", "answer", "refuse"]),
  draftId: z.string().optional(),
  plan: z.object({ steps: z.array(CardStep), outputs: z.record(z.string(), z.string()).optional() }).nullable(),
  estimate: z
    .object({
      durationMs: z.object({ low: z.number(), high: z.number() }).nullable(),
      tokens: z.number().nullable(),
      costMicros: z.number().nullable(),
      basis: z.string(),
    })
    .nullable(),
  confidence: z.object({ share: z.number(), low: z.number(), high: z.number(), basis: z.string() }).nullable(),
  risks: z.array(z.object({ stepId: z.string(), effect: Effect, because: z.string() })),
  reason: z.string().optional(),
  question: z.string().optional(),
  choices: z.array(z.string()).optional(),
  missing: z.array(z.string()).optional(),
  notes: z.array(z.string()),
  saw: z.object({
    language: z.string(),
    today: z.string(),
    goals: z.array(z.string()),
    people: z.array(z.object({ asked: z.string(), found: z.array(z.string()) })),
    topics: z.array(z.string()),
    organisations: z.array(z.string()),
    periods: z.array(z.object({ words: z.string(), from: z.string(), to: z.string() })),
    tools: z.number(),
    model: z.string(),
    workload: z
      .object({
        underWay: z.number(),
        openApprovals: z.number(),
        similar: z.array(z.object({ id: z.string(), title: z.string(), status: z.string() })),
      })
      .optional(),
  }),
});
export type PlanCard = z.infer<typeof PlanCard>;
export type CardPlan = NonNullable<PlanCard["plan"]>;

/** What is known of a plan before it runs; what a planner saw is known of its drafts alone. */
export type PlanFacts = Pick<PlanCard, "estimate" | "confidence" | "risks" | "notes"> & { saw?: PlanCard["saw"] };

/** Where a plan came from: a planner's draft of a request, a workflow as it is kept, or an execution. */
export type Origin =
  | { is: "draft"; id: string | undefined; request: string }
  | { is: "workflow"; id: string; name: string; version: number }
  /** An execution that goes on by a changed plan. */
  | { is: "execution"; id: string; title: string; version: number };

const Field = z.looseObject({ type: z.union([z.string(), z.array(z.string())]).optional() });

const ListedTool = z.object({
  name: z.string(),
  title: z.string(),
  description: z.string(),
  effect: z.union([Effect, z.literal("by_parameters")]),
  input: z.looseObject({ properties: z.record(z.string(), Field).optional(), required: z.array(z.string()).optional() }),
});
export type ListedTool = z.infer<typeof ListedTool>;

export const ToolList = z.object({ data: z.array(ListedTool) });
