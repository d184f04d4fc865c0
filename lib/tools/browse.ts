import type { Workspace } from "#lib/tenancy/workspace.ts";
import type { Sql } from "./tool.ts";

/** Reads of one moment inside the workspace: what the pages of the workspace's own data are made of. */
export type Reading = { readAt<T>(scope: Workspace, work: (sql: Sql) => Promise<T>): Promise<T> };

/** What is typed is looked for as it stands: `%` and `_` mean themselves. */
export const containing = (text: string): string => `%${text.trim().replace(/[\\%_]/g, "\\$&")}%`;

/** More than a person scrolls through; whoever looks for something older searches. */
export const shownAtMost = 200;
