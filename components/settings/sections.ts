import type { Permission } from "#lib/tenancy/permissions.ts";

export type Section = { path: string; title: string; allow: Permission };

/** The pages of the settings, and what one needs for each. */
export const sections: readonly Section[] = [
  { path: "", title: "You", allow: "profile:read" },
  { path: "/sessions", title: "Sessions", allow: "profile:read" },
  { path: "/workspaces", title: "Workspaces", allow: "profile:read" },
  { path: "/members", title: "Members", allow: "member:read" },
  { path: "/keys", title: "API keys", allow: "key:read" },
  { path: "/approvals", title: "Approvals", allow: "approval:read" },
  { path: "/connections", title: "Connections", allow: "connection:read" },
  { path: "/roles", title: "Roles", allow: "workspace:read" },
  { path: "/defaults", title: "Defaults", allow: "workspace:read" },
  { path: "/limits", title: "Limits", allow: "usage:read" },
  { path: "/executor", title: "Executor", allow: "execution:control" },
  { path: "/audit", title: "Audit", allow: "audit:read" },
];
