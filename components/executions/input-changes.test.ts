import { expect, test } from "vitest";
import type { ExecutionEvent } from "#lib/execution/events.ts";
import { inputChanges } from "./input-changes.ts";

const event = (seq: number, type: string, more: object = {}) => ({ seq, type, step: "a", ...more }) as ExecutionEvent;
const ref = (id: string) => ({ id, hash: id });

test("an input that an attempt, a person or an approver changed is told with the one before it", () => {
  const changes = inputChanges([
    event(1, "step.readied"),
    event(2, "step.started", { params: ref("one") }),
    event(3, "step.retrying"),
    event(4, "step.started", { params: ref("one") }),
    event(5, "step.started", { params: ref("two") }),
    event(6, "approval.decided", { payload: ref("three") }),
  ]);
  expect(changes.map(({ seq, before, after }) => [seq, before.id, after.id])).toEqual([
    [5, "one", "two"],
    [6, "two", "three"],
  ]);
});

test("the first input differs from nothing", () => {
  expect(inputChanges([event(1, "step.readied", { params: ref("one") }), event(2, "step.started")])).toEqual([]);
});
