import type { Json } from "#lib/kernel/json.ts";
import { accept, type Outcome, refuse } from "#lib/kernel/outcome.ts";
import type { PlanStep } from "#lib/planner/plan.ts";
import { validatePlan } from "#lib/planner/validate-plan.ts";
import type { Actor, Workspace } from "#lib/tenancy/workspace.ts";
import type { ToolRegistry } from "#lib/tools/tool.ts";
import { type Decided, decideApproval, decideExpiry } from "./decide-approval.ts";
import type { Fact } from "./events.ts";
import { payloadOf } from "./payloads.ts";
import type { Decision, Slice } from "./slice.ts";
import type { Approval } from "./state.ts";
import type { Command, ExecutionStore, Idempotency } from "./store.ts";

type Deps = {
  store: ExecutionStore;
  registry: ToolRegistry;
  newId: (prefix: string) => string;
  executionOfApproval: (scope: Workspace, approvalId: string) => Promise<string | undefined>;
};

export type ApprovalDecision = {
  decision: "approve" | "reject" | "edit" | "ask";
  payload?: Json | undefined;
  note?: string | undefined;
  payloadHash: string;
};

/** A person's decision. It counts once, for the payload that was shown; an edit is checked by the tool as if it had been planned. */
export async function settleApproval(
  deps: Deps,
  {
    workspace,
    actor,
    id,
    command,
    idempotency,
  }: { workspace: Workspace; actor: Actor; id: string; command: ApprovalDecision; idempotency?: Idempotency | undefined },
): Promise<Outcome<Decided | { approvalId: string; status: "open" }>> {
  const { store } = deps;
  const executionId = await deps.executionOfApproval(workspace, id);
  if (executionId === undefined) return refuse({ code: "not_found", because: "no such approval" });
  const slice = await store.slice(workspace, executionId, { approvals: [id] });
  const approval = slice?.execution.approvals[id];
  if (!approval) return refuse({ code: "not_found", because: "no such approval" });
  if (command.decision === "ask") return ask(deps, { workspace, actor, approval, executionId, note: command.note });
  const edited =
    command.decision === "edit"
      ? checkEdit(deps, approval, command.payload, await specOf(store, workspace, executionId, approval))
      : accept(undefined);
  if (!edited.ok) return edited;
  const write = edited.value === undefined ? undefined : payloadOf(executionId, edited.value);
  const { decision } = command;
  const decide: Command<Decided> = {
    cause: `decide:${id}:${idempotency?.key ?? deps.newId("cmd")}`,
    need: { approvals: [id], ...(approval.step !== null && { edgesFrom: [approval.step] }), open: decision === "reject" },
    ...(write && { payloads: [write] }),
    decide: (at) =>
      decideApproval(at, {
        approvalId: id,
        decision,
        by: actor,
        payloadHash: command.payloadHash,
        ...(command.note !== undefined && { note: command.note }),
        ...(write && { payload: write.ref }),
      }),
    ...(idempotency && { idempotency: { ...idempotency, status: 200, answerOf: (answer): Json => answer } }),
  };
  const outcome = await store.act(workspace, executionId, decide);
  if (!outcome.ok) return outcome;
  const acted = outcome.value;
  if (acted.kind === "done") return accept(acted.answer);
  if (acted.kind === "stored" && acted.status !== 422) return accept(acted.answer as Decided);
  if (acted.kind === "stored") return refuse({ code: "unprocessable", because: "this Idempotency-Key was used for another request" });
  return accept({ approvalId: id, status: approval.status });
}

async function specOf(store: ExecutionStore, workspace: Workspace, executionId: string, { step }: Approval): Promise<PlanStep | undefined> {
  if (step === null) return;
  return (await store.slice(workspace, executionId, { steps: [step] }))?.rows[step]?.spec;
}

function checkEdit({ registry }: Deps, approval: Approval, payload: Json | undefined, spec: PlanStep | undefined): Outcome<Json> {
  if (payload === undefined)
    return refuse({ code: "invalid", because: "an edit brings a payload", errors: [{ path: "payload", because: "is missing" }] });
  if (approval.kind === "plan") return checkPlan(registry, payload);
  if (approval.kind === "step" && spec?.forEach !== undefined)
    return refuse({ code: "unprocessable", because: "a list is approved or rejected as a whole" });
  const tool = registry.get(approval.tool ?? "");
  if (!tool) return refuse({ code: "unprocessable", because: `there is no tool ${approval.tool}` });
  const parsed = (approval.kind === "unknown_effect" ? tool.output : tool.input).safeParse(payload);
  if (parsed.success) return accept(payload);
  return refuse({
    code: "unprocessable",
    because: "the edited payload does not fit",
    errors: parsed.error.issues.map(({ path, message }) => ({ path: ["payload", ...path].join("."), because: message })),
  });
}

/** An edited plan is held to what every plan is held to; what is wrong is named by its place in the payload. */
function checkPlan(registry: ToolRegistry, payload: Json): Outcome<Json> {
  const valid = validatePlan(payload, registry);
  if (valid.ok) return accept(valid.value.plan as Json);
  const { code, because, errors = [] } = valid.refusal;
  return refuse({
    code,
    because,
    errors: errors.map(({ path, because: why }) => ({ path: path === "" ? "payload" : `payload.${path}`, because: why })),
  });
}

/** A question to the one who asked for the execution: it goes into the thread, and the approval stays open. */
async function ask(
  { store, newId }: Deps,
  about: { workspace: Workspace; actor: Actor; approval: Approval; executionId: string; note: string | undefined },
): Promise<Outcome<{ approvalId: string; status: "open" }>> {
  const { workspace, actor, approval, executionId, note } = about;
  if (!note) return refuse({ code: "invalid", because: "a question needs words", errors: [{ path: "note", because: "is missing" }] });
  const messageId = newId("msg");
  const asked: Fact = {
    type: "message.sent",
    step: approval.step,
    status: "held",
    message: `${actor.name} asks: ${note}`,
    messageId,
    from: actor.name,
    to: "requester",
    text: note,
  };
  const decide = (at: Slice): Outcome<Decision> => {
    const now = at.execution.approvals[approval.id]?.status ?? "void";
    return now === "open" ? accept({ facts: [asked], answer: undefined }) : refuse({ code: "conflict", because: `already ${now}` });
  };
  const outcome = await store.act(workspace, executionId, { cause: `ask:${messageId}`, need: { approvals: [approval.id] }, decide });
  return outcome.ok ? accept({ approvalId: approval.id, status: "open" }) : outcome;
}

/** The clock's decision on an approval that nobody made. */
export async function expireApproval(
  { store, now }: { store: ExecutionStore; now: () => Date },
  { scope, executionId, approvalId }: { scope: Workspace; executionId: string; approvalId: string },
): Promise<{ status: string; expiresAt?: string }> {
  const slice = await store.slice(scope, executionId, { approvals: [approvalId] });
  const approval = slice?.execution.approvals[approvalId];
  if (approval?.status !== "open") return { status: approval?.status ?? "none" };
  const at = now().toISOString();
  if (approval.expiresAt > at) return { status: "open", expiresAt: approval.expiresAt };
  const need = { approvals: [approvalId], ...(approval.step !== null && { edgesFrom: [approval.step] }), open: true };
  const outcome = await store.act(scope, executionId, {
    cause: `expire:${approvalId}`,
    need,
    decide: (now) => accept(decideExpiry(now, { approvalId, at })),
  });
  return { status: outcome.ok ? "expired" : "open" };
}
