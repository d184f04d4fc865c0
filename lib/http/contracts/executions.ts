import { z } from "zod";
import { Autonomy } from "#lib/execution/events.ts";
import { isRecord, Json } from "#lib/kernel/json.ts";
import type { PlanDraft } from "#lib/planner/plan.ts";
import { Settings } from "#lib/tenancy/settings.ts";
import { Cursor, Limit } from "../cursor.ts";

const megabyte = 1_048_576;

/** Any text may stand where an id is expected: what no id can be is not found, like what is not there. */
export const ExecutionParams = z.object({ id: z.string().regex(/^[A-Za-z0-9_-]{1,100}$/) });
export type ExecutionParams = z.infer<typeof ExecutionParams>;

const PayloadParams = ExecutionParams.extend({ payloadId: z.string().regex(/^[A-Za-z0-9_-]{1,100}$/) });

const Request = z.string().trim().min(1, "say what should be done").max(20_000);
const Input = z.record(z.string().max(200), Json);

export const Budget = z
  .strictObject({
    limitMicros: z.int().min(0).optional(),
    limitTokens: z.int().min(0).optional(),
    currency: z.literal("USD", "models are counted in USD").default("USD"),
  })
  .check(({ value, issues }) => {
    if (value.limitMicros === undefined && value.limitTokens === undefined)
      issues.push({ code: "custom", message: "give limitMicros, limitTokens or both", path: ["limitMicros"], input: value });
  });

/** A plan's shape and meaning are checked together, once, by `validatePlan`. */
export const PlanField = z.custom<PlanDraft>(isRecord, "a plan is an object");

export const StartExecution = z
  .strictObject({
    request: Request.optional(),
    /** What lists call it; without one, the request's first words or the plan's length. */
    title: z.string().trim().min(1).max(200).optional(),
    workflowId: z.string().min(1).max(100).optional(),
    version: z.int().min(1).optional(),
    plan: PlanField.optional(),
    /** From the plan's card. With a plan beside it, that is what runs, as version 2. */
    draftId: z.string().min(1).max(100).optional(),
    input: Input.optional(),
    /** Without one, as the workflow, the workspace or the operator has it. */
    autonomy: Autonomy.optional(),
    dryRun: z.boolean().optional(),
    budget: Budget.optional(),
    concurrency: z.int().min(1).max(1_000).optional(),
    /** For this execution and every step of it, before what the step itself says. */
    settings: Settings.pick({
      stepTimeoutMs: true,
      stepAttempts: true,
      executionTimeoutMs: true,
      executionTimeoutCounts: true,
      minEffectiveness: true,
      replanning: true,
    })
      .partial()
      .optional(),
  })
  .check(({ value, issues }) => {
    const names = ["request", "workflowId", "plan", "draftId"] as const;
    const given = names.filter((name) => value[name] !== undefined && !(name === "plan" && value.draftId !== undefined));
    const [, second = "request"] = given;
    if (given.length !== 1)
      issues.push({ code: "custom", message: "give exactly one of request, workflowId, plan and draftId", path: [second], input: value });
    if (value.version !== undefined && value.workflowId === undefined)
      issues.push({ code: "custom", message: "is a workflow's version: it needs workflowId", path: ["version"], input: value });
  });
export type StartExecution = z.infer<typeof StartExecution>;

export const DraftPlan = z.strictObject({ request: Request, input: Input.optional() });

export const ListExecutions = z.strictObject({
  status: z.enum(["queued", "planning", "awaiting_approval", "running", "paused", "completed", "failed", "cancelled"]).optional(),
  /** Wider than one status: not over yet, or held by a person. */
  view: z.enum(["open", "waiting"]).optional(),
  trigger: z.string().min(1).max(100).optional(),
  workflow: z.string().min(1).max(100).optional(),
  text: z.string().trim().min(1).max(200).optional(),
  cursor: Cursor.optional(),
  limit: Limit,
});

export const FollowExecution = z.strictObject({
  lastEventId: z.coerce.number().int().min(0).max(2_147_483_647).optional(),
});
export type FollowExecution = z.infer<typeof FollowExecution>;

/** Everything is optional: nothing said is the whole of it once more. */
const ForkExecution = z
  .strictObject({
    from: z.string().min(1).max(200).optional().describe("the step, or the approval, that it goes on from; absent: from its beginning"),
    rest: z.literal(true).optional().describe("instead of a step: what is not done yet; everything that is done stays as it was"),
    input: Input.optional().describe("another input for the whole"),
    params: z.record(z.string().max(200), Json).optional().describe("another input for the step that it goes on from"),
    effects: z
      .enum(["reuse", "repeat", "compensate"])
      .default("reuse")
      .describe(
        "whether a call that was made already, and comes out the same, is made again; compensate: undone first where it can be, once the other is over",
      ),
    dryRun: z.boolean().optional(),
  })
  .refine(({ from, rest }) => from === undefined || rest === undefined, { error: "give a step or rest, and not both", path: ["rest"] });

const ReplanExecution = z.strictObject({
  plan: PlanField.optional().describe("the changed plan; absent: the request in words is planned anew"),
  because: z.string().trim().min(1).max(300).optional(),
});

const RollBack = z.strictObject({
  to: z.string().min(1).max(100).optional().describe("to before this step: it and what hangs on it; absent: all of it"),
  effect: z.string().min(1).max(100).optional().describe("only this effect"),
});

const EffectParams = ExecutionParams.extend({ effectId: z.string().min(1).max(100) });
const SayEffect = z.strictObject({
  step: z.string().min(1).max(200).describe("the step that it belongs to"),
  happened: z.boolean().describe("what became of it, as a person found out; of an undoing: whether it was undone"),
});

const CompareWith = z.strictObject({
  with: z.string().min(1).max(100).optional().describe("the other execution; absent: the one that it is a fork of"),
});

export const executions = {
  start: { body: StartExecution, maxBytes: 4 * megabyte },
  draft: { body: DraftPlan, maxBytes: 4 * megabyte },
  list: { query: ListExecutions },
  read: { params: ExecutionParams },
  control: { params: ExecutionParams },
  payload: { params: PayloadParams },
  plans: { params: ExecutionParams },
  fork: { params: ExecutionParams, body: ForkExecution, maxBytes: 4 * megabyte },
  rollback: { params: ExecutionParams, body: RollBack },
  sayEffect: { params: EffectParams, body: SayEffect },
  replan: { params: ExecutionParams, body: ReplanExecution, maxBytes: 4 * megabyte },
  compare: { params: ExecutionParams, query: CompareWith },
  follow: { params: ExecutionParams, query: FollowExecution },
};
