import type { Json } from "#lib/kernel/json.ts";
import type { Workspace } from "#lib/tenancy/workspace.ts";
import type { Answer } from "./events.ts";
import type { Row } from "./slice.ts";

/** `ref`: the budget, lock or bucket, or the policy that names the time. */
export type WaitFor = { reason: "budget" | "lock" | "rate" | "wait"; ref: string; until?: string };

/** How one call of a tool came out. `settled`: the tool's own write and the step's settlement are committed together already. */
export type Attempted =
  | { kind: "completed"; output: Json; ms: number; model?: string; proof?: string; answer?: Answer }
  | { kind: "failed"; because: string; code: string; retryable: boolean; retryAfterMs?: number }
  | { kind: "unknown"; because: string }
  | { kind: "aborted"; because: string }
  /** It was not called: its component is given time to recover. */
  | { kind: "blocked"; component: string; because: string; waitMs: number }
  /** It was not called to its end: it waits for room in a budget, for a lock or for its rate. Without a time, until somebody lets it go. */
  | { kind: "waits"; hold: WaitFor; because: string }
  | { kind: "settled" };

/** Calls the tool of a claimed step; never throws for what a tool or the world did. */
export type AttemptStep = (claim: {
  scope: Workspace;
  executionId: string;
  row: Row;
  fence: number;
  params: Json;
  recovered: boolean;
  /** How long its execution may go on; absent: as long as it takes. */
  leftMs?: number;
  /** Ends it from outside, with why. */
  stop?: AbortSignal;
  /** Of a call that takes a step's back: it has no claim of its own, and its execution is over. */
  key?: string;
  /** What it holds while it runs; a write to our own database is refused once another holds it. */
  lock?: { name: string; fence: number };
}) => Promise<Attempted>;
