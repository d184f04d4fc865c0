import type pg from "pg";
import { withWorkspace } from "#lib/db.ts";
import { newId } from "#lib/kernel/ids.node.ts";
import { accept, type FieldError, type Outcome, refuse } from "#lib/kernel/outcome.ts";
import type { Access } from "./access.ts";
import { noteOn } from "./audit.postgres.ts";
import {
  type ConnectionKind,
  type ConnectionShape,
  faultsOf,
  isSecretHeader,
  mostConnections,
  notForTool,
  type OpenConnection,
  openedOf,
  originFrom,
  type Secret,
  secretFields,
} from "./connections.ts";
import type { Keyring } from "./keyring.node.ts";
import type { RoleRef } from "./permissions.ts";
import { roleOn } from "./roles.postgres.ts";
import { openWith, type SealedRow, sealIn, VaultKeyMissing } from "./vault.postgres.ts";
import type { Workspace } from "./workspace.ts";

export type Connection = ConnectionShape & {
  id: string;
  name: string;
  /** Which secrets it has; their values are in no answer. */
  fields: string[];
  /** The roles whose executions may use it, by id; none: everybody's. */
  usableBy: string[];
  /** The tools that may use it, by name; none: each that takes a connection. */
  tools: string[];
  revision: number;
  createdAt: string;
  createdBy: string;
  changedAt: string;
  changedBy: string;
  lastUsedAt: string | null;
};

type Deps = {
  keyring: Keyring;
  /** Whether there is a tool of this name. */
  isTool(name: string): boolean;
  /** Whether a secret may be sent to this origin at all: encrypted on its way, and outside the private network. */
  judge(origin: string): { allowed: true } | { allowed: false; because: string };
};

export type MakeConnection = {
  name: string;
  kind: ConnectionKind;
  origin: string;
  header?: string | undefined;
  secret: Secret;
  usableBy?: RoleRef[] | undefined;
  tools?: string[] | undefined;
};
export type ReviseConnection = {
  name?: string | undefined;
  origin?: string | undefined;
  header?: string | undefined;
  secret?: Secret | undefined;
  usableBy?: RoleRef[] | undefined;
  tools?: string[] | undefined;
};
/** What a connection is opened for: a call of this tool, in this execution. */
export type UseOfConnection = { executionId?: string | undefined; tool?: string | undefined };

