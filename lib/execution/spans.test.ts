import { expect, test } from "vitest";
import type { ExecutionEvent } from "./events.ts";
import { foldSpans, timeIn } from "./spans.ts";
import { timeScale } from "./time-scale.ts";

const at = (second: number) => new Date(second * 1_000).toISOString();
const event = (type: string, second: number, more: object = {}) => ({ type, step: "a", at: at(second), ...more }) as ExecutionEvent;

const log = [
  event("step.readied", 0),
  event("step.held", 1, { hold: { reason: "approval" } }),
  event("step.released", 3_601),
  event("step.started", 3_602),
  event("step.retrying", 3_604),
  event("step.started", 3_609),
  event("step.completed", 3_611),
];

test("a step's time is told apart: queue, people, work, retries", () => {
  const spans = foldSpans({}, log)["a"] ?? [];
  expect(spans.map(({ kind }) => kind)).toEqual(["queue", "human", "queue", "work", "retry", "work"]);
  expect(timeIn(spans, "human", 0)).toBe(3_600_000);
  expect(timeIn(spans, "work", 0)).toBe(4_000);
  expect(timeIn(spans, "retry", 0)).toBe(5_000);
  expect(timeIn(spans, "queue", 0)).toBe(2_000);
});

test("what was taken over is a moment of its own, and no time", () => {
  const spans = foldSpans({}, [event("step.reused", 5)])["a"] ?? [];
  expect(spans).toEqual([{ kind: "reused", from: 5_000, to: 5_000 }]);
});

test("the log folded in two parts gives the same spans", () => {
  expect(foldSpans(foldSpans({}, log.slice(0, 3)), log.slice(3))).toEqual(foldSpans({}, log));
});

test("a squeezed scale keeps the order of time and gives work most of the room", () => {
  const spans = foldSpans({}, log)["a"] ?? [];
  const scale = timeScale(spans, { now: 3_611_000, squeeze: true });
  const places = spans.map(({ from }) => scale.at(from));
  expect(places).toEqual([...places].sort((a, b) => a - b));
  expect(scale.at(3_601_000) - scale.at(1_000)).toBeLessThan(0.1);
  expect(scale.at(scale.to)).toBe(1);
  expect(timeScale(spans, { now: 3_611_000, squeeze: false }).at(3_601_000)).toBeGreaterThan(0.99);
});
