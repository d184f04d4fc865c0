import type { Json } from "#lib/kernel/json.ts";
import type { AnyTool, ToolRegistry } from "#lib/tools/tool.ts";
import { noWays, type Ways } from "./ladder.ts";
import { effectOf } from "./prepare-step.ts";

/**
 * What else could be done about a call that failed: tools of the same capability that take the same parameters and do no more to the world.
 * `isOpen` says whether a tool's breaker lets nothing through.
 */
export function waysOf(registry: ToolRegistry, tool: AnyTool | undefined, params: Json, isOpen: (tool: AnyTool) => boolean): Ways {
  const input = tool?.input.safeParse(params);
  if (!tool || !input?.success) return noWays;
  const effect = effectOf(tool, input.data);
  const alternatives = registry.all().filter((other) => {
    if (other === tool || other.capability === undefined || other.capability !== tool.capability || isOpen(other)) return false;
    const parsed = other.input.safeParse(params);
    return parsed.success && isNoWorse(effectOf(other, parsed.data), effect);
  });
  return { alternatives: alternatives.map(({ name }) => name), reads: effect === "read", timeoutMs: tool.timeoutMs };
}

const order = ["read", "write", "send", "spend", "delete"];

function isNoWorse(effect: string, than: string): boolean {
  return effect === than || effect === "read" || (than !== "read" && order.indexOf(effect) <= order.indexOf(than));
}
