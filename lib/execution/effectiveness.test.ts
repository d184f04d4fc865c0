import { expect, test } from "vitest";
import { type Effectiveness, effectivenessOf, floorOf } from "./effectiveness.ts";
import { blank } from "./reduce-step.ts";
import type { Head, Step } from "./state.ts";

const at = (seconds: number) => new Date(Date.parse("2026-01-15T09:00:00Z") + seconds * 1_000).toISOString();
const head = (more: Partial<Head> = {}) => ({ status: "running", plan: { steps: 4 }, ...more }) as Head;
const step = (id: string, status: string, more: object = {}) => ({ ...blank(id), tool: "a.read", attempt: 1, status, ...more }) as Step;
const done = (id: string, seconds = 10, more: object = {}) => step(id, "completed", { startedAt: at(0), endedAt: at(seconds), ...more });
const help = (id: string) =>
  step(id, "held", {
    hold: { reason: "approval", because: "", since: at(0) },
    recovery: { rung: { kind: "manual-intervention" }, changes: 0, used: [], tried: [] },
  });
const expectedMs = { "a.read": 10_000 };

const table: [says: string, given: { head?: Partial<Head>; steps: Step[]; expectedMs?: Record<string, number> }, is: Effectiveness][] = [
  [
    "nothing has ended",
    { steps: [step("a", "running")] },
    { score: null, parts: { success: null, time: null, cost: null, quality: null } },
  ],
  ["all is done as expected", { steps: [done("a"), done("b")] }, { score: 1, parts: { success: 1, time: 1, cost: null, quality: 1 } }],
  [
    "faster than expected is no better than as expected",
    { steps: [done("a", 1)] },
    { score: 1, parts: { success: 1, time: 1, cost: null, quality: 1 } },
  ],
  ["half as fast", { steps: [done("a", 20)] }, { score: 0.7 / 0.8, parts: { success: 1, time: 0.5, cost: null, quality: 1 } }],
  [
    "people's time is not its own",
    { steps: [done("a", 20, { heldMs: 10_000 })] },
    { score: 1, parts: { success: 1, time: 1, cost: null, quality: 1 } },
  ],
  [
    "no earlier runs of its tools",
    { steps: [done("a", 20)], expectedMs: {} },
    { score: 1, parts: { success: 1, time: null, cost: null, quality: 1 } },
  ],
  [
    "one of two failed",
    { steps: [done("a"), step("b", "failed", { because: "", code: "x" })] },
    { score: (0.4 * 0.5 + 0.2 + 0.2 * 0.5) / 0.8, parts: { success: 0.5, time: 1, cost: null, quality: 0.5 } },
  ],
  [
    "what waits for help counts as not done, what runs for nothing",
    { steps: [done("a"), help("b"), step("c", "running")] },
    { score: (0.4 * 0.5 + 0.2 + 0.2 * 0.5) / 0.8, parts: { success: 0.5, time: 1, cost: null, quality: 0.5 } },
  ],
  [
    "what recovery brought through is half as good",
    { steps: [done("a", 10, { attempt: 2 }), done("b")] },
    { score: (0.4 + 0.2 + 0.2 * 0.75) / 0.8, parts: { success: 1, time: 1, cost: null, quality: 0.75 } },
  ],
  [
    "a false condition is no failure, a missing input is",
    {
      steps: [
        done("a"),
        step("b", "skipped", { because: "its condition is false" }),
        step("c", "skipped", { because: "an input is missing" }),
      ],
    },
    { score: (0.4 * 0.5 + 0.2 + 0.2 * 0.5) / 0.8, parts: { success: 0.5, time: 1, cost: null, quality: 0.5 } },
  ],
  [
    "a quarter of the steps used half of the money",
    { head: { budget: { limitMicros: 100, currency: "USD" }, spent: { micros: 50, tokens: 1 } }, steps: [done("a")] },
    { score: 0.9, parts: { success: 1, time: 1, cost: 0.5, quality: 1 } },
  ],
  [
    "an execution that ended badly is judged by all that it had",
    {
      head: { status: "failed" },
      steps: [done("a"), step("b", "failed", { because: "", code: "x" }), step("c", "skipped", { because: "its condition is false" })],
    },
    { score: (0.4 / 3 + 0.2 + 0.2 / 3) / 0.8, parts: { success: 1 / 3, time: 1, cost: null, quality: 1 / 3 } },
  ],
  [
    "items of a list are told by their list",
    { steps: [done("a"), step("a[0]", "failed", { parent: "a", because: "", code: "x" })] },
    { score: 1, parts: { success: 1, time: 1, cost: null, quality: 1 } },
  ],
];

test.each(table)("%s", (_, given, is) => {
  const { score, parts } = effectivenessOf({ head: head(given.head), steps: given.steps, expectedMs: given.expectedMs ?? expectedMs });
  expect(parts).toEqual(is.parts);
  if (is.score === null) expect(score).toBeNull();
  else expect(score).toBeCloseTo(is.score, 10);
});

test("the floor is that of its settings, or seven tenths", () => {
  expect(floorOf(head())).toBe(0.7);
  expect(floorOf(head({ settings: { minEffectiveness: { value: 0.9, from: "workflow" } } }))).toBe(0.9);
});
