import type { z } from "zod";
import type { Complete } from "#lib/kernel/complete.ts";
import type { Json } from "#lib/kernel/json.ts";
import type { Workspace } from "#lib/tenancy/workspace.ts";

/** What a call does to the world. A tool that declares none counts as `delete`. */
export type EffectClass = "read" | "write" | "send" | "spend" | "delete";

/** Parameterised SQL inside the workspace's row-level security. The workspace's own data is reached through this and nothing else. */
export type Sql = {
  query<Row = Record<string, unknown>>(text: string, values?: unknown[]): Promise<Row[]>;
};

export type ToolContext = {
  workspace: Workspace;
  executionId: string;
  stepId: string;
  /** Stable for (execution, step, iteration): the same on every retry, sent to the far side as its idempotency key. */
  idempotencyKey: string;
  /** The lock that its plan names, with a token that only ever grows: a far side that is told it can refuse an older one. */
  lock?: { name: string; fence: number };
  now: Date;
  timeZone: string;
  signal: AbortSignal;
  /** Reads outside a transaction; inside `commit` it is the settlement's own transaction. */
  sql: Sql;
  complete: Complete;
  /** Tells the log how far a long call is; coalesced to at most one event in 5 s. */
  progress(message: string): void;
};

/** What taking back a call may use. */
export type UndoContext = Pick<ToolContext, "workspace" | "executionId" | "idempotencyKey" | "now" | "sql">;

/** The idempotency keys of a call, and of the call that takes it back. */
export type UndoKeys = { key: string; undo: string };
/** A call that takes back what another one did outside, or why there is none though one was declared. */
export type UndoCall = { tool: string; params: Json } | { because: string };

/** A value that a commit shares with the other steps of its execution: written in the append that settles it. */
export type Shared = { key: string; value: Json; version: number; writer: string };

/** Attempts return outcomes; a tool throws only for a bug. `unknown` means that an effect may or may not have happened. */
export type Attempt<Output> =
  | { ok: true; output: Output; shares?: Shared[] }
  | { ok: false; kind: "retryable" | "final" | "unknown"; because: string; code?: string; retryAfterMs?: number };

/** One message to people; `kind`: what it is for, where the tool knows it. */
export type OutgoingMessage = { channel: string; kind: string; text: string; to: { name: string; email: string }[] };

/**
 * The meaning of a value, across tools: the planner joins a tool's `takes` to another's `gives` by these words and by nothing else.
 * A new tool may bring new words.
 */
export type Meaning = string;

export type Tool<Input = Json, Output = Json> = {
  /** `room.verb`, unique in the registry. */
  name: string;
  title: string;
  /** One sentence, for people and for a planning model. */
  description: string;
  input: z.ZodType<Input>;
  output: z.ZodType<Output>;
  effect: EffectClass | ((input: Input) => EffectClass);
  /** Input field → what it means, e.g. `{ attendees: "contacts", topic: "topic", start: "date" }`. */
  takes: Record<string, Meaning>;
  /** Output field → what it means, e.g. `{ results: "documents" }`; the key `"*"` is the whole output. */
  gives: Record<string, Meaning>;
  /** The plain words of a call, in the imperative: "Send “Report” to Yoav Levi". Never throws. */
  describe(input: Input): string;
  /** A call that happens outside our database (or only reads). */
  run?(input: Input, context: ToolContext): Promise<Attempt<Output>>;
  /**
   * Writes to our own database inside the transaction that settles the step: it commits with the ledger's row and can't be unknown.
   * `ran` is what `run` gave, when the tool has both.
   */
  commit?(input: Input, context: ToolContext, ran: Output | undefined): Promise<Attempt<Output>>;
  /** After an unknown outcome: asks the far side, by the key, whether the call arrived. Absent: a person is asked. */
  confirm?(
    input: Input,
    context: ToolContext,
  ): Promise<{ state: "done"; output: Output } | { state: "absent" } | { state: "unknown"; because: string }>;
  /**
   * Takes back in our own database what a call did, by what it was called with and what it gave, inside the transaction that records it.
   * Absent, or refused: it is left as it is, and that is said.
   */
  compensate?(input: Input, output: Output, context: UndoContext): Promise<Attempt<null>>;
  /** Whether such a call could be taken back at all, as it is made. Where nothing is said: where there is `compensate`. */
  canUndo?(input: Input): boolean;
  /**
   * The call that takes back outside what this one did. It is an effect like any other: intended, made under a key of its own, and asked
   * about where its answer is lost. Nothing: it cannot be taken back outside.
   */
  undoBy?(input: Input, output: Output, keys: UndoKeys): UndoCall | undefined;
  /** What a call goes to and whose health is watched, in a word: `http:example.org`. Also asked with parameters that were not parsed. */
  component?(input: unknown): string | undefined;
  /** Its group: who runs a step with it needs the permission of that group, `message:execute`. Absent: who may start executions may call it. */
  group?: string;
  /** What it is for, in a word that tools share: one that takes the same parameters stands in for another of the same capability. */
  capability?: string;
  /** It only computes, or reads this workspace: a dry run makes the call as it is. Never set where a call leaves the process by another way than `sql`. */
  isLocal?: boolean;
  /** What a call says to people, for the rules about contacting them: asked at the moment of sending, with what is known of each. */
  messageOf?(input: Input): OutgoingMessage;
  /** How many things one call touches (recipients, rows); more than one makes it a bulk effect. Default 1. */
  countOf?(input: Input): number;
  /** Default 300 000 ms. */
  timeoutMs?: number;
  /** A durable wait instead of a call: the step is held until this time. Only `flow.wait` has it. */
  waitUntil?(input: Input, now: Date): Date;
};

// biome-ignore lint/suspicious/noExplicitAny: a registry holds tools of every input and output; each parses its own.
export type AnyTool = Tool<any, any>;

export type ToolRegistry = {
  get(name: string): AnyTool | undefined;
  all(): AnyTool[];
};

export function toolRegistry(tools: AnyTool[]): ToolRegistry {
  const byName = new Map(tools.map((tool) => [tool.name, tool]));
  return { get: (name) => byName.get(name), all: () => [...byName.values()] };
}

/** Types a tool's definition and gives it back. */
export function defineTool<Input, Output>(tool: Tool<Input, Output>): Tool<Input, Output> {
  return tool;
}
