import type { Json } from "#lib/kernel/json.ts";
import { accept, type Outcome, refuse } from "#lib/kernel/outcome.ts";
import type { PlanStep } from "#lib/planner/plan.ts";
import { validatePlan, zodErrors } from "#lib/planner/validate-plan.ts";
import { type Answers, answersSchema, Form } from "#lib/safety/approvals/form.ts";
import type { Budgets } from "#lib/safety/budgets.ts";
import { raiseSummary } from "#lib/safety/raise.ts";
import type { Actor, Workspace } from "#lib/tenancy/workspace.ts";
import type { AnyTool, ToolRegistry } from "#lib/tools/tool.ts";
import { type Decided, decideApproval } from "./decide-approval.ts";
import { decideOverdue, dueAtOf } from "./decide-overdue.ts";
import type { Fact } from "./events.ts";
import { guardCall, type PoliciesOf, shippedPolicies } from "./guard-step.ts";
import { derivedOf } from "./ladder.ts";
import { askedNudge } from "./nudges.ts";
import { payloadOf } from "./payloads.ts";
import { effectOf } from "./prepare-step.ts";
import { type Deciders, keysAmong, requesterOf, seatFor } from "./seats.ts";
import { checkRaise, raiseOf, raising } from "./settle-raise.ts";
import type { Decision, Slice } from "./slice.ts";
import type { Approval } from "./state.ts";
import type { Command, ExecutionStore, Idempotency, PayloadWrite } from "./store.ts";

export type SettleDeps = {
  store: ExecutionStore;
  registry: ToolRegistry;
  newId: (prefix: string) => string;
  executionOfApproval: (scope: Workspace, approvalId: string) => Promise<string | undefined>;
  decidersOf: DecidersOf;
  policiesOf?: PoliciesOf;
  budgets: Pick<Budgets, "raise">;
};
type Deps = SettleDeps;

/** Who decides at this moment; `keys`: those whose makers are asked for. */
export type DecidersOf = (scope: Workspace, keys: string[]) => Promise<Deciders>;

export type ApprovalDecision = {
  decision: "approve" | "reject" | "edit" | "ask";
  payload?: Json | undefined;
  note?: string | undefined;
  payloadHash: string;
  /** What is answered to its form, and the hash of the form that was shown. */
  form?: { hash: string; values: Answers } | undefined;
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
  const requester = requesterOf(approval, slice.execution.head);
  const deciders = await deps.decidersOf(workspace, keysAmong(requester, actor));
  const seat = seatFor(approval, requester, actor, deciders);
  const edited =
    command.decision === "edit" ? await checkEdit(deps, { workspace, executionId, approval }, command.payload) : accept(undefined);
  if (!edited.ok) return edited;
  const answered = await checkAnswers(store, { workspace, executionId, approval }, command.form);
  if (!answered.ok) return answered;
  const answers = answered.value;
  const write = edited.value && payloadOf(executionId, edited.value.payload);
  const { decision } = command;
  // What is read here is what is decided about, or the decision is refused: the hash is of it.
  const isShown = approval.kind === "budget" && approval.payloadHash === command.payloadHash;
  const raise = isShown ? await raiseOf(store, { workspace, executionId, approval }, edited.value?.payload) : undefined;
  const decide: Command<Decided> = {
    cause: `decide:${id}:${idempotency?.key ?? deps.newId("cmd")}`,
    need: { approvals: [id], ...(approval.step !== null && { edgesFrom: [approval.step] }), open: decision === "reject" },
    payloads: [write, answers].filter((payload) => payload !== undefined),
    decide: (at) =>
      decideApproval(at, {
        approvalId: id,
        decision,
        by: actor,
        seat,
        payloadHash: command.payloadHash,
        ...(command.note !== undefined && { note: command.note }),
        ...(answers && command.form && { answers: { formHash: command.form.hash, values: answers.ref } }),
        ...(write && { payload: write.ref }),
        ...(edited.value?.summary !== undefined && { summary: edited.value.summary }),
        ...(edited.value?.why && { why: edited.value.why }),
        ...(raise && { raise }),
      }),
    ...(idempotency && { idempotency: { ...idempotency, status: 200, answerOf: (answer): Json => answer } }),
  };
  const outcome = raise
    ? await store.actWith(workspace, executionId, async () => accept(decide), raising(deps, { workspace, actor, raise }))
    : await store.act(workspace, executionId, decide);
  if (!outcome.ok) return outcome;
  const acted = outcome.value;
  if (acted.kind === "done") return accept(acted.answer);
  if (acted.kind === "stored" && acted.status !== 422) return accept(acted.answer as Decided);
  if (acted.kind === "stored") return refuse({ code: "unprocessable", because: "this Idempotency-Key was used for another request" });
  return accept({ approvalId: id, status: approval.status });
}

