import { z } from "zod";
import { By } from "#lib/execution/events.ts";
import { Json } from "#lib/kernel/json.ts";
import { ShownForm } from "./approval-link.ts";

const Time = z.iso.datetime();
const Status = z.enum(["queued", "planning", "awaiting_approval", "running", "paused", "completed", "failed", "cancelled"]);

const pageOf = <Row extends z.ZodType>(row: Row) => z.object({ data: z.array(row), nextCursor: z.string().nullable() });

export const Started = z.object({ id: z.string(), status: Status, url: z.string() });
export const Controlled = z.object({ id: z.string(), status: Status, halting: z.boolean() });
export const SteppedAnswer = z.object({
  id: z.string(),
  step: z.string(),
  status: z.enum(["pending", "ready", "held", "running", "retrying", "completed", "failed", "skipped", "cancelled"]),
});
export const Decided = z.object({
  approvalId: z.string(),
  status: z.enum(["open", "approved", "rejected", "expired", "void"]),
  /** Where several have to agree: how many did. */
  agreed: z.int().optional(),
  quorum: z.int().optional(),
});

export const ExecutionPage = pageOf(
  z.object({
    id: z.string(),
    status: Status,
    title: z.string(),
    trigger: z.string(),
    requestedBy: z.string(),
    workflowId: z.string().nullable(),
    /** One plain sentence. */
    waitingOn: z.string().nullable(),
    /** It runs, and nothing of it moves before somebody decides. */
    held: z.boolean(),
    /** A dry run: nothing of it happened. */
    simulated: z.boolean(),
    /** What its calls of models cost so far, in millionths of a dollar; null where there were none. */
    costMicros: z.number().nullable(),
    createdAt: Time,
    updatedAt: Time,
    endedAt: Time.nullable(),
    url: z.string(),
  }),
);

export const Snapshot = z.looseObject({
  id: z.string(),
  /** Where a stream goes on: `?lastEventId=`. */
  seq: z.int(),
  status: Status,
  waitingOn: z.string().nullable(),
  allowed: z.array(z.enum(["pause", "resume", "cancel"])),
  title: z.string(),
  request: z.string().nullable(),
  trigger: z.string(),
  by: By,
  plan: z.looseObject({ version: z.int(), planner: z.string(), steps: z.array(Json), batches: z.array(z.array(z.string())) }).nullable(),
  steps: z.array(z.looseObject({ id: z.string(), status: z.string(), batch: z.int(), tool: z.string(), name: z.string() })),
  approvals: z.array(z.looseObject({ id: z.string(), status: z.string(), summary: z.string(), payload: Json, payloadHash: z.string() })),
  effects: z.array(z.looseObject({ id: z.string(), step: z.string(), status: z.string(), summary: z.string() })),
  /** A dry run: nothing of it happened. */
  simulated: z.boolean(),
  /** What the real one would do, as far as the dry run got. */
  forecast: z
    .looseObject({
      counts: z.record(z.string(), z.int()),
      effects: z.array(z.looseObject({ step: z.string(), tool: z.string(), effect: z.string(), summary: z.string() })),
      holds: z.array(z.looseObject({ step: z.string().nullable(), reason: z.string(), summary: z.string(), why: z.array(z.string()) })),
      durationMs: z.object({ low: z.number(), high: z.number() }).nullable(),
      costMicros: z.number().nullable(),
      tokens: z.number().nullable(),
      basis: z.string(),
      answers: z.record(z.string(), z.int()),
    })
    .nullable(),
  /** Of which execution it goes on, and from where. */
  fork: z.looseObject({ of: z.string(), from: z.string().optional(), effects: z.enum(["reuse", "repeat"]) }).nullable(),
  metrics: z.looseObject({ parallelizationGain: z.number(), totalDuration: z.number() }),
  result: Json,
  createdAt: Time,
  endedAt: Time.nullable(),
  url: z.string(),
});

const Change = z.object({
  kind: z.enum(["added", "removed", "changed"]),
  /** Of which step, in plain words. */
  step: z.string(),
  what: z.string(),
  before: z.string().optional(),
  after: z.string().optional(),
});

export const PlanVersions = z.object({
  data: z.array(
    z.object({
      version: z.int(),
      at: Time,
      by: z.object({ kind: z.enum(["member", "key", "system", "planner"]), name: z.string() }),
      because: z.string(),
      steps: z.int(),
      /** What differs from the version before. */
      changes: z.array(Change),
      current: z.boolean(),
    }),
  ),
});

export const RolledBack = z.object({
  id: z.string(),
  undone: z.array(z.object({ step: z.string(), summary: z.string() })),
  /** What is left, and why: it cannot be undone, nobody knows whether it was, or somebody is at it. */
  left: z.array(z.object({ step: z.string(), summary: z.string(), because: z.string(), state: z.enum(["kept", "unknown", "busy"]) })),
});

export const EffectSaid = z.object({ id: z.string(), effectId: z.string(), status: z.string() });

export type RolledBack = z.infer<typeof RolledBack>;

const ComparedSide = z.object({
  id: z.string(),
  title: z.string(),
  status: Status,
  simulated: z.boolean(),
  planVersion: z.int().nullable(),
  createdAt: Time,
  endedAt: Time.nullable(),
  durationMs: z.number().nullable(),
  /** Nothing was paid for, or nothing is known of it. */
  costMicros: z.number().nullable(),
  url: z.string(),
});
const ComparedStep = z.object({ status: z.string(), ms: z.number().nullable(), preview: z.string().nullable(), reused: z.boolean() });

