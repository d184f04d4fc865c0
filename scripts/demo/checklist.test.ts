import { expect, test } from "vitest";
import { empty, lineOf, linesOf, withEvent, withPlan } from "./checklist.ts";

const plan = {
  steps: [
    { id: "a", name: "Read December" },
    { id: "b", name: "Find Yoav" },
    { id: "c", name: "Set the meeting" },
  ],
  batches: [["a", "b"], ["c"]],
};

test("the checklist shows each step under its batch, with what became of it", () => {
  let list = withPlan(empty, plan);
  for (const event of [
    { type: "step.started", step: "a", message: "reading" },
    { type: "step.completed", step: "a", ms: 1_240, preview: "12 documents" },
    { type: "step.held", step: "c", message: "Waiting for an approver" },
    { type: "execution.started", step: null, message: "Running" },
  ])
    list = withEvent(list, event);
  expect(linesOf(list, 80)).toEqual([
    "  1 ✓ Read December    1.2 s  12 documents",
    "    · Find Yoav",
    "  2 ◷ Set the meeting  Waiting for an approver",
    "  Running",
  ]);
});

test("a line never wraps, so that redrawing hits the right lines", () => {
  const list = withEvent(withPlan(empty, plan), { type: "step.failed", step: "b", because: `no\nsuch ${"x".repeat(200)}` });
  expect(Math.max(...linesOf(list, 40).map((line) => line.length))).toBe(40);
});

test("without a terminal each change is one line", () => {
  const list = withEvent(withPlan(empty, plan), { type: "step.completed", step: "b", ms: 300 });
  expect(lineOf({ type: "step.completed", step: "b" }, list)).toBe("  ✓ Find Yoav: completed, 0.3 s");
  expect(lineOf({ type: "step.progressed", step: "b" }, list)).toBeUndefined();
});
