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

export type Place = {
  path: string;
  title: string;
  icon: LucideIcon | ComponentType<{ className?: string; "aria-hidden"?: boolean }>;
  /** Pressed after g. */
  letter: string;
  /** Shown at the foot of a phone. */
  isNear: boolean;
};

export const places: readonly Place[] = [
  { path: "", title: "Home", icon: House, letter: "h", isNear: true },
  { path: "/executions", title: "Executions", icon: ListMusic, letter: "e", isNear: true },
  { path: "/approvals", title: "Approvals", icon: FermataSign, letter: "a", isNear: true },
  { path: "/workflows", title: "Workflows", icon: Workflow, letter: "w", isNear: false },
  { path: "/documents", title: "Documents", icon: BookOpen, letter: "d", isNear: false },
  { path: "/contacts", title: "Contacts", icon: Users, letter: "c", isNear: false },
  { path: "/calendar", title: "Calendar", icon: CalendarDays, letter: "l", isNear: false },
  { path: "/effects", title: "Effects", icon: Waypoints, letter: "f", isNear: false },
  { path: "/budgets", title: "Budgets", icon: Coins, letter: "b", isNear: false },
  { path: "/guardrails", title: "Guardrails", icon: Shield, letter: "p", isNear: false },
  { path: "/reliability", title: "Reliability", icon: ShieldCheck, letter: "r", isNear: false },
  { path: "/settings", title: "Settings", icon: Settings, letter: "s", isNear: false },
];

/** Whether a page stands in a place: home is only itself, the others hold what is below them. */
export function isAt(pathname: string, workspaceId: string, { path }: Place): boolean {
  const address = `/${workspaceId}${path}`;
  return path === "" ? pathname === address : pathname === address || pathname.startsWith(`${address}/`);
}
