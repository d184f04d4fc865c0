import type pg from "pg";
import { withWorkspace } from "#lib/db.ts";
import { newId } from "#lib/kernel/ids.node.ts";
import type { Json } from "#lib/kernel/json.ts";
import { accept, type Outcome, refuse } from "#lib/kernel/outcome.ts";
import type { Access } from "#lib/tenancy/access.ts";
import { noteOn } from "#lib/tenancy/audit.postgres.ts";
import type { Workspace } from "#lib/tenancy/workspace.ts";
import { ApprovalPolicy, groupsIn, shippedApprovalPolicy } from "./policy.ts";
import type { ApprovalRules, StandingRule } from "./standing.ts";

/** How long a process may go by what it read: a change elsewhere holds within this. */
const freshMs = 2_000;
const atMost = 1_000;

/** Read when they are needed and remembered for a moment, so that a step costs no statement. */
export function approvalRulesKept({ now }: { now: () => number }) {
  const known = new Map<string, { at: number; rules: Promise<ApprovalRules> }>();

  function rulesOf(scope: Workspace): Promise<ApprovalRules> {
    const had = known.get(scope.id);
    if (had && now() - had.at < freshMs) return had.rules;
    const rules = readRules(scope);
    known.delete(scope.id);
    if (known.size >= atMost) known.delete(known.keys().next().value as string);
    known.set(scope.id, { at: now(), rules });
    // A failed read is nobody's answer.
    rules.catch(() => known.delete(scope.id));
    return rules;
  }

  const forgetting = async <T>(scope: Workspace, work: Promise<T>): Promise<T> => {
    const done = await work;
    known.delete(scope.id);
    return done;
  };

  return {
    rulesOf,
    readPolicy,
    listStanding,
    changePolicy: (given: ChangePolicy) => forgetting(given.access.workspace, changePolicy(given)),
    addStanding: (given: AddStanding) => forgetting(given.access.workspace, addStanding(given)),
    revokeStanding: (given: RevokeStanding) => forgetting(given.access.workspace, revokeStanding(given)),
  };
}

