import type { Json } from "#lib/kernel/json.ts";
import { accept, type Outcome, refuse } from "#lib/kernel/outcome.ts";
import { validatePlan } from "#lib/planner/validate-plan.ts";
import type { Actor, Workspace } from "#lib/tenancy/workspace.ts";
import type { ToolRegistry } from "#lib/tools/tool.ts";
import { decideRequest } from "./decide-plan.ts";
import type { Autonomy, Budget } from "./events.ts";
import { payloadOf } from "./payloads.ts";
import type { ExecutionStore, Idempotency } from "./store.ts";

export type StartCommand = {
  request?: string | undefined;
  title?: string | undefined;
  plan?: unknown;
  workflowId?: string | undefined;
  input?: Json | undefined;
  autonomy?: Autonomy | undefined;
  concurrency?: number | undefined;
  dryRun?: boolean | undefined;
  budget?: Budget | undefined;
};

export type Started = { id: string; status: string; url: string };
type Deps = { store: ExecutionStore; registry: ToolRegistry; newId: (prefix: string) => string };

export const defaultConcurrency = 50;

/** Writes the first fact of a new execution and answers at once; planning follows by a nudge. A given plan is checked here, so that a wrong one is refused and not failed. */
export async function startExecution(
  { store, registry, newId }: Deps,
  {
    workspace,
    actor,
    command,
    trigger = "api",
    idempotency,
  }: { workspace: Workspace; actor: Actor; command: StartCommand; trigger?: string; idempotency?: Idempotency | undefined },
): Promise<Outcome<Started>> {
  const unknown = unsupported(command);
  if (unknown) return unknown;
  const id = newId("exe");
  const valid = command.plan === undefined ? undefined : validatePlan(command.plan, registry);
  if (valid && !valid.ok) return valid;
  const given = valid && payloadOf(id, valid.value.plan as Json);
  const input = command.input === undefined ? undefined : payloadOf(id, command.input);
  const answer = { id, status: "queued", url: `/${workspace.id}/executions/${id}` };
  const outcome = await store.create(workspace, id, {
    cause: "requested",
    payloads: [given, input].filter((write) => write !== undefined),
    decide: () =>
      accept(
        decideRequest(id, {
          title: titleOf(command),
          ...(command.request !== undefined && { request: command.request }),
          ...(input && { input: input.ref }),
          ...(given && { given: given.ref }),
          trigger,
          by: actor,
          autonomy: command.autonomy ?? "ask_on_risk",
          concurrency: command.concurrency ?? defaultConcurrency,
          ...(command.budget && { budget: command.budget }),
        }),
      ),
    ...(idempotency && { idempotency: { ...idempotency, status: 202, answerOf: () => answer } }),
  });
  if (!outcome.ok) return outcome;
  if (outcome.value.kind !== "stored") return accept(answer);
  if (outcome.value.status === 422) return refuse({ code: "unprocessable", because: "this Idempotency-Key was used for another request" });
  return accept(outcome.value.answer as Started);
}

function unsupported(command: StartCommand): { ok: false; refusal: { code: "unprocessable" | "invalid"; because: string } } | undefined {
  const sources = [command.request, command.plan, command.workflowId].filter((source) => source !== undefined).length;
  if (sources !== 1) return refuse({ code: "invalid", because: "give exactly one of request, plan and workflowId" }) as never;
  if (command.workflowId !== undefined) return refuse({ code: "unprocessable", because: "there is no such workflow" }) as never;
  if (command.dryRun) return refuse({ code: "unprocessable", because: "a dry run is not available yet" }) as never;
  return;
}

function titleOf({ title, request, plan }: StartCommand): string {
  if (title !== undefined) return title;
  if (request !== undefined) return request.length > 120 ? `${request.slice(0, 119)}…` : request;
  const steps = (plan as { steps?: unknown[] } | undefined)?.steps?.length ?? 0;
  return steps === 1 ? "A plan of 1 step" : `A plan of ${steps} steps`;
}
