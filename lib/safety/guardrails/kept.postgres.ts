import { withWorkspace } from "#lib/db.ts";
import { accept, type Outcome, refuse } from "#lib/kernel/outcome.ts";
import { noteOn } from "#lib/tenancy/audit.postgres.ts";
import type { Actor, Workspace } from "#lib/tenancy/workspace.ts";
import { changePolicy, type KeptPolicy, type KeptRow, keptPolicies, type PolicyChange, plain } from "./kept.ts";
import type { Policy } from "./policy.ts";

/** How long a process may go by what it read: a change elsewhere holds within this. */
const freshMs = 2_000;
const atMost = 1_000;

/** The policies of workspaces, read when they are needed and remembered for a moment, so that a step costs no statement. */
export function policiesKept({ now }: { now: () => number }) {
  const known = new Map<string, { at: number; policies: Promise<Policy[]> }>();

  function policiesOf({ id }: Workspace): Promise<Policy[]> {
    const had = known.get(id);
    if (had && now() - had.at < freshMs) return had.policies;
    const policies = read(id).then((kept) => kept.map(plain));
    known.delete(id);
    if (known.size >= atMost) known.delete(known.keys().next().value as string);
    known.set(id, { at: now(), policies });
    // A failed read is nobody's answer.
    policies.catch(() => known.delete(id));
    return policies;
  }

  async function change(
    { workspace, actor }: { workspace: Workspace; actor: Actor },
    { name, expected, ...given }: PolicyChange & { name: string; expected?: number | undefined },
  ): Promise<Outcome<KeptPolicy>> {
    const was = (await read(workspace.id)).find((policy) => policy.name === name);
    const version = was?.version ?? 0;
    if (expected !== undefined && expected !== version)
      return refuse({ code: "changed", because: `version ${version} of ${name} is in force; look again before you change it` });
    const next = changePolicy(was, name, given);
    if (!next.ok) return next;
    const isKept = await withWorkspace(workspace.id, async (client) => {
      const { rowCount } = await client.query(
        `insert into guardrail_policies (workspace_id, name, version, policy, by) values ($1, $2, $3, $4, $5) on conflict do nothing`,
        [workspace.id, name, version + 1, JSON.stringify(next.value), JSON.stringify(actor)],
      );
      if (rowCount === 1) await noteOn(client, workspace, actor, { action: "guardrail.changed", detail: { name, version: version + 1 } });
      return rowCount === 1;
    });
    if (!isKept) return refuse({ code: "changed", because: `somebody else changed ${name} meanwhile; look again` });
    known.delete(workspace.id);
    const kept = (await read(workspace.id)).find((policy) => policy.name === name);
    return kept ? accept(kept) : refuse({ code: "unavailable", because: `${name} was kept and can't be read` });
  }

  return { policiesOf, change, list: ({ id }: Workspace) => read(id) };
}

async function read(workspaceId: string): Promise<KeptPolicy[]> {
  const { rows } = await withWorkspace(workspaceId, (client) =>
    client.query<KeptRow>(
      `select distinct on (name) name, version, policy, by->>'name' as by, to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at
       from guardrail_policies where workspace_id = $1 order by name, version desc`,
      [workspaceId],
    ),
  );
  return keptPolicies(rows);
}
