import type pg from "pg";
import { appPool, withWorkspace } from "#lib/db.ts";
import { newId } from "#lib/kernel/ids.node.ts";
import { accept, type Outcome, refuse } from "#lib/kernel/outcome.ts";
import type { Egress } from "#lib/safety/egress.ts";
import { bytesFor, newSigningSecret, signedHeaders } from "#lib/safety/webhook-signature.node.ts";
import type { Access } from "#lib/tenancy/access.ts";
import { noteOn } from "#lib/tenancy/audit.postgres.ts";
import type { Keyring } from "#lib/tenancy/keyring.node.ts";
import { tokenFrom } from "#lib/tenancy/one-time.ts";
import { openWith, type SealedRow, sealIn } from "#lib/tenancy/vault.postgres.ts";
import type { Workspace } from "#lib/tenancy/workspace.ts";
import { endOf, type Messages, type SendToChannel, type TakenMessage } from "./announce-approval.ts";
import { type ChannelKind, testMessage } from "./approval-message.ts";
import type { Occasion } from "./tell-approvers.ts";

export const mostChannels = 20;
const linkHours = 24;
const recentShown = 5;
const field = "target";

export type ChannelMessage = {
  approvalId: string;
  executionId: string;
  summary: string;
  /** What it was told for. */
  occasion: Occasion;
  status: "pending" | "sent" | "failed" | "dropped";
  attempts: number;
  at: string;
  dueAt: string | null;
  because: string | null;
};
export type Channel = {
  id: string;
  kind: ChannelKind;
  name: string;
  origin: string;
  createdAt: string;
  createdBy: string;
  recent: ChannelMessage[];
};

type Deps = {
  keyring: Keyring;
  egress: Egress;
  now: () => Date;
  address: string | undefined;
  /** Whether a message that carries a secret may be sent to this address at all. */
  judge(url: string): { allowed: true } | { allowed: false; because: string };
};

