import { graphlib, layout } from "@dagrejs/dagre";
import type { StepStatus } from "#lib/execution/state.ts";
import type { PlannedStep } from "./details.ts";

export const nodeSize = { width: 190, height: 54 };
const gap = { column: 40, row: 16 };
export const headPx = 36;

export type Place = { id: string; x: number; y: number };
export type Column = { index: number; x: number; count: number };
export type Laid = { places: Place[]; columns: Column[]; edges: { from: string; to: string }[] };

/** More steps than a person tells apart in one picture: batches stand for them. */
export const drawnAtMost = 150;
/** And more batches than that stand together. */
const groupsAtMost = 60;

/** A batch is a column. The order in it is the one with the fewest crossings. */
export function layOut({ steps, batches }: { steps: PlannedStep[]; batches: string[][] }): Laid {
  const graph = new graphlib.Graph();
  graph.setGraph({ rankdir: "LR", nodesep: gap.row, ranksep: gap.column });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const { id } of steps) graph.setNode(id, { ...nodeSize });
  const edges = steps.flatMap(({ id, dependsOn }) => dependsOn.map((from) => ({ from, to: id }))).filter(({ from }) => graph.hasNode(from));
  for (const { from, to } of edges) graph.setEdge(from, to);
  layout(graph);
  const orderOf = (id: string): number => graph.node(id)?.y ?? 0;
  const tallest = Math.max(1, ...batches.map(({ length }) => length));
  const rowPx = nodeSize.height + gap.row;
  const columnPx = nodeSize.width + gap.column;
  const places = batches.flatMap((ids, index) =>
    [...ids]
      .sort((a, b) => orderOf(a) - orderOf(b))
      .map((id, place) => ({ id, x: index * columnPx, y: headPx + ((tallest - ids.length) / 2 + place) * rowPx })),
  );
  return { places, edges, columns: batches.map((ids, index) => ({ index, x: index * columnPx, count: ids.length })) };
}

export type Group = { id: string; title: string; stepIds: string[]; counts: Partial<Record<StepStatus, number>>; x: number; y: number };

const perLine = 5;

/** The batches of a plan that is too large to be drawn step by step, in lines of a few. */
export function groupsOf({ batches, statusOf }: { batches: string[][]; statusOf: (id: string) => StepStatus }): Group[] {
  const size = Math.ceil(batches.length / groupsAtMost);
  const groups: Group[] = [];
  for (let first = 0; first < batches.length; first += size) {
    const stepIds = batches.slice(first, first + size).flat();
    const last = Math.min(batches.length, first + size);
    const counts: Group["counts"] = {};
    for (const id of stepIds) counts[statusOf(id)] = (counts[statusOf(id)] ?? 0) + 1;
    const place = groups.length;
    groups.push({
      id: `batch-${first}`,
      title: last - first === 1 ? `Batch ${first + 1}` : `Batches ${first + 1} to ${last}`,
      stepIds,
      counts,
      x: (place % perLine) * (nodeSize.width + gap.row * 2),
      y: Math.floor(place / perLine) * (nodeSize.height + 44),
    });
  }
  return groups;
}
