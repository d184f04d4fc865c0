import type { z } from "zod";
import type { Permission } from "#lib/tenancy/permissions.ts";
import {
  Alive,
  ApprovalPage,
  BreakerPage,
  BreakerTurned,
  Card,
  Comparison,
  Controlled,
  Decided,
  ExecutionPage,
  PayloadAnswer,
  PlanVersions,
  Readiness,
  ReliabilityAnswer,
  RolledBack,
  Snapshot,
  Started,
  SteppedAnswer,
  ToolPage,
  WorkflowAnswer,
  WorkflowArchived,
  WorkflowPage,
  WorkflowSaved,
} from "./answers.ts";
import { approvalOperations } from "./approval-operations.ts";
import { approvals } from "./approvals.ts";
import { connectionOperations } from "./connections.ts";
import { EffectPage, effects } from "./effects.ts";
import { executions } from "./executions.ts";
import { ExecutorAnswer, executor, RunHandled } from "./executor.ts";
import { GuardrailJudgement, GuardrailPolicy, GuardrailPolicyPage, guardrails } from "./guardrails.ts";
import { peopleOperations } from "./people-operations.ts";
import { reliability } from "./reliability.ts";
import { settingsOperations } from "./settings.ts";
import { steps } from "./steps.ts";
import { workflows } from "./workflows.ts";
import { workspaceOperations } from "./workspaces.ts";

export type Operation = {
  method: "get" | "post" | "put" | "delete";
  path: string;
  /** Absent: anybody may ask. */
  allow?: Permission;
  summary: string;
  params?: z.ZodObject;
  query?: z.ZodObject;
  body?: z.ZodType;
  /** What is answered when all is well; a stream is text. */
  status: 200 | 201 | 202;
  answer: z.ZodType | "stream" | "document" | "text";
};