const time = (column: string) => `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
const gone = refuse({ code: "not_found", because: "there is nothing at this address" });
const invalid = (path: string, because: string) => refuse({ code: "invalid", because: `${path} ${because}`, errors: [{ path, because }] });

type Shape = { id: string; kind: ChannelKind; origin: string };
/** Bound to its row and host in the vault, as the secret of a connection is. */
const placeOf = ({ id, kind, origin }: Shape) => ({ connectionId: id, kind: `channel:${kind}`, origin, header: null });
type Target = { url: string; secret: string };

function openTarget(keyring: Keyring, scope: Workspace, row: Shape & Omit<SealedRow, "field">): Target {
  const opened = openWith(keyring, { ...placeOf(row), workspaceId: scope.id }, [{ ...row, field }]);
  return JSON.parse(opened[field] ?? "") as Target;
}

/** Channels in which approvals are told: kept, tested, and sent to. */
export function channelsWith({ keyring, egress, now, address = "", judge }: Deps) {
  const sendToChannel: SendToChannel = async (scope, { url, secret, id, body }) => {
    const headers = { "content-type": "application/json", ...signedHeaders(secret, { id, at: now(), body }) };
    const answer = await egress({
      url,
      workspace: scope.id,
      method: "POST",
      headers,
      body,
      maxRedirects: 0,
      timeoutMs: 15_000,
      maxBytes: 4_096,
    });
    return answer.ok ? { status: answer.status } : { because: answer.because, isFinal: answer.reason === "refused" };
  };

  /** With what was told there last. */
  async function listChannels(scope: Workspace): Promise<Channel[]> {
    const { rows } = await withWorkspace(scope.id, (client) =>
      client.query<Channel>(
        `select c.id, c.kind, c.name, c.origin, ${time("c.created_at")} as "createdAt", c.created_by_name as "createdBy",
           coalesce((select json_agg(m) from (
             select approval_id as "approvalId", execution_id as "executionId", summary, occasion, status, attempts, ${time("created_at")} as at,
               case when status = 'pending' then ${time("due_at")} end as "dueAt", because
             from approval_messages where workspace_id = c.workspace_id and channel_id = c.id order by created_at desc limit $2) m), '[]') as recent
         from approval_channels c where c.workspace_id = $1 order by lower(c.name), c.id`,
        [scope.id, recentShown],
      ),
    );
    return rows;
  }

  /** The signing secret is in this answer and in no other. */
  async function makeChannel(
    { workspace, actor }: Access,
    { kind, name, url }: { kind: ChannelKind; name: string; url: string },
  ): Promise<Outcome<Channel & { secret: string }>> {
    if (!URL.canParse(url)) return invalid("url", "has to be a web address");
    const verdict = judge(url);
    if (!verdict.allowed) return invalid("url", `is refused: ${verdict.because}`);
    const id = newId("chn");
    const { origin } = new URL(url);
    const secret = newSigningSecret();
    const made = await withWorkspace(workspace.id, async (client): Promise<Outcome<undefined>> => {
      await client.query("select pg_advisory_xact_lock(hashtextextended('channels ' || $1, 0))", [workspace.id]);
      const { rows } = await client.query<{ n: number }>("select count(*)::int as n from approval_channels where workspace_id = $1", [
        workspace.id,
      ]);
      if ((rows[0]?.n ?? 0) >= mostChannels)
        return refuse({ code: "conflict", because: `a workspace has ${mostChannels} channels at the most` });
      const seal = await sealIn(client, keyring, workspace);
      const sealed = seal({ ...placeOf({ id, kind, origin }), field }, JSON.stringify({ url, secret } satisfies Target));
      await client.query(
        "insert into approval_channels (workspace_id, id, kind, name, origin, sealed, created_by_name) values ($1, $2, $3, $4, $5, $6, $7)",
        [workspace.id, id, kind, name, origin, sealed, actor.name],
      );
      await noteOn(client, workspace, actor, { action: "approval_channel.made", target: id, detail: { name, kind, origin } });
      return accept(undefined);
    });
    if (!made.ok) return made;
    const channel = (await listChannels(workspace)).find((one) => one.id === id);
    return channel ? accept({ ...channel, secret }) : gone;
  }

  /** What was told there goes with it, and links in it lead nowhere. */
  async function removeChannel({ workspace, actor }: Access, { id }: { id: string }): Promise<Outcome<{ id: string }>> {
    return withWorkspace(workspace.id, async (client) => {
      const { rows } = await client.query<{ name: string }>(
        "delete from approval_channels where workspace_id = $1 and id = $2 returning name",
        [workspace.id, id],
      );
      if (!rows[0]) return gone;
      await noteOn(client, workspace, actor, { action: "approval_channel.removed", target: id, detail: { name: rows[0].name } });
      return accept({ id });
    });
  }

  type Opened = Shape & Omit<SealedRow, "field">;
  const sealedColumns = `c.id, c.kind, c.origin, c.sealed, k.wrapped, k.wrapped_by as "wrappedBy"`;

  async function testChannel(
    { workspace }: Access,
    { id }: { id: string },
  ): Promise<Outcome<{ delivered: boolean; because: string | null }>> {
    const { rows } = await withWorkspace(workspace.id, (client) =>
      client.query<Opened>(
        `select ${sealedColumns} from approval_channels c join vault_keys k on k.workspace_id = c.workspace_id where c.workspace_id = $1 and c.id = $2`,
        [workspace.id, id],
      ),
    );
    const [row] = rows;
    if (!row) return gone;
    const body = JSON.stringify(testMessage(row.kind, { at: now().toISOString(), link: `${address}/${workspace.id}/settings/approvals` }));
    const sent = await sendToChannel(workspace, { ...openTarget(keyring, workspace, row), id: newId("msg"), body });
    const { status, because = null } = endOf(sent, 1);
    return accept({ delivered: status === "sent", because });
  }

  type Words = { approvalId: string; channelId: string; payloadHash: string; occasion: Occasion };
  /** The words that a link is made of: another payload, or another channel, is another link. */
  const tokenOf = (secret: string, { approvalId, channelId, payloadHash, occasion }: Words) =>
    tokenFrom(bytesFor(secret, ["link", approvalId, channelId, payloadHash, ...(occasion === "requested" ? [] : [occasion])].join(" ")));

  const messages: Messages = {
    announce: (scope, { head, approval, occasion }) =>
      withWorkspace(scope.id, async (client) => {
        await client.query(
          "update approval_messages set status = 'dropped' where workspace_id = $1 and approval_id = $2 and occasion <> $3 and status = 'pending'",
          [scope.id, approval.id, occasion],
        );
        const { rows } = await client.query<Opened>(
          `select ${sealedColumns} from approval_channels c join vault_keys k on k.workspace_id = c.workspace_id where c.workspace_id = $1
             and not exists (select 1 from approval_messages m where m.workspace_id = $1 and m.approval_id = $2 and m.channel_id = c.id and m.occasion = $3)`,
          [scope.id, approval.id, occasion],
        );
        for (const row of rows) {
          const { hash } = tokenOf(openTarget(keyring, scope, row).secret, {
            approvalId: approval.id,
            channelId: row.id,
            payloadHash: approval.payloadHash,
            occasion,
          });
          await client.query(
            `insert into approval_messages (workspace_id, approval_id, channel_id, execution_id, hash, payload_hash, summary, expires_at, occasion)
             values ($1, $2, $3, $4, $5, $6, $7, least($8::timestamptz, now() + make_interval(hours => $9)), $10) on conflict do nothing`,
            [scope.id, approval.id, row.id, head.id, hash, approval.payloadHash, approval.summary, approval.expiresAt, linkHours, occasion],
          );
        }
      }),
    take: (scope, approvalId, until) => withWorkspace(scope.id, (client) => takeDue(client, scope, approvalId, until)),
    async settle(scope, { approvalId, channelId, occasion }, { status, because = null }) {
      await withWorkspace(scope.id, (client) =>
        client.query(
          `update approval_messages set status = $4, because = $5, sent_at = case when $4 = 'sent' then now() end
           where workspace_id = $1 and approval_id = $2 and channel_id = $3 and occasion = $6 and status = 'pending'`,
          [scope.id, approvalId, channelId, status, because, occasion],
        ),
      );
    },
    async drop(scope, approvalId) {
      await withWorkspace(scope.id, (client) =>
        client.query(
          "update approval_messages set status = 'dropped' where workspace_id = $1 and approval_id = $2 and status = 'pending'",
          [scope.id, approvalId],
        ),
      );
    },
    async nextDueAt(scope, approvalId) {
      const { rows } = await withWorkspace(scope.id, (client) =>
        client.query<{ due: string | null }>(
          `select ${time("min(due_at)")} as due from approval_messages where workspace_id = $1 and approval_id = $2 and status = 'pending'`,
          [scope.id, approvalId],
        ),
      );
      return rows[0]?.due ?? undefined;
    },
  };

  async function takeDue(
    client: pg.ClientBase,
    scope: Workspace,
    approvalId: string,
    until: (attempts: number) => string,
  ): Promise<TakenMessage[]> {
    const { rows } = await client.query<Opened & { attempts: number; payloadHash: string; occasion: Occasion }>(
      `select ${sealedColumns}, m.occasion, m.attempts, m.payload_hash as "payloadHash" from approval_messages m
       join approval_channels c on c.workspace_id = m.workspace_id and c.id = m.channel_id join vault_keys k on k.workspace_id = m.workspace_id
       where m.workspace_id = $1 and m.approval_id = $2 and m.status = 'pending' and m.due_at <= $3 for update of m skip locked`,
      [scope.id, approvalId, now()],
    );
    const taken: TakenMessage[] = [];
    for (const row of rows) {
      const attempts = row.attempts + 1;
      await client.query(
        "update approval_messages set attempts = $4, due_at = $5 where workspace_id = $1 and approval_id = $2 and channel_id = $3 and occasion = $6",
        [scope.id, approvalId, row.id, attempts, until(attempts), row.occasion],
      );
      const target = openTarget(keyring, scope, row);
      const { token } = tokenOf(target.secret, { approvalId, channelId: row.id, payloadHash: row.payloadHash, occasion: row.occasion });
      taken.push({ channelId: row.id, occasion: row.occasion, kind: row.kind, ...target, attempts, token });
    }
    return taken;
  }

  return { listChannels, makeChannel, removeChannel, testChannel, messages, sendToChannel };
}

export type LinkOfMessage = { workspaceId: string; approvalId: string; payloadHash: string; isUsed: boolean };

/** What a link in a channel is about; nothing when it is over or was never one. */
export async function messageLinkOf(hash: string): Promise<LinkOfMessage | undefined> {
  const { rows } = await appPool().query<{ held: LinkOfMessage | null }>("select approval_message_of($1) as held", [hash]);
  return rows[0]?.held ?? undefined;
}

export async function markMessageUsed(workspaceId: string, hash: string): Promise<void> {
  await withWorkspace(workspaceId, (client) =>
    client.query("update approval_messages set used_at = now() where workspace_id = $1 and hash = $2 and used_at is null", [
      workspaceId,
      hash,
    ]),
  );
}
