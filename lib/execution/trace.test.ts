import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { ExecutionEvent } from "./events.ts";
import { foldSpans } from "./spans.ts";
import { countOf, rowsOf, spanIdOf, type TraceSpan, timesOf, traceIdOf, traceOf } from "./trace.ts";
import { upcast } from "./upcast.ts";

const logs = readdirSync(`${import.meta.dirname}/corpus`).map((file) => {
  const { events } = JSON.parse(readFileSync(`${import.meta.dirname}/corpus/${file}`, "utf8")) as { events: unknown[] };
  return [file, events.map(upcast)] as const;
});

const all = (span: TraceSpan): TraceSpan[] => [span, ...span.children.flatMap(all)];

describe.each(logs)("%s", (_, log) => {
  const root = traceOf(log) as TraceSpan;

  test("the tree has every step that the log speaks of, once", () => {
    const steps = all(root).flatMap(({ tier, step }) => (tier === "step" ? [step] : []));
    const told = Object.keys(foldSpans({}, log));
    expect(steps.filter((step) => told.includes(step ?? "")).sort()).toEqual(told.sort());
    expect(new Set(steps).size).toBe(steps.length);
  });

  test("attempts and waits are the same times as those of the waterfall", () => {
    const turns = Map.groupBy(
      all(root).filter(({ tier, step }) => tier === "attempt" && step !== null),
      ({ step }) => step ?? "",
    );
    for (const [step, spans] of Object.entries(foldSpans({}, log)).filter(([, spans]) => spans.length > 0))
      expect((turns.get(step) ?? []).map(({ kind, from }) => ({ kind, from }))).toEqual(spans.map(({ kind, from }) => ({ kind, from })));
  });

  test("what lies below a span lies within its time, and with the end nothing goes on", () => {
    const isOver = root.to !== null;
    for (const span of all(root)) {
      expect(span.to !== null || !isOver, span.name).toBe(true);
      for (const child of span.children) expect(child.from, child.name).toBeGreaterThanOrEqual(span.from);
      if (span.tier !== "execution" && span.to !== null) expect(span.to).toBeLessThanOrEqual(root.to ?? Number.POSITIVE_INFINITY);
    }
    expect(new Set(all(root).map(({ key }) => key)).size).toBe(countOf(root));
  });

  test("it is the same whenever it is read, and grows with the log", () => {
    expect(traceOf(log)).toEqual(root);
    const half = traceOf(log.slice(0, Math.ceil(log.length / 2))) as TraceSpan;
    const keys = new Set(all(root).map(({ key }) => key));
    for (const { key } of all(half)) expect(keys).toContain(key);
  });
});

const at = (second: number) => new Date(second * 1_000).toISOString();
let seq = 0;
const event = (type: string, second: number, more: object = {}) =>
  ({ id: `evt_${++seq}`, seq, at: at(second), v: 1, step: null, status: "", message: "", type, ...more }) as ExecutionEvent;

/** A plan somebody agreed to; a step that failed once, waited, asked a model twice and wrote to somebody. */
const log = [
  event("execution.requested", 0, { title: "Write to Yoav", trigger: "web", by: { name: "Dana" } }),
  event("plan.proposed", 1),
  event("plan.approved", 11, { by: { name: "Noa" } }),
  event("execution.planned", 11, { planner: "offline", version: 1, steps: 1 }),
  event("execution.started", 12),
  event("step.readied", 12, { step: "tell", wake: 1, name: "Tell Yoav", tool: "message.send" }),
  event("step.started", 13, { step: "tell", attempt: 1, run: "run_1" }),
  event("budget.reserved", 13, { step: "tell", amountMicros: 90, tokens: 50 }),
  event("budget.settled", 14, { step: "tell", amountMicros: 30, tokens: 20 }),
  event("step.retrying", 15, { step: "tell", because: "the server was busy", dueAt: at(20) }),
  event("step.started", 20, { step: "tell", attempt: 2, run: "run_2" }),
  event("budget.reserved", 20, { step: "tell", amountMicros: 90, tokens: 50 }),
  event("effect.intended", 21, {
    step: "tell",
    effectId: "eff_1",
    key: "k1",
    tool: "message.send",
    effect: "send",
    summary: "Send “Hello”",
  }),
  event("budget.settled", 22, { step: "tell", amountMicros: 10, tokens: 5 }),
  event("effect.done", 23, { step: "tell", effectId: "eff_1", proof: "msg 7" }),
  event("step.completed", 24, { step: "tell", ms: 3_500, model: "llama" }),
  event("execution.completed", 25, { degraded: false, missing: [] }),
];