export const Comparison = z.object({
  left: ComparedSide,
  right: ComparedSide,
  /** What differs in the plan, from left to right. */
  plan: z.array(Change),
  isInputSame: z.boolean(),
  steps: z.array(
    z.object({
      step: z.string(),
      name: z.string(),
      tool: z.string(),
      left: ComparedStep.nullable(),
      right: ComparedStep.nullable(),
      differs: z.array(z.enum(["presence", "tool", "input", "status", "output"])),
    }),
  ),
  /** Where they part: all that differs later may come of it. */
  first: z
    .object({
      step: z.string().nullable(),
      name: z.string(),
      what: z.enum(["plan", "input", "presence", "tool", "status", "output"]),
      left: Json,
      right: Json,
    })
    .nullable(),
});

const workflow = {
  id: z.string(),
  name: z.string(),
  description: z.string(),
  group: z.string().nullable(),
  version: z.int(),
  steps: z.int(),
  createdBy: z.string(),
  createdAt: Time,
  updatedAt: Time,
};
export const WorkflowPage = pageOf(z.object(workflow));
export const WorkflowSaved = z.object({ id: z.string(), version: z.int() });
export const WorkflowAnswer = z.object({
  ...workflow,
  plan: z.looseObject({ steps: z.array(Json) }),
  /** Newest first. */
  versions: z.array(
    z.object({ version: z.int(), at: Time, by: z.string(), because: z.string(), steps: z.int(), changes: z.array(Change) }),
  ),
});
export const WorkflowArchived = z.object({ id: z.string() });

export const PayloadAnswer = z.object({ id: z.string(), value: Json });

export const ApprovalPage = pageOf(
  z.looseObject({
    id: z.string(),
    executionId: z.string(),
    step: z.string().nullable(),
    status: z.string(),
    summary: z.string(),
    /** Exactly what a decision releases; `payloadHash` binds the decision to it. */
    payload: Json,
    payloadHash: z.string(),
    /** The questions that are answered with a decision, which names their hash. */
    form: ShownForm.optional(),
    why: z.array(z.string()),
    expiresAt: Time,
    /** Whether the one who asks may decide it, and why not. */
    you: z.object({ may: z.boolean(), because: z.string().nullable() }),
    /** Who still may, the first of them. */
    seats: z.array(
      z.object({ person: z.string(), name: z.string(), onBehalfOf: z.object({ id: z.string(), name: z.string() }).optional() }),
    ),
    seatsInAll: z.int(),
    /** Which of the plan's steps it is; null: it is about the plan as a whole. */
    place: z.object({ step: z.int(), of: z.int() }).nullable(),
    /** What its execution spent so far, in millionths of a dollar and in tokens, and the most that it may spend. */
    cost: z.object({ micros: z.number(), tokens: z.number(), limitMicros: z.number().nullable() }),
    url: z.string(),
  }),
);

export const Card = z.looseObject({
  kind: z.enum(["plan", "clarify", "answer", "refuse"]),
  /** Runs as it is, or with a changed plan, by POST /api/orchestrate. */
  draftId: z.string().optional(),
  plan: z.looseObject({ steps: z.array(Json), batches: z.array(z.array(z.string())) }).nullable(),
  reason: z.string().optional(),
  missing: z.array(z.string()).optional(),
});

export const ToolPage = pageOf(
  z.object({
    name: z.string(),
    title: z.string(),
    description: z.string(),
    effect: z.enum(["read", "write", "send", "spend", "delete", "by_parameters"]),
    /** Who runs it needs the permission of this group. */
    group: z.string().nullable(),
    input: Json,
    output: Json,
    takes: z.record(z.string(), z.string()),
    gives: z.record(z.string(), z.string()),
  }),
);

export const Alive = z.object({ status: z.literal("ok") });
export const Readiness = z.object({
  status: z.enum(["ready", "not_ready"]),
  components: z.array(z.object({ name: z.string(), status: z.enum(["ok", "down"]), ms: z.int() })),
});

/** RFC 9457, with the product's own code. */
export const Problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  instance: z.string(),
  code: z.string(),
  errors: z.array(z.object({ path: z.string(), because: z.string() })).optional(),
  /** After a 409: what is possible now. */
  allowed: z.array(z.string()).optional(),
  requestId: z.string(),
});

const BreakerAnswer = z.object({
  component: z.string(),
  state: z.enum(["closed", "open", "half_open"]),
  failures: z.int(),
  trips: z.int(),
  openUntil: z.string().nullable(),
  lastError: z.string().nullable(),
  lastFailureAt: z.string().nullable(),
  changedAt: z.string(),
  changedBy: z.string().nullable(),
});
export const BreakerPage = pageOf(BreakerAnswer);
export const BreakerTurned = BreakerAnswer.extend({ released: z.int() });

export const ReliabilityAnswer = z.object({
  days: z.int(),
  troubled: z.int(),
  recovered: z.int(),
  recoveredShare: z.number().nullable(),
  timeToRecoverMs: z.object({ p50: z.number(), p95: z.number() }).nullable(),
  interventions: z.int(),
  unknownEffects: z.object({ now: z.int(), since: z.int() }),
  openBreakers: z.int(),
  rungs: z.array(z.object({ rung: z.string(), tried: z.int(), recovered: z.int() })),
  breakers: z.array(BreakerAnswer),
  latest: z.array(
    z.object({
      executionId: z.string(),
      title: z.string(),
      step: z.string().nullable(),
      rung: z.string(),
      outcome: z.string(),
      because: z.string(),
      ms: z.number(),
      at: z.string(),
    }),
  ),
});
