import { z } from "zod";
import { type ConflictPolicy, conflictPolicies, rankOf, resolveConflict } from "#lib/kernel/conflict.ts";
import { Json } from "#lib/kernel/json.ts";
import { done, failed } from "./attempt.ts";
import { plainly, quoted } from "./fields.ts";
import { defineTool, type Sql } from "./tool.ts";

export const ContextKey = z.string().regex(/^[A-Za-z][A-Za-z0-9_.-]{0,99}$/, "is letters, digits, ., - or _, and begins with a letter");

/** Who decides on a conflict where a person is to say. The ladder asks a person at this code, whatever else a step declares. */
export const askCode = "conflict_ask";

export type Entry = { value: Json; version: number; writer: string };

/** Within the writer's transaction: whoever writes this key of this execution next waits for its end. */
export async function lockedEntry(sql: Sql, executionId: string, key: string): Promise<Entry | undefined> {
  await sql.query("select pg_advisory_xact_lock(hashtextextended($1, 0))", [`shared context ${executionId} ${key}`]);
  const [entry] = await sql.query<Entry>("select value, version, writer from shared_context where execution_id = $1 and key = $2", [
    executionId,
    key,
  ]);
  return entry;
}

export const contextGet = defineTool({
  name: "context.get",
  title: "Read what is shared",
  description: "Reads a value that steps of this execution share, with its version.",
  input: z.strictObject({ key: ContextKey, otherwise: Json.optional() }),
  output: z.object({ key: z.string(), value: Json, version: z.int() }),
  effect: "read",
  isLocal: true,
  takes: {},
  gives: {},
  describe: ({ key }) => plainly(() => `Read ${quoted(key)}, which the steps share`, "Read what the steps share"),
  run: async ({ key, otherwise = null }, { sql, executionId }) => {
    const [entry] = await sql.query<Entry>("select value, version, writer from shared_context where execution_id = $1 and key = $2", [
      executionId,
      key,
    ]);
    return done({ key, value: entry?.value ?? otherwise, version: entry?.version ?? 0 });
  },
});

/** Writes what the steps share. With `expected` it is a compare-and-set; what is done where another was faster, its policy says. */
export const contextSet = defineTool({
  name: "context.set",
  title: "Share a value",
  description: "Writes a value that steps of this execution share, if nobody wrote it since the version that it was read at.",
  input: z.strictObject({
    key: ContextKey,
    value: Json,
    expected: z.int().min(0).optional(),
    onConflict: z.enum(conflictPolicies).default("ask"),
  }),
  output: z.object({ key: z.string(), value: Json, version: z.int(), outcome: z.enum(["written", "merged", "kept"]) }),
  effect: "write",
  takes: {},
  gives: {},
  describe: ({ key }) => plainly(() => `Share ${quoted(key)} with the other steps`, "Share a value with the other steps"),
  commit: async ({ key, value, expected, onConflict }, { sql, executionId, stepId }) => {
    const there = await lockedEntry(sql, executionId, key);
    const writer = `step:${stepId}`;
    const decided = settleWrite({ there, value, expected, onConflict, writer });
    if (decided.do === "ask") return failed(askCode, `“${key}”: ${decided.because}`);
    if (decided.do === "keep") return done({ key, value: there?.value ?? null, version: there?.version ?? 0, outcome: "kept" as const });
    const version = (there?.version ?? 0) + 1;
    return {
      ...done({ key, value: decided.value, version, outcome: decided.how }),
      shares: [{ key, value: decided.value, version, writer }],
    };
  },
});

type Write = { there: Entry | undefined; value: Json; expected: number | undefined; onConflict: ConflictPolicy; writer: string };

function settleWrite({ there, value, expected, onConflict, writer }: Write): ReturnType<typeof resolveConflict> {
  const isFree = expected === undefined || (there?.version ?? 0) === expected;
  if (isFree || !there) return { do: "write", value, how: "written" };
  return resolveConflict(
    onConflict,
    { value: there.value, who: there.writer, rank: rankOf(there.writer) },
    { value, who: writer, rank: rankOf(writer) },
  );
}
