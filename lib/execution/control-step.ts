import type { Json } from "#lib/kernel/json.ts";
import { accept, type Outcome, refuse } from "#lib/kernel/outcome.ts";
import type { Actor, Workspace } from "#lib/tenancy/workspace.ts";
import type { ToolRegistry } from "#lib/tools/tool.ts";
import { decideStep, type StepControlled } from "./decide-step.ts";
import { payloadOf, previewOf } from "./payloads.ts";
import type { Row } from "./slice.ts";
import type { StepAction } from "./step-actions.ts";
import type { ExecutionStore, Idempotency } from "./store.ts";

type Deps = { store: ExecutionStore; registry: ToolRegistry; newId: (prefix: string) => string; now: () => Date };
export type StepCommand = { action: StepAction; payload?: Json | undefined; note?: string | undefined };
export type StepAnswer = { id: string } & StepControlled;

/** Retry, skip, give the output of, or change the input of a step that waits. What a person gives is checked by the tool like what a plan gives. */
export async function controlStep(
  { store, registry, newId, now }: Deps,
  {
    workspace,
    actor,
    id,
    stepId,
    command,
    idempotency,
  }: { workspace: Workspace; actor: Actor; id: string; stepId: string; command: StepCommand; idempotency?: Idempotency | undefined },
): Promise<Outcome<StepAnswer>> {
  const slice = await store.slice(workspace, id, { steps: [stepId] });
  if (!slice) return refuse({ code: "not_found", because: "no such execution" });
  const row = slice.rows[stepId];
  if (!row) return refuse({ code: "not_found", because: "no such step" });
  const payload = checked(registry, row, command);
  if (!payload.ok) return payload;
  const write = payload.value === undefined ? undefined : payloadOf(id, payload.value);
  const approval = row.state.status === "held" ? row.state.hold.ref : undefined;
  const outcome = await store.act<StepControlled>(workspace, id, {
    cause: `step:${stepId}:${command.action}:${idempotency?.key ?? newId("cmd")}`,
    need: { edgesFrom: [stepId], approvals: approval === undefined ? [] : [approval] },
    ...(write && { payloads: [write] }),
    decide: (at) =>
      decideStep(at, {
        step: stepId,
        action: command.action,
        by: actor,
        at: now().toISOString(),
        ...(command.note !== undefined && command.note !== "" && { note: command.note }),
        ...(write && { payload: write.ref, preview: previewOf(write.value) }),
      }),
    ...(idempotency && { idempotency: { ...idempotency, status: 200, answerOf: (answer): Json => ({ id, ...answer }) } }),
  });
  if (!outcome.ok) return outcome;
  const acted = outcome.value;
  if (acted.kind === "done") return accept({ id, ...acted.answer });
  if (acted.kind === "stored" && acted.status !== 422) return accept(acted.answer as StepAnswer);
  if (acted.kind === "stored") return refuse({ code: "unprocessable", because: "this Idempotency-Key was used for another request" });
  return accept({ id, step: stepId, status: row.state.status });
}

function checked(registry: ToolRegistry, { spec }: Row, { action, payload }: StepCommand): Outcome<Json | undefined> {
  if (action === "retry" || action === "skip") return accept(undefined);
  if (payload === undefined)
    return refuse({ code: "invalid", because: `${action} brings a payload`, errors: [{ path: "payload", because: "is missing" }] });
  if (spec.forEach !== undefined)
    return action === "edit_input" ? refuse({ code: "unprocessable", because: "a list's input is changed item by item" }) : accept(payload);
  const tool = registry.get(spec.tool);
  if (!tool) return refuse({ code: "unprocessable", because: `there is no tool ${spec.tool}` });
  const parsed = (action === "provide_output" ? tool.output : tool.input).safeParse(payload);
  if (parsed.success) return accept(payload);
  return refuse({
    code: "unprocessable",
    because: action === "provide_output" ? "the output does not fit the tool" : "the input does not fit the tool",
    errors: parsed.error.issues.map(({ path, message }) => ({ path: ["payload", ...path].join("."), because: message })),
  });
}