const time = (column: string) => `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
const columns = `id, name, kind, origin, header, usable_by as "usableBy", tools, revision, ${time("created_at")} as "createdAt", created_by_name as "createdBy",
  ${time("changed_at")} as "changedAt", changed_by_name as "changedBy", ${time("last_used_at")} as "lastUsedAt"`;

const shown = (row: Omit<Connection, "fields">): Connection => ({ ...row, fields: [...secretFields[row.kind]] });
const gone = refuse({ code: "not_found", because: "there is nothing at this address" });
const invalid = (path: string, because: string) => refuse({ code: "invalid", because: `${path} ${because}`, errors: [{ path, because }] });
const isTaken = (error: unknown) => (error as { code?: unknown }).code === "23505";
const taken = refuse({
  code: "conflict",
  because: "there is a connection of this name already",
  errors: [{ path: "name", because: "is taken" }],
});

/** Connections to other services: their secrets come in here, and leave only for the call that names them. */
export function connectionsWith({ keyring, judge, isTool }: Deps) {
  function strangeTool(tools: readonly string[] = []) {
    const at = tools.findIndex((name) => !isTool(name));
    return at < 0 ? undefined : invalid(`tools[${at}]`, "is no tool");
  }

  function shapeOf(kind: ConnectionKind, origin: string, header: string | null | undefined): Outcome<ConnectionShape> {
    const at = originFrom(origin);
    if (at === undefined) return invalid("origin", "has to be a host alone, such as api.example.org");
    const verdict = judge(at);
    if (!verdict.allowed) return invalid("origin", `is refused: ${verdict.because}`);
    if (kind !== "header") return header ? invalid("header", `belongs to the kind header`) : accept({ kind, origin: at, header: null });
    const name = (header ?? "x-api-key").toLowerCase();
    return isSecretHeader(name) ? accept({ kind, origin: at, header: name }) : invalid("header", "can't carry a secret");
  }

  async function keep(client: pg.ClientBase, scope: Workspace, id: string, shape: ConnectionShape, secret: Secret): Promise<void> {
    const seal = await sealIn(client, keyring, scope);
    for (const [field, value] of Object.entries(secret)) {
      if (value === undefined) continue;
      await client.query(
        `insert into connection_secrets (workspace_id, connection_id, field, sealed) values ($1, $2, $3, $4)
         on conflict (workspace_id, connection_id, field) do update set sealed = excluded.sealed`,
        [scope.id, id, field, seal({ ...shape, connectionId: id, field }, value)],
      );
    }
  }

  /** By name. */
  async function listConnections(scope: Workspace): Promise<Connection[]> {
    const { rows } = await withWorkspace(scope.id, (client) =>
      client.query<Omit<Connection, "fields">>(
        `select ${columns} from connections where workspace_id = $1 order by lower(name), id limit $2`,
        [scope.id, mostConnections],
      ),
    );
    return rows.map(shown);
  }

  const readConnection = (scope: Workspace, { id }: { id: string }): Promise<Outcome<Connection>> =>
    withWorkspace(scope.id, (client) => read(client, scope, id));

  async function makeConnection(
    access: Access,
    { name, kind, origin, header, secret, usableBy = [], tools = [] }: MakeConnection,
  ): Promise<Outcome<Connection>> {
    const shape = shapeOf(kind, origin, header);
    if (!shape.ok) return shape;
    const faults = faultsOf(kind, secret);
    if (faults.length > 0) return notValid(faults);
    const strange = strangeTool(tools);
    if (strange) return strange;
    const { workspace, actor } = access;
    const id = newId("con");
    return withWorkspace(workspace.id, async (client): Promise<Outcome<Connection>> => {
      const { rows: counted } = await client.query<{ n: number }>("select count(*)::int as n from connections where workspace_id = $1", [
        workspace.id,
      ]);
      if ((counted[0]?.n ?? 0) >= mostConnections)
        return refuse({ code: "conflict", because: `a workspace has ${mostConnections} connections at the most` });
      const stranger = await strangerIn(client, workspace, usableBy);
      if (stranger) return stranger;
      await client.query(
        `insert into connections (workspace_id, id, name, kind, origin, header, usable_by, tools, created_by_name, changed_by_name) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9)`,
        [workspace.id, id, name, kind, shape.value.origin, shape.value.header, usableBy, tools, actor.name],
      );
      await keep(client, workspace, id, shape.value, secret);
      await noteOn(client, workspace, actor, {
        action: "connection.created",
        target: id,
        detail: { name, ...shape.value, usableBy, tools },
      });
      return read(client, workspace, id);
    }).catch((error: unknown) => {
      if (isTaken(error)) return taken;
      throw error;
    });
  }

  /**
   * A secret goes where it was given to go: whoever points a connection elsewhere, or at another header, has to know its secret,
   * since else they could have it sent to themselves.
   */
  async function reviseConnection(
    access: Access,
    { id, expected, ...change }: ReviseConnection & { id: string; expected: number | undefined },
  ): Promise<Outcome<Connection>> {
    const { workspace, actor } = access;
    const strange = strangeTool(change.tools);
    if (strange) return strange;
    return withWorkspace(workspace.id, async (client): Promise<Outcome<Connection>> => {
      await client.query("select 1 from connections where workspace_id = $1 and id = $2 for update", [workspace.id, id]);
      const was = await read(client, workspace, id);
      if (!was.ok) return was;
      const { kind, revision } = was.value;
      if (expected !== undefined && expected !== revision)
        return refuse({ code: "changed", because: `it was changed meanwhile: it is at revision ${revision}` });
      const shape = shapeOf(kind, change.origin ?? was.value.origin, change.header ?? was.value.header);
      if (!shape.ok) return shape;
      const isElsewhere = shape.value.origin !== was.value.origin || shape.value.header !== was.value.header;
      const given = change.secret ?? {};
      const faults = faultsOf(kind, given).filter(({ because }) => isElsewhere || because !== "is missing");
      if (faults.length > 0)
        return isElsewhere && change.secret === undefined
          ? refuse({ code: "unprocessable", because: "to send it elsewhere, give its secret again", errors: faults })
          : notValid(faults);
      const usableBy = change.usableBy ?? was.value.usableBy;
      const tools = change.tools ?? was.value.tools;
      const stranger = change.usableBy && (await strangerIn(client, workspace, usableBy));
      if (stranger) return stranger;
      await client.query(
        `update connections set name = coalesce($3, name), origin = $4, header = $5, usable_by = $6, tools = $7, revision = revision + 1, changed_at = now(), changed_by_name = $8
         where workspace_id = $1 and id = $2`,
        [workspace.id, id, change.name ?? null, shape.value.origin, shape.value.header, usableBy, tools, actor.name],
      );
      await keep(client, workspace, id, shape.value, given);
      await noteOn(client, workspace, actor, {
        action: "connection.changed",
        target: id,
        detail: { name: change.name ?? was.value.name, ...shape.value, usableBy, tools, secrets: Object.keys(given) },
      });
      return read(client, workspace, id);
    }).catch((error: unknown) => {
      if (isTaken(error)) return taken;
      throw error;
    });
  }

  /** Its secrets go with it. */
  async function removeConnection(access: Access, { id }: { id: string }): Promise<Outcome<{ id: string }>> {
    const { workspace, actor } = access;
    return withWorkspace(workspace.id, async (client) => {
      const { rows } = await client.query<{ name: string }>("delete from connections where workspace_id = $1 and id = $2 returning name", [
        workspace.id,
        id,
      ]);
      const [row] = rows;
      if (!row) return gone;
      await noteOn(client, workspace, actor, { action: "connection.removed", target: id, detail: { name: row.name } });
      return accept({ id });
    });
  }

  /** A rotation may have gone by between the row and the key: what is read again then fits. */
  const openConnection = (scope: Workspace, name: string, use: UseOfConnection = {}): Promise<Outcome<OpenConnection>> =>
    openOnce(scope, name, use).catch((error: unknown) => {
      if (error instanceof VaultKeyMissing) return openOnce(scope, name, use);
      throw error;
    });

  /** For one call: where it may go, and the header that is added at the moment of sending. */
  async function openOnce(
    scope: Workspace,
    name: string,
    { executionId = "", tool = "" }: UseOfConnection,
  ): Promise<Outcome<OpenConnection>> {
    const { rows } = await withWorkspace(scope.id, async (client) => {
      await client.query(
        "update connections set last_used_at = now() where workspace_id = $1 and name = $2 and (last_used_at is null or last_used_at < now() - interval '1 minute')",
        [scope.id, name],
      );
      return client.query<SealedRow & ConnectionShape & { id: string; without: string | null; tools: string[] }>(
        `select case when c.usable_by <> '{}' then without_connection(c.workspace_id, $3, c.usable_by) end as without, c.tools, c.id, c.kind, c.origin, c.header, s.field, s.sealed, k.wrapped, k.wrapped_by as "wrappedBy"
         from connections c
         join connection_secrets s on s.workspace_id = c.workspace_id and s.connection_id = c.id
         join vault_keys k on k.workspace_id = c.workspace_id
         where c.workspace_id = $1 and c.name = $2`,
        [scope.id, name, executionId],
      );
    });
    const [row] = rows;
    if (!row) return refuse({ code: "not_found", because: `there is no connection ${name}` });
    if (row.tools.length > 0 && !row.tools.includes(tool)) return refuse({ code: "forbidden", because: notForTool(name, tool) });
    if (row.without !== null)
      return refuse({ code: "forbidden", because: `the connection ${name} is not for the role that ${row.without} has now` });
    const { id, kind, origin, header } = row;
    const secret = openWith(keyring, { workspaceId: scope.id, connectionId: id, kind, origin, header }, rows);
    return accept(openedOf({ kind, origin, header }, secret));
  }

  return { listConnections, readConnection, makeConnection, reviseConnection, removeConnection, openConnection };
}

/** What is no role of the workspace; those that are stay until the transaction ends. */
async function strangerIn(client: pg.ClientBase, scope: Workspace, usableBy: RoleRef[]) {
  for (const [at, ref] of usableBy.entries())
    if ((await roleOn(client, scope, ref)) === undefined) return invalid(`usableBy[${at}]`, "is no role of the workspace");
  return undefined;
}

async function read(client: pg.ClientBase, scope: Workspace, id: string): Promise<Outcome<Connection>> {
  const { rows } = await client.query<Omit<Connection, "fields">>(
    `select ${columns} from connections where workspace_id = $1 and id = $2`,
    [scope.id, id],
  );
  return rows[0] ? accept(shown(rows[0])) : gone;
}

function notValid(errors: FieldError[]) {
  const [first] = errors;
  return refuse({ code: "invalid", because: `${first?.path} ${first?.because}`, errors });
}
