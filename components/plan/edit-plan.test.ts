import { expect, test } from "vitest";
import { planDiff } from "#lib/planner/plan-diff.ts";
import type { CardStep, ListedTool } from "./card.ts";
import { type Draft, editPlan, planOf } from "./edit-plan.ts";

const step = (id: string, more: Partial<CardStep> = {}): CardStep => ({
  id,
  words: id,
  tool: "flow.pass",
  params: {},
  dependsOn: [],
  effect: "read",
  requiresApproval: false,
  batch: 0,
  ...more,
});
const draft: Draft = {
  steps: [
    step("a"),
    step("b", { dependsOn: ["a"], params: { to: "Yoav", body: "{{ steps.a.text }}" } }),
    step("a-b", { dependsOn: ["b"] }),
  ],
  outputs: { first: "steps.a.text", other: "steps.a-b.text" },
  unread: {},
};
const send: ListedTool = {
  name: "message.send",
  title: "Send a message",
  description: "",
  effect: "send",
  input: { properties: { to: {} } },
};

test("nobody waits for a removed step, and the result does not name it; a step of a longer name stays", () => {
  const { steps, outputs } = editPlan(draft, { do: "remove", id: "a" });
  expect(steps.map(({ id, dependsOn }) => [id, dependsOn])).toEqual([
    ["b", []],
    ["a-b", ["b"]],
  ]);
  expect(outputs).toEqual({ other: "steps.a-b.text" });
});

test("another tool keeps what it takes too, and brings its own effect", () => {
  const swapped = editPlan(draft, { do: "swap", id: "b", tool: send }).steps[1];
  expect(swapped).toMatchObject({ tool: "message.send", params: { to: "Yoav" }, effect: "send", requiresApproval: true });
});

test("an added step has an id of its own", () => {
  const twice = editPlan(editPlan(draft, { do: "add", tool: send }), { do: "add", tool: send });
  expect(new Set(twice.steps.map(({ id }) => id)).size).toBe(5);
});

test("the plan is sent without what only the card says", () => {
  expect(planOf(draft).steps[0]).toEqual({ id: "a", tool: "flow.pass", params: {}, dependsOn: [] });
});

test("what was edited is told place by place, and an untouched plan has no changes", () => {
  expect(planDiff(draft, draft)).toEqual([]);
  const edited = editPlan(editPlan(draft, { do: "set", id: "b", field: "to", value: "Dana" }), { do: "move", id: "a-b", over: "b" });
  expect(planDiff(draft, edited)).toEqual([
    { kind: "changed", step: "b", what: "to", before: "Yoav", after: "Dana" },
    { kind: "changed", step: "The plan", what: "order", before: "a, b, a-b", after: "a, a-b, b" },
  ]);
});

test("data that does not read yet is kept beside the plan until it does", () => {
  const typing = editPlan(draft, { do: "unread", id: "b", field: "to", text: "[1," });
  expect(typing.unread).toEqual({ "b.to": "[1," });
  expect(editPlan(typing, { do: "set", id: "b", field: "to", value: [1] }).unread).toEqual({});
});