/** Answers are held to the form as it is kept, whatever a page made of it. */
async function checkAnswers(
  store: ExecutionStore,
  { workspace, executionId, approval }: About,
  given: ApprovalDecision["form"],
): Promise<Outcome<PayloadWrite | undefined>> {
  if (!given || !approval.form) return accept(given && payloadOf(executionId, given.values));
  if (given.hash !== approval.form.hash) return refuse({ code: "conflict", because: "the form changed since it was shown" });
  const form = Form.safeParse(await store.payload(workspace, executionId, approval.form.id));
  if (!form.success) return refuse({ code: "unprocessable", because: "its form was erased" });
  const parsed = answersSchema(form.data).safeParse(given.values);
  if (parsed.success) return accept(payloadOf(executionId, parsed.data));
  return refuse({ code: "unprocessable", because: "the answers do not fit the form", errors: zodErrors(parsed.error, "form.values") });
}

type Edited = { payload: Json; summary?: string; why?: string[] };
type About = { workspace: Workspace; executionId: string; approval: Approval };

async function checkEdit(deps: Deps, about: About, payload: Json | undefined): Promise<Outcome<Edited>> {
  const { approval } = about;
  if (payload === undefined)
    return refuse({ code: "invalid", because: "an edit brings a payload", errors: [{ path: "payload", because: "is missing" }] });
  if (approval.kind === "budget") {
    const raise = await checkRaise(deps.store, about, payload);
    return raise.ok ? accept({ payload: raise.value, summary: raiseSummary(raise.value) }) : raise;
  }
  if (approval.kind === "plan") {
    const plan = checkPlan(deps.registry, payload);
    return plan.ok ? accept({ payload: plan.value }) : plan;
  }
  const tool = deps.registry.get(approval.tool ?? "");
  if (!tool) return refuse({ code: "unprocessable", because: `there is no tool ${approval.tool}` });
  const row =
    approval.step === null
      ? undefined
      : (await deps.store.slice(about.workspace, about.executionId, { steps: [approval.step] }))?.rows[approval.step];
  if (approval.kind === "step" && row?.spec.forEach !== undefined)
    return refuse({ code: "unprocessable", because: "a list is approved or rejected as a whole" });
  const parsed = (approval.kind === "unknown_effect" ? tool.output : tool.input).safeParse(payload);
  if (!parsed.success)
    return refuse({
      code: "unprocessable",
      because: "the edited payload does not fit",
      errors: parsed.error.issues.map(({ path, message }) => ({ path: ["payload", ...path].join("."), because: message })),
    });
  if (approval.kind === "unknown_effect") return accept({ payload });
  return guardEdit(deps, about, { tool, payload, input: parsed.data, spec: row?.spec });
}

/** What a person changed is held to every policy, like what a plan brought. What is new in it is said before anybody releases it. */
async function guardEdit(
  { policiesOf = shippedPolicies }: Deps,
  { workspace, approval }: About,
  { tool, payload, input, spec }: { tool: AnyTool; payload: Json; input: unknown; spec: PlanStep | undefined },
): Promise<Outcome<Edited>> {
  const count = tool.countOf?.(input) ?? 1;
  const guarded = guardCall(await policiesOf(workspace), {
    tool: tool.name,
    effect: effectOf(tool, input),
    count,
    params: payload,
    guardrails: spec?.guardrails,
    derived: spec ? derivedOf(spec) : [],
  });
  if (guarded.block !== undefined)
    return refuse({
      code: "unprocessable",
      because: `the edited payload may not go: ${guarded.block}`,
      errors: [{ path: "payload", because: guarded.block }],
    });
  const isNew = guarded.why.some((reason) => !approval.why.includes(reason));
  const why = [...approval.why.filter((reason) => !guarded.why.includes(reason)), ...guarded.why];
  return accept({ payload, summary: tool.describe(input), ...(isNew && { why }) });
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
  const { approval, note } = about;
  if (!note) return refuse({ code: "invalid", because: "a question needs words", errors: [{ path: "note", because: "is missing" }] });
  const messageId = newId("msg");
  const outcome = await say(store, about, { messageId, to: "requester", verb: "asks", text: note });
  return outcome.ok ? accept({ approvalId: approval.id, status: "open" }) : outcome;
}

