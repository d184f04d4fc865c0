import { causeId } from "#lib/kernel/hash.ts";
import type { Recipient } from "./people.ts";
import type { ToolContext, UndoContext } from "./tool.ts";

export type Outgoing = {
  channel: string;
  sender: string;
  recipients: Recipient[];
  subject: string;
  body: string;
  /** What it is for. */
  kind: string;
  status: "queued" | "sent";
};

/** Ids are made of the idempotency key: the same call never stands in the outbox twice. */
export const messageIdOf = (idempotencyKey: string): string => causeId("msg", idempotencyKey);

/** Puts a message into the workspace's outbox, with a thread of its own. */
export async function putInOutbox(
  { sql, workspace, executionId, idempotencyKey, now }: ToolContext,
  { channel, sender, recipients, subject, body, kind, status }: Outgoing,
): Promise<string> {
  const id = messageIdOf(idempotencyKey);
  const threadId = causeId("thr", idempotencyKey);
  await sql.query(
    `insert into threads (workspace_id, id, subject, channel, created_at) values ($1, $2, $3, $4, $5) on conflict do nothing`,
    [workspace.id, threadId, subject, channel, now],
  );
  await sql.query(
    `insert into messages (workspace_id, id, thread_id, direction, channel, sender, recipients, subject, body, status, sent_at, execution_id, created_at, kind)
     values ($1, $2, $3, 'out', $4, $5, $6::jsonb, $7, $8, $9, $10, $11, $12, $13) on conflict do nothing`,
    [
      workspace.id,
      id,
      threadId,
      channel,
      sender,
      JSON.stringify(recipients),
      subject,
      body,
      status,
      status === "sent" ? now : null,
      executionId,
      now,
      kind,
    ],
  );
  return id;
}

/** Takes back what still lies in the outbox; what left has left. */
export async function takeFromOutbox({ sql, workspace, idempotencyKey }: UndoContext): Promise<boolean> {
  const taken = await sql.query<{ id: string }>(
    `update messages set status = 'cancelled' where workspace_id = $1 and id = $2 and status in ('queued', 'cancelled') returning id`,
    [workspace.id, messageIdOf(idempotencyKey)],
  );
  return taken.length > 0;
}

/** The workspace's own name, under which it writes to people. */
export async function workspaceName({ sql, workspace }: ToolContext): Promise<string> {
  const [row] = await sql.query<{ name: string }>(`select name from workspaces where id = $1 limit 1`, [workspace.id]);
  return row?.name ?? "Fermata";
}
