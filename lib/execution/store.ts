import type { Json } from "#lib/kernel/json.ts";
import type { Outcome } from "#lib/kernel/outcome.ts";
import type { Workspace } from "#lib/tenancy/workspace.ts";
import type { Sql } from "#lib/tools/tool.ts";
import type { ExecutionEvent, PayloadRef } from "./events.ts";
import type { Decision, Need, Nudge, Slice } from "./slice.ts";
import type { Head } from "./state.ts";

/** Bytes that an append stores beside its events. */
export type PayloadWrite = { ref: PayloadRef; value: Json };

/** An `Idempotency-Key` with what its request was; the answer is kept with the append that it caused. */
export type Idempotency = { key: string; fingerprint: string };

export type Command<Answer> = {
  /** What makes this command itself: a replay with the same cause appends nothing. */
  cause: string;
  need?: Need;
  decide(slice: Slice): Outcome<Decision<Answer>>;
  payloads?: PayloadWrite[];
  idempotency?: Idempotency & { status: number; answerOf(answer: Answer, head: Head): Json };
};

export type Acted<Answer> =
  | { kind: "done"; answer: Answer; head: Head; nudges: Nudge[] }
  /** The cause is in the log already. */
  | { kind: "replayed"; head: Head }
  /** The key was answered before; its answer is given again. */
  | { kind: "stored"; status: number; answer: Json };

/**
 * The log and its derivations. `act` is the only way to write: it loads the slice, decides, and appends in one statement;
 * a lost race decides again. Commands for one execution that wait together are appended together.
 */
export type ExecutionStore = {
  act<Answer>(scope: Workspace, executionId: string, command: Command<Answer>): Promise<Outcome<Acted<Answer>>>;
  /** Several commands of one owner, in one append, each deciding on the state that the one before left. All or none. */
  /** `hint`: a slice just read that holds what the commands need; it saves the read when nobody wrote in between. */
  actAll(scope: Workspace, executionId: string, commands: Command<unknown>[], hint?: Slice): Promise<Outcome<Acted<unknown>[]>>;
  /**
   * The same inside a transaction in which a tool writes to our own database; `work` sees the locked slice's transaction. `then` writes
   * what follows from the answer, after the append: what it refuses takes everything back.
   */
  actWith<Answer>(
    scope: Workspace,
    executionId: string,
    work: (sql: Sql) => Promise<Outcome<Command<Answer>>>,
    then?: (sql: Sql, answer: Answer) => Promise<Outcome<undefined>>,
  ): Promise<Outcome<Acted<Answer>>>;
  create<Answer>(scope: Workspace, executionId: string, command: Command<Answer>): Promise<Outcome<Acted<Answer>>>;
  slice(scope: Workspace, executionId: string, need: Need): Promise<Slice | null>;
  /** The outputs of settled steps, by step; a step without one (skipped, failed) is absent. */
  outputs(scope: Workspace, executionId: string, stepIds: string[]): Promise<Map<string, Json>>;
  payload(scope: Workspace, executionId: string, id: string): Promise<Json | undefined>;
  payloads(scope: Workspace, executionId: string, ids: string[]): Promise<Map<string, Json>>;
  readAfter(scope: Workspace, executionId: string, seq: number, limit: number): Promise<ExecutionEvent[]>;
  renew(scope: Workspace, executionId: string, stepId: string, fence: number): Promise<{ lost: boolean; halting: boolean }>;
};
