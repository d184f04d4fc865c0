import { withWorkspace } from "#lib/db.ts";
import { env } from "#lib/env.ts";
import type { RatePolicy } from "#lib/safety/rate-limiter.ts";
import type { Access } from "#lib/tenancy/access.ts";
import { mostConnections } from "#lib/tenancy/connections.ts";
import { callerOf, limitsOf } from "./limits.ts";

export type Limit = { name: string; says: string; used: number; most: number | null; windowSeconds: number | null };

type Counts = { keys: number; connections: number; members: number; running: number; underWay: number };

const counted = `select
  (select count(*)::int from api_keys where workspace_id = $1 and revoked_at is null and (expires_at is null or expires_at > now())) as keys,
  (select count(*)::int from connections where workspace_id = $1) as connections,
  (select count(*)::int from members where workspace_id = $1 and disabled_at is null) as members,
  (select count(*)::int from execution_steps where workspace_id = $1 and status = 'running') as running,
  (select count(*)::int from executions where workspace_id = $1 and status in ('queued', 'planning', 'running', 'paused', 'awaiting_approval')) as "underWay"`;

/** What the one who asks may still do, and what the workspace has of what is counted. A process may hold a fiftieth of a bucket in advance. */
export async function readLimits(access: Access): Promise<Limit[]> {
  const { id } = access.workspace;
  const { caller, workspace } = limitsOf(env().FERMATA_API_PER_MINUTE);
  return withWorkspace(id, async (client) => {
    const left = async ({ name, quota, windowSeconds }: RatePolicy, whose: string): Promise<number> => {
      const { rows } = await client.query<{ tokens: number }>(
        "select least($3::float, tokens + extract(epoch from greatest(interval '0', clock_timestamp() - at)) * $4::float)::float as tokens from rate_limits where workspace_id = $1 and name = $2",
        [id, `${name} ${whose}`, quota, quota / windowSeconds],
      );
      return Math.floor(rows[0]?.tokens ?? quota);
    };
    const requests = async (policy: RatePolicy, whose: string, says: string): Promise<Limit> => {
      const { name, quota, windowSeconds } = policy;
      return { name: `requests.${name}`, says, used: quota - (await left(policy, whose)), most: quota, windowSeconds };
    };
    const { rows } = await client.query<Counts>(counted, [id]);
    const [{ keys, connections, members, running, underWay } = { keys: 0, connections: 0, members: 0, running: 0, underWay: 0 }] = rows;
    const plain = (name: string, says: string, used: number, most: number | null = null): Limit => ({
      name,
      says,
      used,
      most,
      windowSeconds: null,
    });
    return [
      await requests(caller, callerOf(access), "Requests of yours in a minute"),
      await requests(workspace, "", "Requests of the whole workspace in a minute"),
      plain("steps.running", "Steps that run now; one worker runs so many for all workspaces", running, env().FERMATA_WORKER_CONCURRENCY),
      plain("executions.underway", "Executions under way", underWay),
      plain("connections", "Connections", connections, mostConnections),
      plain("keys", "API keys that work", keys),
      plain("members", "Members", members),
    ];
  });
}
