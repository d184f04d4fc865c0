"use client";

import "@xyflow/react/dist/base.css";
import "./graph-view.css";
import { Background, Controls, type Edge, Handle, type Node, type NodeProps, Position, ReactFlow } from "@xyflow/react";
import { useMemo } from "react";
import { cn } from "#components/ui/cn.ts";
import type { StepStatus } from "#lib/execution/state.ts";
import type { PlannedStep } from "./details.ts";
import { drawnAtMost, type Group, groupsOf, layOut, nodeSize } from "./graph-layout.ts";
import { stepLooks } from "./status.ts";
import type { StepRow } from "./step-rows.ts";

type Plan = { steps: PlannedStep[]; batches: string[][] };
type Props = { plan: Plan; rows: StepRow[]; selected: string | undefined; onSelect: (id: string) => void };

type StepNode = Node<{ row: StepRow; isSelected: boolean; onSelect: (id: string) => void }, "step">;
type BatchNode = Node<{ title: string; count: number }, "batch">;
type GroupNode = Node<{ group: Group; isSelected: boolean; onSelect: (id: string) => void }, "cluster">;

const nodeTypes = { step: StepBox, batch: BatchHead, cluster: GroupBox };
const still = { draggable: false, connectable: false, selectable: false, focusable: false } as const;

/** The plan as a picture: a column is a batch, a line is "waits for". */
export function GraphView({ plan, rows, selected, onSelect }: Props) {
  const isLarge = plan.steps.length > drawnAtMost;
  const laid = useMemo(() => (isLarge ? undefined : layOut(plan)), [plan, isLarge]);
  const nodes: (StepNode | BatchNode | GroupNode)[] = laid
    ? stepNodes(laid, { rows, selected, onSelect })
    : groupNodes(plan, { rows, selected, onSelect });
  const edges: Edge[] = laid
    ? laid.edges.map(({ from, to }) => ({ id: `${from}>${to}`, source: from, target: to, focusable: false, selectable: false }))
    : groupEdges(nodes);
  return (
    <div dir="ltr" className="w-full" style={{ height: heightOf(plan, isLarge) }}>
      <ReactFlow
        nodes={nodes}
        edges={edges}
        nodeTypes={nodeTypes}
        fitView
        fitViewOptions={{ padding: 0.12, maxZoom: 1 }}
        minZoom={0.15}
        nodesDraggable={false}
        nodesConnectable={false}
        nodesFocusable={false}
        edgesFocusable={false}
        elementsSelectable={false}
        zoomOnScroll={false}
        preventScrolling={false}
        onlyRenderVisibleElements
        disableKeyboardA11y
      >
        <Background gap={24} />
        <Controls showInteractive={false} orientation="horizontal" />
      </ReactFlow>
    </div>
  );
}

/** As high as its tallest column, within what a screen shows. */
function heightOf({ batches }: Plan, isLarge: boolean): number {
  if (isLarge) return 560;
  const tallest = Math.max(1, ...batches.map(({ length }) => length));
  return Math.min(560, Math.max(300, tallest * 76 + 130));
}

type Look = Pick<Props, "rows" | "selected" | "onSelect">;

function stepNodes(laid: ReturnType<typeof layOut>, { rows, selected, onSelect }: Look): (StepNode | BatchNode)[] {
  const rowOf = new Map(rows.map((row) => [row.id, row]));
  const parent = selected === undefined ? undefined : (rowOf.get(selected)?.step?.parent ?? selected);
  return [
    ...laid.columns.map(
      ({ index, x, count }): BatchNode => ({
        ...still,
        id: `batch:${index}`,
        type: "batch",
        position: { x, y: 0 },
        data: { title: `Batch ${index + 1}`, count },
      }),
    ),
    ...laid.places.flatMap(({ id, x, y }): StepNode[] => {
      const row = rowOf.get(id);
      return row ? [{ ...still, id, type: "step", position: { x, y }, data: { row, isSelected: id === parent, onSelect } }] : [];
    }),
  ];
}

