import { appPool, withWorkspace } from "#lib/db.ts";
import { newId } from "#lib/kernel/ids.node.ts";
import type { Json } from "#lib/kernel/json.ts";
import { type Broken, beginning, followChain, type Head, type Link } from "./audit-chain.ts";
import { currentOrigin } from "./origin.node.ts";
import type { Actor, Workspace } from "./workspace.ts";

export type Note = {
  action: string;
  target?: string;
  because?: string;
  detail?: Json /** Names its cause: told twice, it is written once. */;
  id?: string;
};

/** Whatever writes in a transaction. */
type Writes = { query(text: string, values: unknown[]): Promise<unknown> };

/** Within a transaction of its caller: what was done and that it was done are written together. */
export async function noteOn(client: Writes, scope: Workspace, actor: Actor, note: Note): Promise<void> {
  const { address, agent, requestId } = currentOrigin();
  const { action, target = null, because = "", detail = {}, id = newId("aud") } = note;
  await client.query(
    `insert into audit_entries (workspace_id, id, actor_kind, actor_id, actor_name, action, target, because, detail, address, agent, request_id)
     select $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12 where not exists (select 1 from audit_entries where workspace_id = $1 and id = $2)`,
    [scope.id, id, actor.kind, actor.id, actor.name, action, target, because, JSON.stringify(detail), address, agent, requestId],
  );
}

export const note = (scope: Workspace, actor: Actor, what: Note): Promise<void> =>
  withWorkspace(scope.id, (client) => noteOn(client, scope, actor, what));

/** What a person did outside every workspace, told in each of theirs. */
export async function noteOfPerson(
  userId: string,
  { action, because = "", detail = {} }: Pick<Note, "action" | "because" | "detail">,
  origin = currentOrigin(),
): Promise<void> {
  const { address, agent, requestId } = origin;
  await appPool().query("select audit_person($1, $2, $3, $4, $5, $6, $7, $8)", [
    userId,
    newId("aud"),
    action,
    because,
    address,
    agent,
    requestId,
    JSON.stringify(detail),
  ]);
}

/** Tells what people decided and whose process died before it told: from the log, where the decision is. How many there were. */
export async function tellFromLog({ grace = 60, atOnce = 200 } = {}): Promise<number> {
  const { rows } = await appPool().query<{ told: number }>("select audit_from_log($1, $2) as told", [grace, atOnce]);
  return rows[0]?.told ?? 0;
}

export type AuditFilter = {
  text?: string | undefined;
  action?: string | undefined;
  actor?: string | undefined;
  from?: string | undefined;
  to?: string | undefined;
};
export type AuditEntry = Omit<Link, "workspaceId" | "detail" | "target"> & { target: string | null; detail: Json };

const time = `to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
const columns = `seq, id, ${time} as at, actor_kind as "actorKind", actor_id as "actorId", actor_name as "actorName", action, because, address, agent, request_id as "requestId", previous, hash`;

/** `session` finds `session.opened` too. Words are looked for as they stand. */
const fits = `($3::text is null or action = $3 or starts_with(action, $3 || '.')) and ($4::text is null or actor_id = $4)
  and ($5::timestamptz is null or at >= $5) and ($6::timestamptz is null or at < $6)
  and ($7::text is null or strpos(lower(concat_ws(' ', actor_name, action, target, because, address, detail::text)), lower($7)) > 0)`;

/** The newest first; `before` is the place where the last page ended. */
export async function listAudit(
  scope: Workspace,
  { text, action, actor, from, to, before, limit }: AuditFilter & { before?: number | undefined; limit: number },
): Promise<{ data: AuditEntry[]; next: number | null }> {
  const { rows } = await withWorkspace(scope.id, (client) =>
    client.query<AuditEntry>(
      `select ${columns}, target, detail from audit_entries
       where workspace_id = $1 and ($2::int is null or seq < $2) and ${fits}
       order by seq desc limit $8`,
      [scope.id, before ?? null, action ?? null, actor ?? null, from ?? null, to ?? null, text ?? null, limit + 1],
    ),
  );
  const data = rows.slice(0, limit);
  return { data, next: rows.length > limit ? (data.at(-1)?.seq ?? null) : null };
}

const pageSize = 1_000;

/** Every entry that fits, the oldest first, a thousand at a time. */
export async function* exportAudit(scope: Workspace, { text, action, actor, from, to }: AuditFilter): AsyncGenerator<AuditEntry[]> {
  for (let after = 0; ; ) {
    const { rows } = await withWorkspace(scope.id, (client) =>
      client.query<AuditEntry>(
        `select ${columns}, target, detail from audit_entries
         where workspace_id = $1 and seq > $2 and ${fits}
         order by seq limit $8`,
        [scope.id, after, action ?? null, actor ?? null, from ?? null, to ?? null, text ?? null, pageSize],
      ),
    );
    const last = rows.at(-1);
    if (!last) return;
    yield rows;
    after = last.seq;
  }
}

export type Verified = { entries: number; head: string; isWhole: boolean; broken?: Broken };

/** Reads the whole chain again, and hashes it here, not where it is kept. */
export async function verifyAudit(scope: Workspace): Promise<Verified> {
  return withWorkspace(
    scope.id,
    async (client) => {
      let head: Head = { seq: 0, hash: beginning };
      for (;;) {
        const { rows } = await client.query<Link>(
          `select ${columns}, workspace_id as "workspaceId", coalesce(target, '') as target, detail::text as detail
           from audit_entries where workspace_id = $1 and seq > $2 order by seq limit $3`,
          [scope.id, head.seq, pageSize],
        );
        if (rows.length === 0) break;
        const followed = followChain(head, rows);
        if (followed.broken) return { entries: followed.head.seq, head: followed.head.hash, isWhole: false, broken: followed.broken };
        head = followed.head;
      }
      const { rows } = await client.query<Head>("select seq, hash from audit_heads where workspace_id = $1", [scope.id]);
      const kept = rows[0] ?? { seq: 0, hash: beginning };
      const isWhole = kept.seq === head.seq && kept.hash === head.hash;
      return {
        entries: head.seq,
        head: head.hash,
        isWhole,
        ...(!isWhole && { broken: { seq: Math.min(head.seq, kept.seq) + 1, because: "the end of the chain was cut off or written over" } }),
      };
    },
    { oneMoment: true },
  );
}
