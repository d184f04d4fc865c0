import type { Json } from "#lib/kernel/json.ts";
import type { Actor, Workspace } from "#lib/tenancy/workspace.ts";
import type { Sql } from "#lib/tools/tool.ts";

/** Tells the audit. The id of what was done to, when the detail has one, is the entry's target. */
export type Tell = (action: string, detail: Json) => Promise<void>;

/** One transaction: what somebody does and what the audit is told of it stand together, or neither does. */
export type ActAndTell = <T>(scope: Workspace, actor: Actor, work: (sql: Sql, tell: Tell) => Promise<T>) => Promise<T>;
