import type { Json } from "#lib/kernel/json.ts";
import type { Workspace } from "#lib/tenancy/workspace.ts";
import { mockOf } from "#lib/tools/contract-mock.ts";
import type { AnyTool, Sql, ToolContext, ToolRegistry } from "#lib/tools/tool.ts";
import type { Attempted, AttemptStep } from "./attempt.ts";
import type { Answer } from "./events.ts";
import { payloadOf } from "./payloads.ts";
import { effectOf } from "./prepare-step.ts";

/** What a dry run may look at, all of it in the workspace's own database and none of it to be changed. */
export type Simulation = {
  /** Reads, and refuses to write. */
  readOnly: (scope: Workspace) => Sql;
  timeZoneOf: (scope: Workspace) => Promise<string>;
  /** How long a read may take. */
  patience: () => AbortSignal;
  /** What a tool said last in earnest: to the same parameters if it ever was asked, else to any. */
  recorded: (scope: Workspace, ask: { tool: string; paramsHash: string }) => Promise<Json | undefined>;
};
type Deps = { registry: ToolRegistry; now: () => Date; simulation?: Simulation };
type Call = Parameters<AttemptStep>[0];

/**
 * Answers in a tool's place, without touching the world. What only computes, or reads this workspace, is called as it is; else it is what
 * the tool said last; else what its contract promises.
 */
export async function simulateStep(deps: Deps, call: Call): Promise<Attempted> {
  const { row, params, executionId, scope } = call;
  const tool = deps.registry.get(row.spec.tool);
  if (!tool) return failed(`there is no tool ${row.spec.tool}`, "unknown_tool");
  const input = tool.input.safeParse(params);
  if (!input.success) return failed("the parameters do not fit the tool any more", "bad_params");
  const computed = await computedBy(deps, call, tool, input.data);
  if (computed) return answered(computed.value, "computed");
  const paramsHash = payloadOf(executionId, params).ref.hash;
  const recorded = tool.output.safeParse(await deps.simulation?.recorded(scope, { tool: tool.name, paramsHash }));
  if (recorded.success && recorded.data !== undefined) return answered(recorded.data as Json, "recorded");
  const mock = mockOf(tool);
  return mock ? answered(mock.value, "contract") : failed(`nothing is known of what ${tool.name} answers`, "no_mock");
}

const answered = (output: Json, answer: Answer): Attempted => ({ kind: "completed", output, ms: 0, answer });
const failed = (because: string, code: string): Attempted => ({ kind: "failed", because, code, retryable: false });

/** What cannot be had here is answered in another way: its parameters may come of an answer that was made up. */
async function computedBy({ simulation, now }: Deps, call: Call, tool: AnyTool, input: unknown): Promise<{ value: Json } | undefined> {
  if (!tool.isLocal || !tool.run || !simulation || effectOf(tool, input) !== "read") return;
  const context: ToolContext = {
    workspace: call.scope,
    executionId: call.executionId,
    stepId: call.row.id,
    idempotencyKey: `${call.executionId}:${call.row.id}`,
    // No time passes in a dry run: what waits for a time is called as if it were over.
    now: tool.waitUntil?.(input, now()) ?? now(),
    timeZone: await simulation.timeZoneOf(call.scope),
    signal: simulation.patience(),
    sql: simulation.readOnly(call.scope),
    complete: () => Promise.reject(new Error("a dry run asks no model")),
    progress: () => {},
  };
  try {
    const ran = await tool.run(input, context);
    const output = ran.ok ? tool.output.safeParse(ran.output) : undefined;
    return output?.success ? { value: output.data as Json } : undefined;
  } catch {
    return;
  }
}