export type KeptApprovalPolicy = { version: number; policy: ApprovalPolicy; by: string | null; at: string | null };
const iso = (column: string) => `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

async function policyOn(client: pg.ClientBase, scope: Workspace): Promise<KeptApprovalPolicy> {
  const { rows } = await client.query<{ version: number; policy: unknown; by: string; at: string }>(
    `select version, policy, by->>'name' as by, ${iso("at")} as at from approval_policies where workspace_id = $1 order by version desc limit 1`,
    [scope.id],
  );
  const [kept] = rows;
  return kept ? { ...kept, policy: ApprovalPolicy.parse(kept.policy) } : { version: 0, policy: shippedApprovalPolicy, by: null, at: null };
}

const readPolicy = (scope: Workspace): Promise<KeptApprovalPolicy> => withWorkspace(scope.id, (client) => policyOn(client, scope));

const standingColumns = `id, tool, recipients, hosts, because, ${iso("until")} as until, by`;

function readRules(scope: Workspace): Promise<ApprovalRules> {
  return withWorkspace(scope.id, async (client) => {
    const { policy } = await policyOn(client, scope);
    const groups = await client.query<{ id: string; name: string }>("select id, name from approver_groups where workspace_id = $1", [
      scope.id,
    ]);
    const standing = await client.query<StandingRule>(
      `select ${standingColumns} from standing_approvals where workspace_id = $1 and revoked_at is null and until > now() order by id`,
      [scope.id],
    );
    return { policy, standing: standing.rows, groupNames: new Map(groups.rows.map(({ id, name }) => [id, name])) };
  });
}

export type ChangePolicy = { access: Access; policy: ApprovalPolicy; expected?: number | undefined; because?: string };

/** The next version. It names groups that are there, each with as many people as have to agree. */
function changePolicy({
  access: { workspace, actor },
  policy,
  expected,
  because = "",
}: ChangePolicy): Promise<Outcome<KeptApprovalPolicy>> {
  return withWorkspace(workspace.id, async (client) => {
    await client.query("select pg_advisory_xact_lock(hashtextextended('approval policy ' || $1, 0))", [workspace.id]);
    const { version } = await policyOn(client, workspace);
    if (expected !== undefined && expected !== version)
      return refuse({ code: "changed", because: `version ${version} is in force; look again before you change it` });
    const { rows } = await client.query<{ id: string; people: number }>(
      `select g.id, count(m.user_id)::int as people from approver_groups g
       left join approver_group_members m on m.workspace_id = g.workspace_id and m.group_id = g.id where g.workspace_id = $1 group by g.id`,
      [workspace.id],
    );
    const people = new Map(rows.map((row) => [row.id, row.people]));
    const errors = groupsIn(policy).flatMap(({ path, group, quorum }) => {
      const has = people.get(group);
      if (has === undefined) return [{ path, because: "there is no such group" }];
      return has < quorum ? [{ path, because: `${quorum} people have to agree, and the group has ${has}` }] : [];
    });
    if (errors[0]) return refuse({ code: "unprocessable", because: `${errors[0].path}: ${errors[0].because}`, errors });
    await client.query("insert into approval_policies (workspace_id, version, policy, by) values ($1, $2, $3, $4)", [
      workspace.id,
      version + 1,
      JSON.stringify(policy),
      JSON.stringify(actor),
    ]);
    await noteOn(client, workspace, actor, {
      action: "approval_policy.changed",
      because,
      detail: { version: version + 1, policy: policy as unknown as Json },
    });
    return accept(await policyOn(client, workspace));
  });
}

export type ListedStanding = StandingRule & { createdAt: string; revokedAt: string | null; uses: number; lastUsedAt: string | null };

/** Those in force and those that were, the newest first, with how often each let something go. */
async function listStanding(
  scope: Workspace,
  { cursor, limit }: { cursor?: { after: string; id: string } | undefined; limit: number },
): Promise<{ data: ListedStanding[]; next: { after: string; id: string } | null }> {
  const { rows } = await withWorkspace(scope.id, (client) =>
    client.query<ListedStanding>(
      `select ${standingColumns}, ${iso("created_at")} as "createdAt", ${iso("revoked_at")} as "revokedAt", coalesce(u.uses, 0) as uses, ${iso("u.last")} as "lastUsedAt"
       from standing_approvals s
       left join lateral (select count(*)::int as uses, max(e.at) as last from execution_events e
         where e.workspace_id = s.workspace_id and e.type = 'approval.waived' and e.event->>'simulated' is null and e.event->>'ruleId' = s.id) u on true
       where s.workspace_id = $1 and ($2::timestamptz is null or (s.created_at, s.id) < ($2::timestamptz, $3::text))
       order by s.created_at desc, s.id desc limit $4`,
      [scope.id, cursor?.after ?? null, cursor?.id ?? null, limit + 1],
    ),
  );
  const data = rows.slice(0, limit);
  const last = data.at(-1);
  return { data, next: rows.length > limit && last ? { after: last.createdAt, id: last.id } : null };
}

export type AddStanding = { access: Access } & Pick<StandingRule, "tool" | "recipients" | "hosts" | "until" | "because">;

function addStanding({ access: { workspace, actor }, ...rule }: AddStanding): Promise<Outcome<StandingRule>> {
  return withWorkspace(workspace.id, async (client) => {
    const id = newId("sta");
    const { tool, recipients, hosts, until, because } = rule;
    const by = { id: actor.id, name: actor.name };
    await client.query(
      "insert into standing_approvals (workspace_id, id, tool, recipients, hosts, until, because, by) values ($1, $2, $3, $4, $5, $6, $7, $8)",
      [workspace.id, id, tool, recipients, hosts, until, because, JSON.stringify(by)],
    );
    await noteOn(client, workspace, actor, {
      action: "standing_approval.made",
      target: id,
      because,
      detail: { tool, recipients, hosts, until },
    });
    return accept({ id, ...rule, by });
  });
}

export type RevokeStanding = { access: Access; id: string };

function revokeStanding({ access: { workspace, actor }, id }: RevokeStanding): Promise<Outcome<{ id: string }>> {
  return withWorkspace(workspace.id, async (client) => {
    const { rowCount } = await client.query(
      "update standing_approvals set revoked_at = now() where workspace_id = $1 and id = $2 and revoked_at is null",
      [workspace.id, id],
    );
    if (rowCount !== 1) return refuse({ code: "not_found", because: "there is nothing at this address" });
    await noteOn(client, workspace, actor, { action: "standing_approval.revoked", target: id });
    return accept({ id });
  });
}
