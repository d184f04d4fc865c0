import type pg from "pg";
import { appPool, withWorkspace } from "./db.ts";
import { env } from "./env.ts";
import { attemptWith } from "./execution/attempt.tool.ts";
import type { Dispatch } from "./execution/dispatch.ts";
import { createNotifier } from "./execution/notify.postgres.ts";
import type { DraftPlan } from "./execution/plan-execution.ts";
import type { ReadAt } from "./execution/read-snapshot.ts";
import { createRelay } from "./execution/relay.postgres.ts";
import { sealWith } from "./execution/seal.node.ts";
import { createStops } from "./execution/stops.postgres.ts";
import { postgresStore } from "./execution/store.postgres.ts";
import { newId } from "./kernel/ids.node.ts";
import { log } from "./observability/log.pino.ts";
import { egressThrough } from "./safety/egress.undici.ts";
import type { Workspace } from "./tenancy/workspace.ts";
import { shippedTools } from "./tools/registry.ts";
import type { Sql } from "./tools/tool.ts";

export type Runtime = ReturnType<typeof assemble>;

// On globalThis, since Next loads a module once for each of its bundles: one runtime a process.
const kept = globalThis as typeof globalThis & { fermataRuntime?: Runtime };

/** Everything that use cases need, with the adapters of this process. */
export function runtime(): Runtime {
  kept.fermataRuntime ??= assemble();
  return kept.fermataRuntime;
}

const failed = (message: string) => (error: unknown) => log.error({ err: error }, message);

function assemble() {
  const pool = appPool();
  const now = () => new Date();
  let dispatch: Dispatch = { send: () => Promise.reject(new Error("this process was not told where nudges go")) };
  const relay = createRelay({ pool, dispatch: () => dispatch, failed: failed("nudges wait for the next sweep") });
  const notifier = createNotifier({ pool, failed: failed("a notification was lost") });
  const stops = createStops({ pool, failed: failed("could not look for stops") });
  const store = postgresStore({
    pool,
    seal: sealWith(env().NEXTAUTH_SECRET ?? ""),
    now,
    appended({ workspaceId, executionId, nudges }) {
      notifier.push(executionId);
      relay.push(workspaceId, nudges);
    },
  });
  const registry = shippedTools({ egress: egressThrough({ allow: env().FERMATA_EGRESS_ALLOW }), executionsBetween: executionsBetween });
  const attempt = attemptWith({ store, registry, now, complete: () => Promise.reject(new Error("no model")), sqlFor, timeZoneOf, watch: stops.watch });
  const draft: DraftPlan = async () => ({ kind: "none", code: "cannot_plan", because: "no planner" });
  return {
    pool, now, newId, store, registry, attempt, relay, stops, draft, readAt, executionOfApproval,
    dispatch: () => dispatch,
    /** Told once at the start of the process, since only `inngest/` knows where nudges go. */
    sendWith(to: Dispatch): void {
      dispatch = to;
    },
    async close(): Promise<void> {
      await relay.stop();
      await notifier.flush();
    },
  };
}

function sqlOn(client: pg.PoolClient): Sql {
  return { query: async (text, values) => (await client.query(text, values)).rows };
}

/** Each query in a transaction of its own, inside the workspace. */
function sqlFor(scope: Workspace): Sql {
  return { query: (text, values) => withWorkspace(scope.id, (client) => sqlOn(client).query(text, values)) };
}

/** Several reads of one moment. */
const readAt: ReadAt = (scope, work) =>
  withWorkspace(scope.id, (client) => work(sqlOn(client)), { oneMoment: true });

async function executionOfApproval(scope: Workspace, approvalId: string): Promise<string | undefined> {
  const [row] = await sqlFor(scope).query<{ execution: string }>(`select execution_id as execution from pending_approvals where id = $1`, [approvalId]);
  return row?.execution;
}

const zones = new Map<string, string>();

/** A workspace's time zone, asked once a process. */
async function timeZoneOf(scope: Workspace): Promise<string> {
  const known = zones.get(scope.id);
  if (known !== undefined) return known;
  const [row] = await sqlFor(scope).query<{ zone: string }>("select time_zone as zone from workspaces where id = $1", [scope.id]);
  const zone = row?.zone ?? "UTC";
  zones.set(scope.id, zone);
  return zone;
}

async function executionsBetween(scope: Workspace, { from, to, limit }: { from: Date; to: Date; limit: number }) {
  return sqlFor(scope).query<{ id: string; title: string; status: string; waitingOn: string | null; createdAt: Date; endedAt: Date | null }>(
    `select id, title, status, waiting_on as "waitingOn", created_at as "createdAt", ended_at as "endedAt" from executions where created_at >= $1 and created_at < $2 order by created_at desc limit $3`,
    [from, to, limit],
  );
}
