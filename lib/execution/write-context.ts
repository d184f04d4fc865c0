import type { Json } from "#lib/kernel/json.ts";
import { accept, type Outcome, refuse } from "#lib/kernel/outcome.ts";
import type { Actor, Workspace } from "#lib/tenancy/workspace.ts";
import { lockedEntry } from "#lib/tools/context-share.ts";
import type { Shared } from "#lib/tools/tool.ts";
import type { Fact } from "./events.ts";
import type { ExecutionStore } from "./store.ts";

/** What a step shared, as the log says it: the value stands in it, as whoever reads the context sees it. */
export const sharedFact = ({ key, value, version, writer }: Shared, step: string | null, status: string): Fact => ({
  type: "context.written",
  step,
  status,
  message: `${writer} wrote “${key}”, version ${version}`,
  key,
  version,
  value,
  writer,
});

type Ask = { workspace: Workspace; actor: Actor; id: string; command: { key: string; value: Json; expected: number } };

/** A person changes what the steps share: while the execution is paused, and only what they saw. */
export async function writeContext(
  { store, newId }: { store: ExecutionStore; newId: (prefix: string) => string },
  { workspace, actor, id, command: { key, value, expected } }: Ask,
): Promise<Outcome<{ key: string; version: number }>> {
  if (!(await store.slice(workspace, id, {}))) return refuse({ code: "not_found", because: "there is no such execution" });
  const cause = `context:${newId("cmd")}`;
  const version = expected + 1;
  const outcome = await store.actWith<{ key: string; version: number }>(workspace, id, async (sql) => {
    const there = await lockedEntry(sql, id, key);
    return accept({
      cause,
      decide: ({ execution: { head } }) => {
        if (head.status !== "paused")
          return refuse({ code: "conflict", because: "pause the execution before you change what its steps share" });
        if ((there?.version ?? 0) !== expected)
          return refuse({
            code: "changed",
            because: `“${key}” is at version ${there?.version ?? 0} by now: look again before you change it`,
          });
        return accept({ facts: [sharedFact({ key, value, version, writer: actor.name }, null, head.status)], answer: { key, version } });
      },
    });
  });
  return outcome.ok ? accept({ key, version }) : outcome;
}
