import {
  BookOpen,
  CalendarDays,
  Coins,
  House,
  ListMusic,
  type LucideIcon,
  Settings,
  Shield,
  ShieldCheck,
  Users,
  Waypoints,
  Workflow,
} from "lucide-react";
import type { ComponentType } from "react";
import { FermataSign } from "#components/ui/fermata-sign.tsx";
import type { Permission } from "#lib/tenancy/permissions.ts";

export type Place = {
  path: string;
  title: string;
  icon: LucideIcon | ComponentType<{ className?: string; "aria-hidden"?: boolean }>;
  /** Whoever lacks it is not shown the place. */
  allow: Permission;
  /** Pressed after g. */
  letter: string;
  /** Shown at the foot of a phone. */
  isNear: boolean;
};

export const places: readonly Place[] = [
  { path: "", title: "Home", allow: "profile:read", icon: House, letter: "h", isNear: true },
  { path: "/executions", title: "Executions", allow: "execution:read", icon: ListMusic, letter: "e", isNear: true },
  { path: "/approvals", title: "Approvals", allow: "approval:read", icon: FermataSign, letter: "a", isNear: true },
  { path: "/workflows", title: "Workflows", allow: "workflow:read", icon: Workflow, letter: "w", isNear: false },
  { path: "/documents", title: "Documents", allow: "data:read", icon: BookOpen, letter: "d", isNear: false },
  { path: "/contacts", title: "Contacts", allow: "data:read", icon: Users, letter: "c", isNear: false },
  { path: "/calendar", title: "Calendar", allow: "data:read", icon: CalendarDays, letter: "l", isNear: false },
  { path: "/effects", title: "Effects", allow: "execution:read", icon: Waypoints, letter: "f", isNear: false },
  { path: "/budgets", title: "Budgets", allow: "usage:read", icon: Coins, letter: "b", isNear: false },
  { path: "/guardrails", title: "Guardrails", allow: "guardrail:read", icon: Shield, letter: "p", isNear: false },
  { path: "/reliability", title: "Reliability", allow: "execution:read", icon: ShieldCheck, letter: "r", isNear: false },
  { path: "/settings", title: "Settings", allow: "profile:read", icon: Settings, letter: "s", isNear: false },
];

/** Whether a page stands in a place: home is only itself, the others hold what is below them. */
export function isAt(pathname: string, workspaceId: string, { path }: Place): boolean {
  const address = `/${workspaceId}${path}`;
  return path === "" ? pathname === address : pathname === address || pathname.startsWith(`${address}/`);
}
