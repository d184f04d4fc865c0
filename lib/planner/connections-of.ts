import type { FieldError } from "#lib/kernel/outcome.ts";
import { notForTool } from "#lib/tenancy/connections.ts";
import { toolsOf } from "./groups-of.ts";
import type { Plan, PlanStep } from "./plan.ts";

/** A connection by its name, and the tools that it is for; none: each. */
export type KnownConnection = { name: string; tools: readonly string[] };

/** The connection that a step names in so many words. One that is made while it runs is looked at then. */
export function connectionOf({ params: { connection } }: Pick<PlanStep, "params">): string | undefined {
  return typeof connection === "string" && !connection.includes("{{") ? connection : undefined;
}

/** Where a plan gives a connection to a tool that it is not for. */
export function strangeConnections(plan: Plan, connections: readonly KnownConnection[]): FieldError[] {
  const limited = new Map(connections.flatMap(({ name, tools }) => (tools.length > 0 ? [[name, tools]] : [])));
  return plan.steps.flatMap((step, at) => {
    const name = connectionOf(step);
    const tools = name === undefined ? undefined : limited.get(name);
    const stranger = tools && toolsOf(step).find((tool) => !tools.includes(tool));
    return stranger === undefined ? [] : [{ path: `steps[${at}].params.connection`, because: notForTool(name ?? "", stranger) }];
  });
}
