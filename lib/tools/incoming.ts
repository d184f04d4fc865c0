import { recordWish } from "./recipients.ts";
import type { Sql } from "./tool.ts";

export type Incoming = { id: string; from: string; to: string; channel: string; subject: string; text: string; at: Date };

/** Takes in a message that somebody wrote, once, and what it says about being written to. */
export async function takeIncoming(
  sql: Sql,
  workspaceId: string,
  { id, from, to, channel, subject, text, at }: Incoming,
): Promise<{ id: string; wish: "out" | "in" | null }> {
  await sql.query(
    "insert into threads (workspace_id, id, subject, channel, created_at) values ($1, $2, $3, $4, $5) on conflict do nothing",
    [workspaceId, `thr_${id}`, subject, channel, at],
  );
  const taken = await sql.query<{ id: string }>(
    `insert into messages (workspace_id, id, thread_id, direction, channel, sender, recipients, subject, body, status, sent_at, created_at)
     values ($1, $2, $3, 'in', $4, $5, $6::jsonb, $7, $8, 'received', $9, $9) on conflict do nothing returning id`,
    [workspaceId, id, `thr_${id}`, channel, from, JSON.stringify([{ name: "", email: to }]), subject, text, at],
  );
  const wish = taken.length === 0 ? undefined : await recordWish(sql, { email: from, text, at });
  return { id, wish: wish ?? null };
}
