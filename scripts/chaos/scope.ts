import type { Actor, Workspace } from "#lib/tenancy/workspace.ts";

export const scope: Workspace = { id: "ws_chaos" };
export const person: Actor = { kind: "member", id: "usr_chaos", name: "Dana" };
