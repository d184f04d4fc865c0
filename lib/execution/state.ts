import type { FailureType } from "#lib/kernel/failure.ts";
import type { Phase } from "#lib/safety/allocation.ts";
import type { Terms } from "#lib/safety/approvals/policy.ts";
import type { GateOutcome } from "#lib/safety/gates/gate.ts";
import type {
  Answer,
  ApprovalKind,
  Autonomy,
  Budget,
  By,
  Draft,
  Fork,
  Hold,
  HoldReason,
  PayloadRef,
  RungKind,
  RungSource,
  SettingsTaken,
} from "./events.ts";

/** Calls to the outside: in all, how many failed, and by tool in the running minute and the one before. */
export type Calls = {
  total: number;
  errors: number;
  byTool: Record<string, { minute: number; now: number; before: number; total: number }>;
};

/** What begins an execution that only asks about a budget of the workspace. */
export const raiseTrigger = "budget";

export type ExecutionStatus = "queued" | "planning" | "awaiting_approval" | "running" | "paused" | "completed" | "failed" | "cancelled";
export type StepStatus = "pending" | "ready" | "held" | "running" | "retrying" | "completed" | "failed" | "skipped" | "cancelled";

/** The execution without its steps: what lists show and what decisions about the whole read. */
export type Head = {
  id: string;
  seq: number;
  status: ExecutionStatus;
  title: string;
  request?: string;
  /** The request word for word, where `request` has placeholders. */
  original?: PayloadRef;
  trigger: string;
  by: By;
  autonomy: Autonomy;
  concurrency: number;
  budget?: Budget;
  /** What the calls of models for it used. */
  spent?: Spent;
  /** The tokens of it, by what the calls were for. */
  tokensIn?: Partial<Record<Phase, number>>;
  /** How often it called what is outside. */
  calls?: Calls;
  /** What the gates found while it runs, where that is more than nothing. */
  checks?: Record<string, GateOutcome>;
  settings?: SettingsTaken;
  input?: PayloadRef;
  given?: PayloadRef;
  draft?: Draft;
  workflowId?: string;
  workflowVersion?: number;
  /** Of its workflow, as it was started: whoever has a hand in it needs the permission of the group. */
  group?: string;
  parent?: string;
  fork?: Fork;
  /** A rung of the ladder has it rolled back once it failed: since which step, and whether that is done. */
  rollback?: { step: string; to?: string; done: boolean };
  /** The execution that waits to go on in its place, by a plan that the product proposed. */
  proposed?: string;
  /** A dry run: nothing of it happens in the world. */
  simulated?: true;
  /** Why the real one asks about the plan as a whole, before anything begins. */
  foreseen?: ForeseenHold[];
  plan: { ref: PayloadRef; version: number; steps: number; batches: number; gain: number; planner: string; notes: string[] } | null;
  /** Set from the moment that nothing new may begin until the end. */
  halting: { as: "failed" | "cancelled"; because: string; by?: By } | null;
  /** How many steps of the plan (iterations apart) are in each final state. */
  counts: { completed: number; failed: number; skipped: number; cancelled: number };
  /** Attempts in flight, iterations included: what the concurrency cap bounds. */
  running: number;
  /** How long calls were under way; `since`: they are now. Only where that is limited. */
  work?: { ms: number; since?: string };
  /** Steps that wait for a free slot. */
  slotWaiters: number;
  openApprovals: number;
  createdAt: string;
  plannedAt?: string;
  startedAt?: string;
  endedAt?: string;
  degraded: boolean;
  missing: string[];
  result: PayloadRef | null;
  because?: string;
};

/** Where a step is on the ladder. `rung` is what is done now; what was done before is in `tried`. */
export type Recovery = {
  rung?: {
    name: string;
    kind: RungKind;
    from: RungSource;
    index?: number;
    tool?: string;
    timeoutMs?: number;
    attempts: number;
    maxMs?: number;
    maxMicros?: number;
    /** Attempts before it, so that its own are counted apart. */
    before: number;
    /** What the step's calls of models had cost before it. */
    spent?: Spent;
    since: string;
    /** People's time up to here, which is not the rung's. */
    heldMs: number;
    because: string;
    error: FailureType;
    /** Its change is in the frozen parameters already. */
    applied: boolean;
  };
  /** How often the call was changed: each change is another effect, with another key. */
  changes: number;
  /** The rungs that were taken, so that none is taken twice. */
  used: string[];
  /** The parameters as they were before anything was changed. */
  original?: PayloadRef;
  tried: {
    name: string;
    because: string;
    ms: number;
    outcome: string;
    attempts: number;
    at: string;
    costMicros?: number;
    tokens?: number;
  }[];
};

/** What calls of models cost. */
export type Spent = { micros: number; tokens: number };

