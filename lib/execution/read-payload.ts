import type { Json } from "#lib/kernel/json.ts";
import { accept, type Outcome, refuse } from "#lib/kernel/outcome.ts";
import type { Workspace } from "#lib/tenancy/workspace.ts";
import type { ExecutionStore } from "./store.ts";

/** The bytes that an event refers to: a step's input or output, read when somebody looks at it. */
export async function readPayload(
  { store }: { store: ExecutionStore },
  { workspace, id, payloadId }: { workspace: Workspace; id: string; payloadId: string },
): Promise<Outcome<{ id: string; value: Json }>> {
  const value = await store.payload(workspace, id, payloadId);
  return value === undefined ? refuse({ code: "not_found", because: "there is no such payload" }) : accept({ id: payloadId, value });
}
