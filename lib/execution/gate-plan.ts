import { effectOfCall, isHeld } from "#lib/planner/card.ts";
import { connectionOf, strangeConnections } from "#lib/planner/connections-of.ts";
import { groupsOf } from "#lib/planner/groups-of.ts";
import type { Plan } from "#lib/planner/plan.ts";
import { originOf, taintOf } from "#lib/planner/taint.ts";
import { askGates, type GateVerdict } from "#lib/safety/gates/gate.ts";
import { type PlannedCall, preGates } from "#lib/safety/gates/pre.ts";
import type { Workspace } from "#lib/tenancy/workspace.ts";
import type { AnyTool, ToolRegistry } from "#lib/tools/tool.ts";
import { said } from "./gate-words.ts";
import { type ConnectionsOf, type HandWithout, lacks } from "./may-run-plan.ts";
import type { Head } from "./state.ts";

/** What gates look at outside of the plan. Each is asked only for a plan that has to do with it. */
export type Gating = {
  connectionsOf: ConnectionsOf;
  usedPercent(scope: Workspace, executionId: string): Promise<number | undefined>;
  mayStart(scope: Workspace, by: Head["by"]): Promise<boolean>;
  handWithout?: HandWithout;
  models: readonly string[];
  /** The window of the model that is asked first, in tokens. */
  window: number;
  /** Share of this process's memory that is in use, from 0 to 1. */
  memory(): number;
};

type Deps = { registry: ToolRegistry; now: () => Date; gating?: Gating | undefined };

/** Rights that were asked for so long ago are asked for again. */
const rightsHoldMs = 60_000;
const defaultWindow = 200_000;

/** What the gates say of a plan before anything of it begins. One that names no connection, calls no model and is of no group costs no question. */
export async function gatesBefore(
  { registry, now, gating }: Deps,
  { scope, head, plan }: { scope: Workspace; head: Head; plan: Plan },
): Promise<GateVerdict[]> {
  const tools = new Map(plan.steps.map(({ tool }) => [tool, registry.get(tool)]));
  const calls = callsOf(plan, tools, head);
  const isLate = head.by.kind !== "system" && now().getTime() - Date.parse(head.createdAt) > rightsHoldMs;
  const groups = [...groupsOf(plan, registry, head.group).keys()];
  const [connections, usedPercent, mayStart, without] = await Promise.all([
    calls.some(({ connection }) => connection !== undefined) ? gating?.connectionsOf(scope) : undefined,
    calls.some(({ isModel }) => isModel) ? gating?.usedPercent(scope, head.id) : undefined,
    isLate ? gating?.mayStart(scope, head.by) : undefined,
    groups.length > 0 ? gating?.handWithout?.(scope, head.id, groups) : undefined,
  ]);
  return said(
    askGates(preGates, {
      calls,
      connections: connections && new Set(connections.map(({ name }) => name)),
      strange: connections && strangeConnections(plan, connections)[0]?.because,
      models: gating?.models ?? [],
      allocation: { window: gating?.window ?? defaultWindow, dynamic: { tools: describedBy(tools.values()), skills: 0, agents: 0 } },
      usedPercent,
      by: head.by,
      mayStart,
      lacks: without && lacks(without.grant, without.name),
      isCode: plan.outputs?.["codeReport"] !== undefined,
    }),
  );
}

function callsOf(plan: Plan, tools: Map<string, AnyTool | undefined>, { trigger, autonomy }: Head): PlannedCall[] {
  const effects = plan.steps.map((step) => {
    const tool = tools.get(step.tool);
    return tool && effectOfCall(tool, step.params);
  });
  const isGrave = effects.some((effect) => effect !== undefined && effect !== "read" && effect !== "write");
  const taint = isGrave ? taintOf(plan.steps, trigger) : undefined;
  return plan.steps.map((step, at): PlannedCall => {
    const effect = effects[at];
    const connection = connectionOf(step);
    return {
      step: step.id,
      tool: step.tool,
      ...(effect !== undefined && { effect }),
      isModel: originOf(step.tool) === "model",
      isAsked:
        taint !== undefined && effect !== undefined && isHeld(effect, step, tools.get(step.tool), autonomy, taint.get(step.id) ?? []),
      ...(connection !== undefined && { connection }),
    };
  });
}

/** English is about four bytes a token; what describes a tool is English. */
const bytesAToken = 4;

function describedBy(tools: Iterable<AnyTool | undefined>): number {
  let bytes = 0;
  for (const tool of tools) bytes += tool ? tool.name.length + tool.title.length + tool.description.length : 0;
  return Math.ceil(bytes / bytesAToken);
}