/** Every route of the interface: what the OpenAPI document is made of, held against the tree by a test. */
export const operations: Operation[] = [
  {
    method: "post",
    path: "/api/orchestrate",
    allow: "execution:start",
    summary: "Starts an execution of a request, a workflow or a plan; answers before any planning",
    body: executions.start.body,
    status: 202,
    answer: Started,
  },
  {
    method: "get",
    path: "/api/orchestrate",
    allow: "execution:read",
    summary: "Lists executions, newest first",
    ...executions.list,
    status: 200,
    answer: ExecutionPage,
  },
  {
    method: "post",
    path: "/api/orchestrate/plan",
    allow: "execution:start",
    summary: "Drafts the plan card of a request; nothing starts",
    body: executions.draft.body,
    status: 200,
    answer: Card,
  },
  {
    method: "get",
    path: "/api/orchestrate/{id}",
    allow: "execution:read",
    summary: "One consistent look at an execution",
    ...executions.read,
    status: 200,
    answer: Snapshot,
  },
  {
    method: "get",
    path: "/api/orchestrate/{id}/payloads/{payloadId}",
    allow: "execution:read",
    summary: "The bytes that an event of the execution refers to: an input, an output, a plan",
    ...executions.payload,
    status: 200,
    answer: PayloadAnswer,
  },
  {
    method: "get",
    path: "/api/orchestrate/{id}/plans",
    allow: "execution:read",
    summary: "The versions of an execution's plan: who made each, why, and what it changed",
    ...executions.plans,
    status: 200,
    answer: PlanVersions,
  },
  {
    method: "post",
    path: "/api/orchestrate/{id}/fork",
    allow: "execution:start",
    summary: "Goes on from a step of an execution, in a new one: what does not hang on that step stays as it was",
    ...executions.fork,
    status: 202,
    answer: Started,
  },
  {
    method: "post",
    path: "/api/orchestrate/{id}/replan",
    allow: "execution:control",
    summary:
      "Changes the plan of a held, paused or failed execution: another one goes on in its place, with all that is done; 409 says what is possible instead",
    ...executions.replan,
    status: 202,
    answer: Started,
  },
  {
    method: "post",
    path: "/api/orchestrate/{id}/rollback",
    allow: "execution:control",
    summary: "Undoes what an execution that is over did to the world, the latest first; says what cannot be undone",
    ...executions.rollback,
    status: 200,
    answer: RolledBack,
  },
  {
    method: "get",
    path: "/api/orchestrate/{id}/compare",
    allow: "execution:read",
    summary: "Two executions side by side, and the first thing in which they differ",
    ...executions.compare,
    status: 200,
    answer: Comparison,
  },
  ...(["pause", "resume", "cancel"] as const).map(
    (action): Operation => ({
      method: "post",
      path: `/api/orchestrate/{id}/${action}`,
      allow: "execution:control",
      summary: `${action[0]?.toUpperCase()}${action.slice(1)}s an execution; 409 says what is possible instead`,
      ...executions.control,
      status: 202,
      answer: Controlled,
    }),
  ),
  {
    method: "post",
    path: "/api/orchestrate/{id}/steps/{stepId}",
    allow: "execution:control",
    summary: "Takes a waiting step in hand: retry it, skip it, give its output or change its input; 409 says what is possible instead",
    ...steps.control,
    status: 200,
    answer: SteppedAnswer,
  },
  {
    method: "get",
    path: "/api/orchestrate/stream/{id}",
    allow: "execution:read",
    summary: "Follows an execution's log as server-sent events; resumes after Last-Event-ID or lastEventId, 204 when all was read",
    ...executions.follow,
    status: 200,
    answer: "stream",
  },
  {
    method: "get",
    path: "/api/approvals",
    allow: "approval:read",
    summary: "Lists what waits for a person, the next to expire first",
    ...approvals.list,
    status: 200,
    answer: ApprovalPage,
  },
  {
    method: "post",
    path: "/api/approvals/{id}/decide",
    allow: "approval:decide",
    summary: "Decides an approval, once, for the payload that was shown",
    ...approvals.decide,
    status: 200,
    answer: Decided,
  },
  {
    method: "get",
    path: "/api/guardrails",
    allow: "guardrail:read",
    summary: "Lists the policies of the workspace: what each means, how strict it is, its parameters and whether it holds",
    status: 200,
    answer: GuardrailPolicyPage,
  },
  {
    method: "put",
    path: "/api/guardrails/policies/{name}",
    allow: "guardrail:write",
    summary: "Changes a policy, or makes one; the change is its next version. With If-Match, 412 when somebody else made one meanwhile",
    ...guardrails.change,
    status: 200,
    answer: GuardrailPolicy,
  },
  {
    method: "post",
    path: "/api/guardrails/evaluate",
    allow: "guardrail:evaluate",
    summary: "Judges a text, an action or a message by the policies of the workspace; nothing happens",
    body: guardrails.evaluate.body,
    status: 200,
    answer: GuardrailJudgement,
  },
  {
    method: "get",
    path: "/api/workflows",
    allow: "workflow:read",
    summary: "Lists the plans that are kept under a name, the last changed first",
    ...workflows.list,
    status: 200,
    answer: WorkflowPage,
  },
  {
    method: "post",
    path: "/api/workflows",
    allow: "workflow:write",
    summary: "Keeps a plan under a name",
    ...workflows.save,
    status: 201,
    answer: WorkflowSaved,
  },
  {
    method: "get",
    path: "/api/workflows/{id}",
    allow: "workflow:read",
    summary: "A workflow with its newest plan and what each version changed; its ETag is the version",
    ...workflows.read,
    status: 200,
    answer: WorkflowAnswer,
  },
  {
    method: "put",
    path: "/api/workflows/{id}",
    allow: "workflow:write",
    summary: "Changes a workflow: a plan makes the next version. With If-Match, 412 when somebody else made one meanwhile",
    ...workflows.revise,
    status: 200,
    answer: WorkflowSaved,
  },
  {
    method: "delete",
    path: "/api/workflows/{id}",
    allow: "workflow:write",
    summary: "Puts a workflow away; what ran by it stays as it is",
    ...workflows.archive,
    status: 200,
    answer: WorkflowArchived,
  },
  {
    method: "get",
    path: "/api/breakers",
    allow: "execution:read",
    summary: "Lists the breakers of components that ever failed, the open ones first",
    status: 200,
    answer: BreakerPage,
  },
  {
    method: "post",
    path: "/api/breakers",
    allow: "execution:control",
    summary: "Opens or closes a breaker by hand; what waited for one that is closed goes on at once",
    body: reliability.turn.body,
    status: 200,
    answer: BreakerTurned,
  },
  {
    method: "get",
    path: "/api/reliability",
    allow: "execution:read",
    summary: "How much recovered by itself and how fast, where people were needed, what is open and what is not known",
    ...reliability.read,
    status: 200,
    answer: ReliabilityAnswer,
  },
  {
    method: "get",
    path: "/api/tools",
    allow: "tool:read",
    summary: "Lists the tools, with what they take, give and do",
    status: 200,
    answer: ToolPage,
  },
  ...approvalOperations,
  ...peopleOperations,
  ...connectionOperations,
  ...settingsOperations,
  ...workspaceOperations,
  {
    method: "get",
    path: "/api/effects",
    allow: "execution:read",
    summary: "Lists what steps sent, wrote, spent and deleted, the newest first, each with what proves it",
    ...effects.list,
    status: 200,
    answer: EffectPage,
  },
  {
    method: "get",
    path: "/api/executor",
    allow: "execution:control",
    summary: "What drives the workspace's executions: its queue, its functions, what is under way and what failed for good",
    status: 200,
    answer: ExecutorAnswer,
  },
  {
    method: "post",
    path: "/api/executor/runs/{id}",
    allow: "execution:control",
    summary: "Runs a failed run's event again, or ends an open run",
    ...executor.run,
    status: 200,
    answer: RunHandled,
  },
  {
    method: "get",
    path: "/api/metrics",
    allow: "usage:read",
    summary: "The workspace's figures, as Prometheus reads them",
    status: 200,
    answer: "text",
  },
  { method: "get", path: "/api/health", summary: "Whether the server lives", status: 200, answer: Alive },
  { method: "get", path: "/api/ready", summary: "Whether it can serve, by component; 503 when not", status: 200, answer: Readiness },
  { method: "get", path: "/api/openapi.json", summary: "This document", status: 200, answer: "document" },
];
