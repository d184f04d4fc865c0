import type { PlanStep } from "#lib/planner/plan.ts";
import type { ToolRegistry } from "#lib/tools/tool.ts";
import type { Fact } from "./events.ts";
import { readyNudge } from "./nudges.ts";
import type { Nudge, Row } from "./slice.ts";
import type { Head } from "./state.ts";
import { nameOf, readied } from "./successors.ts";

/** Whether nothing but a slot is expected to hold the step: it reads, and neither a person nor the clock is waited for. */
export type NeedsOnlySlot = (spec: PlanStep) => boolean;

export function needsOnlySlot(registry: ToolRegistry): NeedsOnlySlot {
  return (spec) => {
    const tool = registry.get(spec.tool);
    if (!tool || tool.waitUntil || spec.forEach !== undefined || spec.when !== undefined || spec.approval === "required") return false;
    if (typeof tool.effect !== "function") return tool.effect === "read";
    const input = tool.input.safeParse(spec.params);
    return input.success && tool.effect(input.data) === "read";
  };
}

/**
 * Steps whose inputs are there. As many as there are free slots are nudged, and whatever may wait for more than a slot is. The others queue
 * for a slot at once: each would cost a run only to find that there is none.
 */
export function queueUp(
  head: Head,
  rows: Row[],
  { at, onlySlot }: { at: string; onlySlot: NeedsOnlySlot },
): { facts: Fact[]; nudges: Nudge[] } {
  const facts: Fact[] = [];
  const nudges: Nudge[] = [];
  // Nobody overtakes those who wait already.
  let free = head.slotWaiters > 0 ? 0 : Math.max(0, head.concurrency - head.running);
  for (const row of rows) {
    facts.push(readied(row));
    const wake = row.state.wake + 1;
    if (free > 0 || !onlySlot(row.spec)) {
      free -= 1;
      nudges.push(readyNudge(head.id, row.id, wake));
      continue;
    }
    const because = `${head.concurrency} steps run at once, as many as allowed`;
    facts.push({
      type: "step.held",
      step: row.id,
      status: "held",
      message: `${nameOf(row)}: ${because}`,
      hold: { reason: "concurrency", because, since: at },
      wake: wake + 1,
    });
  }
  return { facts, nudges };
}
