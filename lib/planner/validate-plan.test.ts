import { expect, test } from "vitest";
import { z } from "zod";
import { toolRegistry } from "#lib/tools/tool.ts";
import { shipped, sketch } from "./registry.fixture.ts";
import { validatePlan } from "./validate-plan.ts";

const registry = toolRegistry([
  sketch({ name: "a.any", input: { x: [z.number().optional()], list: [z.array(z.string()).default([])] }, gives: {} }),
  sketch({ name: "b.needs", input: { to: [z.string()], note: [z.string().optional()] }, gives: {} }),
]);

const errors = (draft: unknown) => {
  const outcome = validatePlan(draft, registry);
  return outcome.ok ? [] : (outcome.refusal.errors ?? []).map(({ path, because }) => `${path}: ${because}`);
};
const a = (id: string, more: object = {}) => ({ id, tool: "a.any", ...more });

test("a step that an expression refers to becomes a dependency", () => {
  const outcome = validatePlan(
    {
      steps: [
        a("one"),
        a("two"),
        { id: "three", tool: "b.needs", params: { to: "{{ steps.one.x }}" }, when: "steps.two.ok" },
        a("four", { forEach: "steps.three.list", params: { x: "{{ item.n }}" } }),
      ],
    },
    registry,
  );
  expect(outcome.ok && outcome.value.plan.steps.map((step) => step.dependsOn)).toEqual([[], [], ["two", "one"], ["three"]]);
  expect(outcome.ok && outcome.value.batches).toEqual([["one", "two"], ["three"], ["four"]]);
  expect(outcome.ok && outcome.value.gain).toBe(25);
});

test.each<[string, unknown, string]>([
  ["nothing at all", undefined, ": Invalid input"],
  ["no steps", { steps: [] }, "steps: a plan has at least one step"],
  ["an unknown field of a step", { steps: [a("one", { nope: 1 })] }, "steps[0].nope: there is no such field"],
  ["a bad id", { steps: [a("1x")] }, "steps[0].id: a step id is a letter"],
  ["an id twice", { steps: [a("one"), a("one")] }, "steps[1].id: `one` is already the id of steps[0]"],
  ["an unknown tool", { steps: [{ id: "one", tool: "no.tool" }] }, "steps[0].tool: there is no tool `no.tool`"],
  ["an unknown dependency", { steps: [a("one", { dependsOn: ["two"] })] }, "steps[0].dependsOn[0]: there is no step `two`"],
  [
    "an unknown step in a template",
    { steps: [a("one", { params: { x: "{{ steps.two.n }}" } })] },
    "steps[0].params.x: there is no step `two`",
  ],
  ["an unknown root", { steps: [a("one", { when: "secrets.key == 1" })] }, "steps[0].when: there is no `secrets`"],
  ["item without forEach", { steps: [a("one", { params: { x: "{{ item.n }}" } })] }, "steps[0].params.x: there is no `item`"],
  ["a template that does not parse", { steps: [a("one", { params: { list: ["{{ steps.( }}"] } })] }, "steps[0].params.list[0]: "],
  [
    "a template that is not closed",
    { steps: [a("one", { params: { list: ["{{ steps.a"] } })] },
    "steps[0].params.list[0]: a template is not closed",
  ],
  ["an unknown param", { steps: [a("one", { params: { foo: 1 } })] }, "steps[0].params.foo: `a.any` takes no such field"],
  [
    "an unknown param beside a template",
    { steps: [a("zero"), a("one", { params: { foo: "{{ steps.zero.n }}" } })] },
    "steps[1].params.foo: `a.any` takes no such field",
  ],
  ["a param of the wrong type", { steps: [a("one", { params: { x: "y" } })] }, "steps[0].params.x: Invalid input"],
  [
    "a literal of the wrong type beside a template",
    { steps: [a("zero"), { id: "one", tool: "b.needs", params: { to: "{{ steps.zero.n }}", note: 5 } }] },
    "steps[1].params.note: Invalid input",
  ],
  [
    "a missing param beside a template",
    { steps: [a("zero"), { id: "one", tool: "b.needs", params: { note: "{{ steps.zero.n }}" } }] },
    "steps[1].params.to: `b.needs` needs it",
  ],
  ["a step that waits for itself", { steps: [a("one", { when: "steps.one.ok" })] }, "steps[0].when: `one` refers to itself"],
  [
    "a cycle",
    { steps: [a("one", { dependsOn: ["two"] }), a("two", { params: { x: "{{ steps.one.n }}" } })] },
    "steps[0].dependsOn: the steps wait for each other: one → two → one",
  ],
  ["an output of no step", { steps: [a("one")], outputs: { it: "steps.two.x" } }, "outputs.it: there is no step `two`"],
  [
    "a fallback to no tool",
    { steps: [a("one", { fallbacks: [{ type: "component-replacement", tool: "no.tool" }] })] },
    "steps[0].fallbacks[0].tool: there is no tool",
  ],
  ["approval that would loosen", { steps: [a("one", { approval: "never" })] }, "steps[0].approval: "],
])("%s is refused, naming the place", (_, draft, expected) => {
  expect(errors(draft).some((error) => error.startsWith(expected))).toBe(true);
});

test("ten thousand steps in a chain are checked at once", () => {
  const steps = Array.from({ length: 10_000 }, (_, i) => a(`s${i}`, i === 0 ? {} : { dependsOn: [`s${i - 1}`] }));
  const took = [1, 2, 3, 4, 5].map(() => {
    const start = performance.now();
    const outcome = validatePlan({ steps }, registry);
    expect(outcome.ok && outcome.value.batches.length).toBe(10_000);
    return performance.now() - start;
  });
  // The best of five: a busy machine says nothing about the work. Alone it takes 60 ms.
  expect(Math.min(...took)).toBeLessThan(400);
});

test("the forms of the source documents are accepted", () => {
  const outcome = validatePlan(
    {
      steps: [
        { id: "search-properties", tool: "documents.search" },
        { id: "sum", tool: "text.summarise", params: { sources: "{{ steps.search-properties.results.map(p => p.url) }}" } },
      ],
    },
    shipped(),
  );
  expect(outcome.ok && outcome.value.plan.steps[1]?.dependsOn).toEqual(["search-properties"]);
});