test("a plan's yes, attempts, waits, calls of models and of the outside stand where they were", () => {
  const root = traceOf(log) as TraceSpan;
  const told = (span: TraceSpan, depth = 0): string[] => [
    `${"  ".repeat(depth)}${span.kind} ${span.name} ${span.from / 1_000}-${(span.to ?? 0) / 1_000} ${span.outcome}`,
    ...span.children.flatMap((child) => told(child, depth + 1)),
  ];
  expect(told(root)).toEqual([
    "execution Write to Yoav 0-25 ok",
    "  phase Planning 0-11 ok",
    "    human Waits for a yes to the plan 1-11 ok",
    "  phase Execution 12-25 ok",
    "    step Tell Yoav 12-24 ok",
    "      queue Queue 12-13 ok",
    "      work Attempt 1 13-15 failed",
    "        model Call of a model 13-14 ok",
    "      retry Waits to try again 15-20 ok",
    "      work Attempt 2 20-24 ok",
    "        tool message.send 20.5-24 ok",
    "        model Call of a model 20-22 ok",
    "        effect Send “Hello” 21-23 ok",
  ]);
});

test("what calls of models cost is summed up at every level above them", () => {
  const spans = all(traceOf(log) as TraceSpan);
  const cost = (name: string) => spans.filter((span) => span.name === name).map(({ micros, tokens }) => [micros, tokens]);
  expect(cost("Write to Yoav")).toEqual([[40, 25]]);
  expect(cost("Tell Yoav")).toEqual([[40, 25]]);
  expect(cost("Attempt 1")).toEqual([[30, 20]]);
  expect(cost("Attempt 2")).toEqual([[10, 5]]);
  expect(cost("Planning")).toEqual([[0, 0]]);
});

test("a call of unknown outcome says so, and what was under way at the end was left", () => {
  const cut = log.slice(0, -4);
  const spans = all(
    traceOf([
      ...cut,
      event("effect.unknown", 30, { step: "tell", effectId: "eff_1", because: "no answer" }),
      event("execution.cancelled", 31, { because: "enough" }),
    ]) as TraceSpan,
  );
  const outcomes = Object.fromEntries(spans.map(({ name, outcome }) => [name, outcome]));
  expect(outcomes).toMatchObject({ "Send “Hello”": "unknown", "Attempt 2": "left", "Tell Yoav": "left", "Write to Yoav": "left" });
});

test("the tree is unfolded down to a tier, but for what a hand turned", () => {
  const root = traceOf(log) as TraceSpan;
  const names = (down: "execution" | "phase" | "step" | "attempt", turned: string[] = []) =>
    rowsOf(root, { down, turned: new Set(turned) }).map(({ span, depth }) => `${depth} ${span.name}`);
  expect(names("execution")).toEqual(["0 Write to Yoav", "1 Planning", "1 Execution"]);
  expect(names("phase")).toHaveLength(5);
  expect(names("attempt")).toHaveLength(countOf(root));
  const planning = root.children[0]?.key ?? "";
  expect(names("phase", [planning])).toEqual(["0 Write to Yoav", "1 Planning", "1 Execution", "2 Tell Yoav"]);
  const [first] = rowsOf(root, { down: "phase", turned: new Set([planning]) }).slice(1);
  expect(first).toMatchObject({ isOpen: false, place: 1, of: 2, parent: root.key });
});

test("ids are those of W3C Trace Context, the same for ever and of this execution alone", () => {
  const root = traceOf(log) as TraceSpan;
  expect(traceIdOf("exe_1")).toMatch(/^[0-9a-f]{32}$/);
  expect(traceIdOf("exe_1")).toBe(traceIdOf("exe_1"));
  expect(traceIdOf("exe_1")).not.toBe(traceIdOf("exe_2"));
  const ids = all(root).map((span) => spanIdOf("exe_1", span));
  for (const id of ids) expect(id).toMatch(/^[0-9a-f]{16}$/);
  expect(new Set(ids).size).toBe(ids.length);
});

test("a scale of time sees people's waits and work apart", () => {
  const times = timesOf(traceOf(log) as TraceSpan);
  expect(times[0]).toEqual({ kind: "hold", from: 0, to: 25_000 });
  expect(times.filter(({ kind }) => kind === "work")).toHaveLength(2);
  expect(times.filter(({ kind }) => kind === "human")).toHaveLength(1);
});

test("without a first event there is no trace", () => {
  expect(traceOf([])).toBeUndefined();
});
