import type pg from "pg";
import { z } from "zod";
import { withWorkspace } from "#lib/db.ts";
import type { Seal } from "#lib/execution/seal.node.ts";
import type { KeptWorkflow } from "#lib/execution/start-execution.ts";
import { newId } from "#lib/kernel/ids.node.ts";
import { accept, type Outcome, refuse } from "#lib/kernel/outcome.ts";
import { Plan } from "#lib/planner/plan.ts";
import { once } from "#lib/tenancy/once.postgres.ts";
import type { Actor, Workspace } from "#lib/tenancy/workspace.ts";
import type { KeptVersion, Made, Workflow, WorkflowStore } from "./workflow.ts";

const time = (column: string) => `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
const columns = `w.id, w.name, w.description, w.run_group as "group", w.version, w.steps, w.created_by->>'name' as "createdBy", ${time("w.created_at")} as "createdAt", ${time("w.updated_at")} as "updatedAt"`;
const uniqueViolation = z.object({ code: z.literal("23505"), constraint: z.literal("workflows_name_key") });

/** Workflows and their versions; plans are sealed, each bound to its workflow. */
export function workflowsIn(seal: Seal): WorkflowStore {
  const sealed = (scope: Workspace, id: string, plan: Plan) => seal.seal({ workspaceId: scope.id, executionId: id }, JSON.stringify(plan));
  const opened = (scope: Workspace, id: string, bytes: Buffer): Plan =>
    Plan.parse(JSON.parse(seal.open({ workspaceId: scope.id, executionId: id }, bytes)));

  async function addVersion(
    client: pg.PoolClient,
    scope: Workspace,
    { id, version, plan, because, by }: { id: string; version: number; plan: Plan; because: string; by: Actor },
  ): Promise<void> {
    await client.query(
      "insert into workflow_versions (workspace_id, workflow_id, version, sealed, because, by) values ($1, $2, $3, $4, $5, $6)",
      [scope.id, id, version, sealed(scope, id, plan), because, JSON.stringify(by)],
    );
  }

  return {
    async list(scope, { cursor, limit }) {
      const { rows } = await withWorkspace(scope.id, (client) =>
        client.query<Workflow>(
          `select ${columns} from workflows w
           where w.workspace_id = $1 and w.archived_at is null and ($2::timestamptz is null or (w.updated_at, w.id) < ($2::timestamptz, $3::text))
           order by w.updated_at desc, w.id desc limit $4`,
          [scope.id, cursor?.after ?? null, cursor?.id ?? null, limit + 1],
        ),
      );
      const data = rows.slice(0, limit);
      const last = data.at(-1);
      return { data, next: rows.length > limit && last ? { after: last.updatedAt, id: last.id } : null };
    },

    async read(scope, id) {
      return withWorkspace(
        scope.id,
        async (client) => {
          const { rows } = await client.query<Workflow>(
            `select ${columns} from workflows w where w.workspace_id = $1 and w.id = $2 and w.archived_at is null`,
            [scope.id, id],
          );
          const [workflow] = rows;
          if (!workflow) return;
          const kept = await client.query<Omit<KeptVersion, "plan"> & { sealed: Buffer }>(
            `select version, sealed, because, by->>'name' as by, ${time("at")} as at from workflow_versions
             where workspace_id = $1 and workflow_id = $2 order by version desc limit 50`,
            [scope.id, id],
          );
          return {
            ...workflow,
            versions: kept.rows.map(({ sealed: bytes, ...version }) => ({ ...version, plan: opened(scope, id, bytes) })),
          };
        },
        { oneMoment: true },
      );
    },

    async create(scope, { name, description, group, plan, because, by, idempotency }) {
      const id = newId("wfl");
      return named(() =>
        withWorkspace(scope.id, async (client) => {
          const first: Made = { id, version: 1 };
          return once(client, scope, idempotency, first, {
            again: accept,
            make: async () => {
              await client.query(
                "insert into workflows (workspace_id, id, name, description, run_group, version, steps, created_by) values ($1, $2, $3, $4, $5, 1, $6, $7)",
                [scope.id, id, name, description, group ?? null, plan.steps.length, JSON.stringify(by)],
              );
              await addVersion(client, scope, { ...first, plan, because, by });
              return accept(first);
            },
          });
        }),
      );
    },

    async revise(scope, id, { expected, name, description, group, plan, because, by }) {
      return named(() =>
        withWorkspace(scope.id, async (client) => {
          const { rows } = await client.query<{ version: number }>(
            "select version from workflows where workspace_id = $1 and id = $2 and archived_at is null for update",
            [scope.id, id],
          );
          const was = rows[0]?.version;
          if (was === undefined) return refuse({ code: "not_found", because: "there is no such workflow" });
          if (expected !== undefined && expected !== was)
            return refuse({ code: "changed", because: `somebody made version ${was} meanwhile: read it, then change it` });
          const version = plan ? was + 1 : was;
          await client.query(
            `update workflows set name = coalesce($3, name), description = coalesce($4, description), version = $5, steps = coalesce($6, steps), updated_at = now(),
               run_group = case when $7 then $8 else run_group end
             where workspace_id = $1 and id = $2`,
            [scope.id, id, name ?? null, description ?? null, version, plan?.steps.length ?? null, group !== undefined, group ?? null],
          );
          if (plan) await addVersion(client, scope, { id, version, plan, because, by });
          return accept({ id, version });
        }),
      );
    },

    async archive(scope, id) {
      const { rowCount } = await withWorkspace(scope.id, (client) =>
        client.query("update workflows set archived_at = now() where workspace_id = $1 and id = $2 and archived_at is null", [
          scope.id,
          id,
        ]),
      );
      return rowCount === 1;
    },

    async groups(scope) {
      const { rows } = await withWorkspace(scope.id, (client) =>
        client.query<{ group: string; count: number }>(
          `select run_group as "group", count(*)::int as count from workflows
           where workspace_id = $1 and run_group is not null and archived_at is null group by 1 order by 1 limit 200`,
          [scope.id],
        ),
      );
      return new Map(rows.map(({ group, count }) => [group, count]));
    },

    async plan(scope, id, version): Promise<KeptWorkflow | undefined> {
      const { rows } = await withWorkspace(scope.id, (client) =>
        client.query<{ name: string; group: string | null; version: number; sealed: Buffer }>(
          `select w.name, w.run_group as "group", v.version, v.sealed from workflows w
           join workflow_versions v on v.workspace_id = w.workspace_id and v.workflow_id = w.id and v.version = coalesce($3, w.version)
           where w.workspace_id = $1 and w.id = $2 and w.archived_at is null`,
          [scope.id, id, version ?? null],
        ),
      );
      const [row] = rows;
      return row && { id, name: row.name, group: row.group, version: row.version, plan: opened(scope, id, row.sealed) };
    },
  };
}

/** Two living workflows of a workspace have two names. */
async function named<T>(work: () => Promise<Outcome<T>>): Promise<Outcome<T>> {
  try {
    return await work();
  } catch (error) {
    if (!uniqueViolation.safeParse(error).success) throw error;
    const errors = [{ path: "name", because: "is taken" }];
    return refuse({ code: "conflict", because: "a workflow of this name is there already", errors });
  }
}
