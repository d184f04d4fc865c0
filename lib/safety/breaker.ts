import type { Actor, Workspace } from "#lib/tenancy/workspace.ts";

/** So many failures within a minute of each other open a breaker, for so long at first; a probe that does not come back is given up. */
export const breakerPolicy = { threshold: 5, openSeconds: 30, probeSeconds: 60 };
export type BreakerPolicy = typeof breakerPolicy;

export type Breaker = {
  component: string;
  state: "closed" | "open" | "half_open";
  failures: number;
  /** How often it opened since it was last well. */
  trips: number;
  /** When the next call may try whether it is well again. None while open: a person opened it. */
  openUntil: string | null;
  lastError: string | null;
  lastFailureAt: string | null;
  changedAt: string;
  changedBy: string | null;
};

export type Passage = { passes: true; probes: boolean } | { passes: false; waitMs: number };

/** Breakers of all workers on one database. */
export type Breakers = {
  /** Asked before a call of a component. */
  enter(scope: Workspace, component: string): Promise<Passage>;
  leave(scope: Workspace, component: string, went: { ok: true } | { ok: false; because: string }): Promise<void>;
  /** What this process knows without asking: for choosing between components. */
  isOpen(scope: Workspace, component: string): boolean;
  list(scope: Workspace): Promise<Breaker[]>;
  /** By a person; it holds until a person or, once closed, the component itself changes it. */
  turn(scope: Workspace, component: string, to: "open" | "closed", by: Actor): Promise<Breaker | undefined>;
};
