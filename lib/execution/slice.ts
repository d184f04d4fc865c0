import type { PlanStep } from "#lib/planner/plan.ts";
import type { Fact } from "./events.ts";
import type { Execution, Step } from "./state.ts";

/** How many dependents, roots or waiters one append moves at the most; the rest follows in further appends. */
export const chunkSize = 200;

/** A step's row: its folded state, the plan's step, and what scheduling needs. */
export type Row = {
  id: string;
  spec: PlanStep;
  position: number;
  batch: number;
  parent: string | null;
  /** Dependencies that are not settled yet. */
  waitingOn: number;
  /** A dependency failed or was skipped. */
  missing: boolean;
  state: Step;
  /** Its claim ran out: the worker that ran it is gone or frozen. */
  leaseLost?: boolean;
};

export type Edge = { from: string; to: string };

/**
 * As much of an execution as one decision reads: the head, the steps concerned and their dependents.
 * `execution` holds only what the slice loaded; its `steps` hold only steps that the log has spoken of.
 */
export type Slice = {
  execution: Execution;
  rows: Record<string, Row>;
  /** Unsettled edges that leave a settled or a concerned step, a chunk at the most. */
  edges: Edge[];
  /** There may be more of these edges than a chunk. */
  edgesCut: boolean;
  /** Pending steps that wait on nothing, a chunk at the most (only when asked for). */
  roots: string[];
  /** Held steps that could move: by pause or for a slot (only when asked for). */
  waiters: string[];
  /** Steps that the run asked for has claimed and did not settle: what is left of it after its process died. */
  claims: { stepId: string; wake: number }[];
  /** There is more of the kind asked for than a chunk. */
  more: boolean;
};

/** What to load for a decision. */
export type Need = {
  steps?: string[];
  approvals?: string[];
  /** Edges that leave these steps, with their dependents' rows. */
  edgesFrom?: string[];
  /** Everything that could move: unsettled edges of settled steps, roots, waiters. */
  movable?: boolean;
  /** Held steps that could move, and nothing else of what could. */
  waiters?: boolean;
  /** The durable run whose claims are wanted. */
  run?: string;
  /** Every step that the log has opened and not closed, for the end. */
  open?: boolean;
};

export type NudgeName =
  | "execution/requested"
  | "execution/advance"
  | "execution/settled"
  | "execution/review"
  | "execution/overtime"
  | "step/ready"
  | "approval/requested"
  | "approval/tell"
  | "approval/asked"
  | "approval/closed"
  | "budget/raised";

/** A message that wakes a durable function. It carries ids only; who wakes re-reads the truth. */
export type Nudge = {
  id: string;
  name: NudgeName;
  data: { executionId: string; stepId?: string; wake?: number; approvalId?: string };
  dueAt?: string;
};

export type NewStep = { id: string; spec: PlanStep; position: number; batch: number; parent: string | null; waitingOn: number };

/** What a decision asks the append to write, beside its answer. */
export type Decision<Answer = undefined> = {
  facts: Fact[];
  settledEdges?: (Edge & { missing: boolean })[];
  newSteps?: NewStep[];
  newEdges?: Edge[];
  nudges?: Nudge[];
  answer: Answer;
};

export function nothing<Answer>(answer: Answer): Decision<Answer> {
  return { facts: [], answer };
}