function groupNodes(plan: Plan, { rows, selected, onSelect }: Look): GroupNode[] {
  const rowOf = new Map(rows.map((row) => [row.id, row]));
  const statusOf = (id: string): StepStatus => rowOf.get(id)?.status ?? "pending";
  return groupsOf({ batches: plan.batches, statusOf }).map((group) => ({
    ...still,
    id: group.id,
    type: "cluster",
    position: { x: group.x, y: group.y },
    data: { group, isSelected: selected !== undefined && group.stepIds.includes(selected), onSelect },
  }));
}

function groupEdges(nodes: Node[]): Edge[] {
  return nodes.slice(1).map((node, i) => {
    const before = nodes[i];
    return { id: `${before?.id}>${node.id}`, source: before?.id ?? "", target: node.id, type: "smoothstep", focusable: false };
  });
}

function BatchHead({ data: { title, count } }: NodeProps<BatchNode>) {
  return (
    <p style={{ width: nodeSize.width }} className="flex justify-between text-xs text-quiet">
      <span className="font-medium">{title}</span>
      <span className="tabular-nums">{count === 1 ? "1 step" : `${count} steps`}</span>
    </p>
  );
}

const handle = "size-1 min-h-0 min-w-0 border-0 bg-transparent opacity-0";

function StepBox({ data: { row, isSelected, onSelect } }: NodeProps<StepNode>) {
  const { label, icon: Icon, tone } = stepLooks[row.status];
  return (
    <>
      <Handle type="target" position={Position.Left} isConnectable={false} className={handle} />
      <button
        type="button"
        tabIndex={-1}
        aria-pressed={isSelected}
        onClick={() => onSelect(row.id)}
        style={nodeSize}
        className={cn(
          "nodrag flex items-center gap-2.5 rounded-lg border border-line-strong/60 bg-raised px-3 text-start shadow-card hover:border-line-strong",
          isSelected && "border-accent bg-accent-soft outline-2 outline-accent",
          row.status === "held" && "border-tone-wait",
          row.status === "failed" && "border-tone-failed",
        )}
      >
        <Icon aria-hidden className={cn("size-4.5 shrink-0", tone, row.status === "running" && "animate-breathe")} />
        <span className="grid min-w-0">
          <bdi title={row.name} className="truncate text-sm leading-5 font-medium">
            {row.name}
          </bdi>
          <span className={cn("truncate text-xs", tone)}>{label}</span>
        </span>
      </button>
      <Handle type="source" position={Position.Right} isConnectable={false} className={handle} />
    </>
  );
}

const shownOrder: StepStatus[] = ["completed", "running", "held", "retrying", "failed", "skipped", "cancelled", "ready", "pending"];
const fill: Record<StepStatus, string> = {
  completed: "bg-tone-done",
  running: "bg-tone-work",
  held: "bg-tone-wait",
  retrying: "bg-tone-retry",
  failed: "bg-tone-failed",
  skipped: "bg-line-strong",
  cancelled: "bg-line-strong",
  ready: "bg-tone-queue",
  pending: "bg-line",
};

function GroupBox({ data: { group, isSelected, onSelect } }: NodeProps<GroupNode>) {
  const { title, stepIds, counts } = group;
  const done = counts.completed ?? 0;
  return (
    <>
      <Handle type="target" position={Position.Left} isConnectable={false} className={handle} />
      <button
        type="button"
        tabIndex={-1}
        aria-pressed={isSelected}
        onClick={() => stepIds[0] !== undefined && onSelect(stepIds[0])}
        style={{ width: nodeSize.width, height: nodeSize.height + 12 }}
        className={cn(
          "nodrag grid content-center gap-1.5 rounded-lg border border-line-strong/60 bg-raised px-3 text-start shadow-card hover:border-line-strong",
          isSelected && "border-accent bg-accent-soft",
        )}
      >
        <span className="flex items-baseline justify-between gap-2 text-sm">
          <span className="font-medium">{title}</span>
          <span className="text-xs text-quiet tabular-nums">
            {done} of {stepIds.length}
          </span>
        </span>
        <span aria-hidden className="flex h-1.5 overflow-hidden rounded-full bg-sunken">
          {shownOrder.map((status) => (
            <span key={status} className={fill[status]} style={{ width: `${((counts[status] ?? 0) / stepIds.length) * 100}%` }} />
          ))}
        </span>
      </button>
      <Handle type="source" position={Position.Right} isConnectable={false} className={handle} />
    </>
  );
}
