type Node = { id: string; dependsOn: readonly string[] };

/** The topological levels: a step is in the first batch in which all that it waits for lies behind it. Steps of a cycle are in none. */
export function batchesOf(steps: readonly Node[]): string[][] {
  const open = new Map<string, number>();
  const dependents = new Map<string, string[]>();
  for (const { id, dependsOn } of steps) {
    const needs = dependsOn.length > 1 ? [...new Set(dependsOn)] : dependsOn;
    open.set(id, needs.length);
    for (const need of needs) {
      const list = dependents.get(need);
      if (list === undefined) dependents.set(need, [id]);
      else list.push(id);
    }
  }
  const place = new Map(steps.map((step, i) => [step.id, i]));
  const batches: string[][] = [];
  let level = steps.filter((step) => open.get(step.id) === 0).map((step) => step.id);
  while (level.length > 0) {
    batches.push(level);
    const next: string[] = [];
    for (const id of level)
      for (const dependent of dependents.get(id) ?? []) {
        const left = (open.get(dependent) ?? 0) - 1;
        open.set(dependent, left);
        if (left === 0) next.push(dependent);
      }
    level = next.length > 1 ? next.sort((a, b) => (place.get(a) ?? 0) - (place.get(b) ?? 0)) : next;
  }
  return batches;
}

/** One cycle, in the direction "waits for", its first step repeated at the end: `["a", "b", "a"]`. */
export function cycleIn(steps: readonly Node[]): string[] | undefined {
  const settled = new Set(batchesOf(steps).flat());
  const byId = new Map(steps.map((step) => [step.id, step]));
  const stuck = steps.find((step) => !settled.has(step.id));
  if (stuck === undefined) return undefined;
  const path: string[] = [];
  const at = new Map<string, number>();
  // Every stuck step waits for a stuck step (or for one that does not exist), so following them must come around.
  for (
    let id: string | undefined = stuck.id;
    id !== undefined;
    id = byId.get(id)?.dependsOn.find((other) => byId.has(other) && !settled.has(other))
  ) {
    const seen = at.get(id);
    if (seen !== undefined) return [...path.slice(seen), id];
    at.set(id, path.length);
    path.push(id);
  }
  return undefined;
}

/** How much shorter the plan is, in steps one after the other, than doing everything in turn: 8 steps in 4 batches → 50. */
export function parallelizationGain(steps: number, batches: number): number {
  return steps === 0 ? 0 : ((steps - batches) / steps) * 100;
}