/** What a dry run found that the real one waits for. */
export type ForeseenHold = { reason: HoldReason; because: string; summary: string; why: string[]; until?: string };
/** What a dry run found of a step. */
export type Foreseen = { holds: ForeseenHold[]; effect?: { tool: string; effect: string; summary: string } };

type StepBase = {
  id: string;
  name: string;
  tool: string;
  parent?: string;
  /** Counts releases; a nudge for an older one does nothing. */
  wake: number;
  fence: number;
  attempt: number;
  /** How often the worker under it was lost. */
  losses: number;
  run?: string;
  /** Rendered once and frozen when the step was held or started. */
  params?: PayloadRef;
  /** The payload that a person released, by hash. */
  approved?: { approvalId: string; payloadHash: string; by: By };
  /** What people answered to its form. */
  form?: PayloadRef;
  /** The standing approval that let it go unasked. */
  waived?: { ruleId: string; givenBy: { id: string; name: string } };
  iterations?: { total: number; settled: number; failed: number };
  /** What its calls of models used. */
  spent?: Spent;
  /** The ladder, for a step that its own attempts did not bring through. */
  recovery?: Recovery;
  foreseen?: Foreseen;
  /** Where a dry run took its output from. */
  answer?: Answer;
  /** The execution that did it. */
  reused?: string;
  readiedAt?: string;
  startedAt?: string;
  endedAt?: string;
  /** Times apart: waiting for people, and waiting for a retry. */
  heldMs: number;
  retryMs: number;
};

export type Step = StepBase &
  (
    | { status: "pending" }
    | { status: "ready" }
    | { status: "held"; hold: Hold }
    /** `since`: of this attempt; `heardAt`: when it last said how far it is. */
    | { status: "running"; since?: string; note?: string; heardAt?: string }
    | { status: "retrying"; dueAt: string; because: string; since: string }
    | { status: "completed"; output: PayloadRef; preview: string }
    | { status: "failed"; because: string; code: string }
    | { status: "skipped"; because: string }
    | { status: "cancelled"; because: string }
  );

/** One of those who have to agree. */
export type Vote = { by: By; person: string; onBehalfOf?: { id: string; name: string }; note?: string; at: string };

export type Approval = {
  id: string;
  step: string | null;
  kind: ApprovalKind;
  status: "open" | "approved" | "rejected" | "expired" | "void";
  payload: PayloadRef;
  payloadHash: string;
  summary: string;
  tool?: string;
  effect?: string;
  why: string[];
  /** Which parameters derive from outside, in words. */
  derived?: string[];
  requestedAt: string;
  expiresAt: string;
  decidedAt?: string;
  by?: By;
  onBehalfOf?: { id: string; name: string };
  note?: string;
  /** Absent: everybody whose role may decides alone, and its end rejects it. */
  terms?: Terms;
  /** The questions that are answered with the decision, and what was answered so far. */
  form?: PayloadRef;
  answers?: PayloadRef;
  /** The budget that is to be raised. */
  budget?: string;
  /** Who asked for it, where that is not who asked for the execution. */
  askedBy?: By;
  /** Who agreed to the payload as it is now. */
  votes?: Vote[];
  /** The payload as it was asked about, where somebody changed it since. */
  original?: PayloadRef;
  amendedBy?: By;
  remindedAt?: string;
  escalatedAt?: string;
  /** What was asked and answered about it. */
  thread?: Message[];
};

export type Effect = {
  id: string;
  step: string;
  key: string;
  tool: string;
  effect: string;
  summary: string;
  payload: PayloadRef;
  status: "intended" | "done" | "failed" | "unknown" | "compensated";
  proof?: string;
  because?: string;
  /** Whether there is a way to take it back. */
  canUndo?: boolean;
  /** Of a call that takes another effect back: which. */
  undoes?: string;
  intendedAt: string;
  settledAt?: string;
};

export type Message = { id: string; from: string; to: string; text: string; at: string };
export type ContextEntry = { key: string; version: number; value: unknown; writer: string; at: string };

/** A whole execution: the fold of its log. */
export type Execution = {
  head: Head;
  steps: Record<string, Step>;
  approvals: Record<string, Approval>;
  effects: Record<string, Effect>;
  context: Record<string, ContextEntry>;
  messages: Record<string, Message>;
};

export const settledStatuses = ["completed", "failed", "skipped", "cancelled"] as const;

export function isSettled(status: StepStatus): boolean {
  return (settledStatuses as readonly string[]).includes(status);
}

/** It runs, and nothing of it moves before somebody decides. */
export const isHeld = ({ status, openApprovals, running }: Pick<Head, "status" | "openApprovals" | "running">): boolean =>
  status === "running" && openApprovals > 0 && running === 0;

export function isOver(status: ExecutionStatus): boolean {
  return status === "completed" || status === "failed" || status === "cancelled";
}
