import { expect, test } from "vitest";
import { PlanStep } from "#lib/planner/plan.ts";
import { settingsOfStep, takenFrom, withSettings } from "./apply-settings.ts";
import { inherited } from "./fork-execution.ts";
import type { Head } from "./state.ts";

const plain = PlanStep.parse({ id: "a", tool: "flow.pass" });
const own = PlanStep.parse({ id: "a", tool: "flow.pass", timeoutMs: 7_000, retry: { maxAttempts: 7, backoff: "fixed" } });

test("without settings a step stays the very step", () => {
  expect(withSettings(plain, undefined)).toBe(plain);
  expect(withSettings(plain, takenFrom({}))).toEqual(plain);
});

test("a step goes by its workspace, its workflow before that, itself before both, and the execution before all", () => {
  const workspace = { stepTimeoutMs: 2_000, stepAttempts: 2 };
  const workflow = { stepTimeoutMs: 5_000 };
  expect(withSettings(plain, takenFrom({ workspace }))).toMatchObject({
    timeoutMs: 2_000,
    retry: { maxAttempts: 2, backoff: "exponential" },
  });
  expect(withSettings(plain, takenFrom({ workspace, workflow }))).toMatchObject({ timeoutMs: 5_000, retry: { maxAttempts: 2 } });
  expect(withSettings(own, takenFrom({ workspace, workflow }))).toMatchObject({ timeoutMs: 7_000, retry: { maxAttempts: 7 } });
  const execution = { stepAttempts: 1 };
  expect(withSettings(own, takenFrom({ workspace, workflow, execution }))).toMatchObject({
    timeoutMs: 7_000,
    retry: { maxAttempts: 1, backoff: "fixed" },
  });
});

test("what goes on in the place of an execution goes by its settings, not by those of a later day", () => {
  const settings = takenFrom({ workspace: { stepAttempts: 2 } });
  expect(inherited("exe_1", { title: "t", autonomy: "run", concurrency: 3, settings } as Head)).toMatchObject({ settings });
});

test("each value says where it comes from", () => {
  const taken = takenFrom({
    workspace: { stepTimeoutMs: 2_000, concurrency: 9 },
    workflow: { stepAttempts: 5 },
    execution: { autonomy: "run" },
  });
  expect(taken).toEqual({
    autonomy: { value: "run", from: "execution" },
    executionTimeoutMs: { value: 600_000, from: "system" },
    concurrency: { value: 9, from: "workspace" },
    stepTimeoutMs: { value: 2_000, from: "workspace" },
    stepAttempts: { value: 5, from: "workflow" },
  });
  expect(settingsOfStep(plain, taken)).toMatchObject([
    { value: 2_000, from: "workspace" },
    { value: 5, from: "workflow" },
  ]);
  expect(settingsOfStep(own, taken)).toMatchObject([
    { value: 7_000, from: "step" },
    { value: 7, from: "step" },
  ]);
});
