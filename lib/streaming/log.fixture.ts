import { withWorkspace } from "#lib/db.ts";
import type { EventType } from "#lib/execution/events.ts";

const at = "2026-11-20T10:00:00.000Z";

/** A head row without events. For tests of the stream, which knows no more of an execution than its log. */
export async function addExecution(workspaceId: string, id: string): Promise<void> {
  await withWorkspace(workspaceId, (client) =>
    client.query(
      "insert into executions (workspace_id, id, seq, status, state, created_at, updated_at) values ($1, $2, 0, 'running', '{}', $3, $3)",
      [workspaceId, id, at],
    ),
  );
}

/** Appends as the store does: the head row and the events together; whoever should be told is told after. */
export async function append(
  workspaceId: string,
  id: string,
  events: { type: EventType; message?: string }[],
  { tell = true } = {},
): Promise<void> {
  await withWorkspace(workspaceId, async (client) => {
    const { rows } = await client.query<{ seq: number }>("select seq from executions where workspace_id = $1 and id = $2 for update", [
      workspaceId,
      id,
    ]);
    const first = (rows[0]?.seq ?? 0) + 1;
    const list = events.map(({ type, message = "" }, index) => ({
      id: `evt_${id}_${first + index}`,
      seq: first + index,
      at,
      v: 1,
      step: null,
      status: "running",
      message,
      type,
    }));
    await client.query(
      `insert into execution_events (workspace_id, execution_id, seq, id, at, type, event)
       select $1, $2, (e->>'seq')::int, e->>'id', $3, e->>'type', e from json_array_elements($4::json) e`,
      [workspaceId, id, at, JSON.stringify(list)],
    );
    const isOver = events.some(({ type }) => type === "execution.completed");
    await client.query(
      "update executions set seq = $3, status = case when $4 then 'completed' else status end where workspace_id = $1 and id = $2",
      [workspaceId, id, first + events.length - 1, isOver],
    );
  });
  if (tell) await withWorkspace(workspaceId, (client) => client.query("select pg_notify('fermata_log', $1)", [`exe_other ${id}`]));
}
