import type { LiveEvent, Snapshot } from "./api.ts";

export type Item = { id: string; name: string; batch: number; status: string; note: string };
export type Checklist = { status: string; sentence: string; items: Item[] };

export const empty: Checklist = { status: "queued", sentence: "", items: [] };

const marks: Record<string, string> = {
  pending: "·",
  ready: "○",
  running: "◐",
  retrying: "↻",
  held: "◷",
  completed: "✓",
  failed: "✗",
  skipped: "–",
  cancelled: "–",
};

const statusAfter: Record<string, string> = {
  "step.readied": "ready",
  "step.released": "ready",
  "step.held": "held",
  "step.started": "running",
  "step.progressed": "running",
  "step.completed": "completed",
  "step.failed": "failed",
  "step.retrying": "retrying",
  "step.skipped": "skipped",
  "step.cancelled": "cancelled",
};

/** The steps as they were planned, so that what has not begun is shown too. */
export function withPlan(list: Checklist, plan: Snapshot["plan"]): Checklist {
  const steps = new Map((plan?.steps ?? []).map((step) => [step.id, step]));
  const planned = (plan?.batches ?? []).flatMap((ids, batch) =>
    ids.map((id): Item => {
      const known = list.items.find((item) => item.id === id);
      const name = steps.get(id)?.name ?? known?.name ?? id;
      return known ? { ...known, name, batch: batch + 1 } : { id, name, batch: batch + 1, status: "pending", note: "" };
    }),
  );
  const others = list.items.filter(({ id }) => !planned.some((item) => item.id === id));
  return { ...list, items: [...planned, ...others] };
}

export function withEvent(list: Checklist, event: LiveEvent): Checklist {
  const status = statusAfter[event.type];
  if (!event.step || !status) return event.type.startsWith("step.") ? list : { ...list, sentence: event.message ?? list.sentence };
  const id = event.step;
  const before = list.items.find((item) => item.id === id) ?? { id, name: event.name ?? id, batch: 0, status, note: "" };
  const after = { ...before, name: event.name ?? before.name, status, note: noteOf(event, before.name) };
  const items = list.items.includes(before) ? list.items.map((item) => (item === before ? after : item)) : [...list.items, after];
  return { ...list, items };
}

function noteOf({ type, message = "", because, ms, preview = "" }: LiveEvent, name: string): string {
  if (type === "step.completed") return [ms === undefined ? "" : `${(ms / 1_000).toFixed(1)} s`, preview].filter(Boolean).join("  ");
  const note = because ?? message;
  return note.startsWith(name) ? note.slice(name.length).replace(/^[\s:,]+/, "") : note; // the line begins with the name already
}

export function linesOf({ items, sentence }: Checklist, width: number): string[] {
  const longest = Math.max(0, ...items.map(({ name }) => name.length));
  let batch = -1;
  const lines = items.map((item) => {
    const label = item.batch > 0 && item.batch !== batch ? String(item.batch) : " ";
    batch = item.batch;
    return cut(`  ${label} ${marks[item.status] ?? "?"} ${item.name.padEnd(longest)}  ${item.note}`, width);
  });
  return sentence ? [...lines, cut(`  ${sentence}`, width)] : lines;
}

/** One line for a terminal that cannot be redrawn. */
export function lineOf(event: LiveEvent, { items }: Checklist): string | undefined {
  const item = items.find(({ id }) => id === event.step);
  const status = statusAfter[event.type];
  if (item && status && event.type !== "step.readied" && event.type !== "step.progressed")
    return `  ${marks[status]} ${item.name}: ${status}${item.note ? `, ${oneLine(item.note)}` : ""}`;
  return event.type.startsWith("step.") || !event.message ? undefined : `  ${oneLine(event.message)}`;
}

const oneLine = (text: string) => text.replace(/\s+/g, " ").trim();

function cut(text: string, width: number): string {
  const line = text.replace(/[\r\n\t]+/g, " ").trimEnd();
  return line.length > width ? `${line.slice(0, width - 1)}…` : line;
}
