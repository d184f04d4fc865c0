import { accept, type Outcome, refuse } from "#lib/kernel/outcome.ts";
import type { Workspace } from "#lib/tenancy/workspace.ts";
import { decideRequest, type RequestExecution } from "./decide-plan.ts";
import type { ExecutionStore, Idempotency, PayloadWrite } from "./store.ts";

export type Started = { id: string; status: string; url: string };

type Asked = {
  workspace: Workspace;
  id: string;
  request: RequestExecution;
  payloads: (PayloadWrite | undefined)[];
  idempotency?: Idempotency | undefined;
};

/** Writes the first fact of a new execution and answers at once; planning follows by a nudge. */
export async function requestExecution(
  { store }: { store: ExecutionStore },
  { workspace, id, request, payloads, idempotency }: Asked,
): Promise<Outcome<Started>> {
  const answer = { id, status: "queued", url: `/${workspace.id}/executions/${id}` };
  const writes = payloads.filter((write) => write !== undefined);
  const outcome = await store.create(workspace, id, {
    cause: "requested",
    payloads: [...new Map(writes.map((write) => [write.ref.id, write])).values()],
    decide: () => accept(decideRequest(id, request)),
    ...(idempotency && { idempotency: { ...idempotency, status: 202, answerOf: () => answer } }),
  });
  if (!outcome.ok) return outcome;
  if (outcome.value.kind !== "stored") return accept(answer);
  if (outcome.value.status === 422) return refuse({ code: "unprocessable", because: "this Idempotency-Key was used for another request" });
  return accept(outcome.value.answer as Started);
}