/** An answer, or a word more, in the thread of an open approval. */
export async function writeOnApproval(
  deps: Pick<Deps, "store" | "newId" | "executionOfApproval">,
  { workspace, actor, id, text }: { workspace: Workspace; actor: Actor; id: string; text: string },
): Promise<Outcome<{ approvalId: string; messageId: string }>> {
  const executionId = await deps.executionOfApproval(workspace, id);
  const slice = executionId === undefined ? null : await deps.store.slice(workspace, executionId, { approvals: [id] });
  const approval = slice?.execution.approvals[id];
  if (!approval || executionId === undefined) return refuse({ code: "not_found", because: "no such approval" });
  const messageId = deps.newId("msg");
  const by = requesterOf(approval, slice.execution.head);
  const isRequester = by.kind === actor.kind && by.id === actor.id;
  const to = isRequester ? "approvers" : "requester";
  const outcome = await say(deps.store, { workspace, executionId, approval, actor }, { messageId, to, verb: "says", text });
  return outcome.ok ? accept({ approvalId: id, messageId }) : outcome;
}

const longestThread = 100;

async function say(
  store: ExecutionStore,
  { workspace, executionId, approval, actor }: About & { actor: Actor },
  { messageId, to, verb, text }: { messageId: string; to: string; verb: string; text: string },
): Promise<Outcome<unknown>> {
  const said: Fact = {
    type: "message.sent",
    step: approval.step,
    status: "held",
    message: `${actor.name} ${verb}: ${text}`,
    messageId,
    from: actor.name,
    to,
    text,
    approvalId: approval.id,
  };
  const decide = (at: Slice): Outcome<Decision> => {
    const now = at.execution.approvals[approval.id];
    if (now?.status !== "open") return refuse({ code: "conflict", because: `already ${now?.status ?? "void"}` });
    if ((now.thread?.length ?? 0) >= longestThread) return refuse({ code: "conflict", because: "the thread is full: decide, or reject" });
    const nudges = to === "requester" ? [askedNudge(executionId, approval.id, messageId)] : [];
    return accept({ facts: [said], nudges, answer: undefined });
  };
  return store.act(workspace, executionId, { cause: `say:${messageId}`, need: { approvals: [approval.id] }, decide });
}

/** What the clock does about an approval that nobody made; what is due next is in the answer. */
export async function tendApproval(
  { store, now }: { store: ExecutionStore; now: () => Date },
  { scope, executionId, approvalId }: { scope: Workspace; executionId: string; approvalId: string },
): Promise<{ status: string; dueAt?: string }> {
  const slice = await store.slice(scope, executionId, { approvals: [approvalId] });
  const approval = slice?.execution.approvals[approvalId];
  if (approval?.status !== "open") return { status: approval?.status ?? "none" };
  const at = now().toISOString();
  const dueAt = dueAtOf(approval);
  if (dueAt > at) return { status: "open", dueAt };
  const need = { approvals: [approvalId], ...(approval.step !== null && { edgesFrom: [approval.step] }), open: true };
  const outcome = await store.act(scope, executionId, {
    cause: `overdue:${approvalId}:${dueAt}`,
    need,
    decide: (now) => accept(decideOverdue(now, { approvalId, at })),
  });
  // Somebody else did what was due: what comes next is in what they left.
  return outcome.ok && outcome.value.kind === "done"
    ? outcome.value.answer
    : tendApproval({ store, now }, { scope, executionId, approvalId });
}
