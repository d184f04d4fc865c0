import { expect, test } from "vitest";
import { z } from "zod";
import { toolRegistry } from "#lib/tools/tool.ts";
import { planCard } from "./card.ts";
import { Plan } from "./plan.ts";
import { shippedTools, sketch } from "./registry.fixture.ts";

const bulk = {
  ...sketch({ name: "rows.write", effect: "write", input: { rows: [z.array(z.string())] }, gives: {} }),
  countOf: ({ rows }: { rows: string[] }) => rows.length,
};
const broken = {
  ...sketch({
    name: "odd.one",
    effect: () => {
      throw new Error("no idea");
    },
    input: {},
    gives: {},
  }),
};
const registry = toolRegistry([...shippedTools(), bulk, broken]);
const card = (steps: object[], statistics = {}) => planCard({ plan: Plan.parse({ steps }), registry, statistics });
const held = (step: object) => card([{ id: "a", ...step }]).steps[0];

test.each<[string, object, string, boolean]>([
  ["a search", { tool: "documents.search" }, "read", false],
  ["a search that the plan holds", { tool: "documents.search", approval: "required" }, "read", true],
  ["a message", { tool: "message.send", params: { to: [], body: "x" } }, "send", true],
  ["a message that the plan would let go", { tool: "message.send", params: { to: [], body: "x" }, approval: "auto" }, "send", true],
  ["a request that reads", { tool: "http.request", params: { url: "https://a.example" } }, "read", false],
  ["a request that writes", { tool: "http.request", params: { url: "https://a.example", method: "POST" } }, "write", false],
  ["one row", { tool: "rows.write", params: { rows: ["a"] } }, "write", false],
  ["two rows", { tool: "rows.write", params: { rows: ["a", "b"] } }, "write", true],
  ["a write for each item", { tool: "rows.write", params: { rows: ["a"] }, forEach: "[1, 2]" }, "write", true],
  ["a tool that can't tell its effect", { tool: "odd.one" }, "delete", true],
  ["a tool that is not there", { tool: "gone.tool" }, "delete", true],
])("%s", (_, step, effect, requiresApproval) => {
  expect(held(step)).toMatchObject({ effect, requiresApproval });
});

test("the estimate follows the longest way, and says what it stands on", () => {
  const steps = [
    { id: "a", tool: "documents.search" },
    { id: "b", tool: "contacts.search" },
    { id: "c", tool: "text.summarise", dependsOn: ["a", "b"] },
  ];
  const statistics = {
    "documents.search": { runs: 9, p50Ms: 100, p95Ms: 300 },
    "contacts.search": { runs: 5, p50Ms: 40, p95Ms: 900 },
    "text.summarise": { runs: 7, p50Ms: 1_000, p95Ms: 2_000, tokens: 800, costMicros: 12 },
  };
  expect(card(steps, statistics).estimate).toEqual({
    durationMs: { low: 1_100, high: 2_900 },
    tokens: 800,
    costMicros: 12,
    basis: "at least 5 earlier runs of each tool",
  });
  expect(card(steps).estimate).toEqual({ durationMs: null, tokens: null, costMicros: null, basis: "no earlier runs of these tools" });
});

test("each step has its batch and its words, and what may hurt is listed", () => {
  const { steps, batches, gain, risks } = card([
    { id: "a", tool: "documents.search", name: "Find the notes" },
    { id: "b", tool: "message.send", dependsOn: ["a"], params: { to: [], body: "{{ steps.a.total }}" } },
  ]);
  expect(steps.map(({ batch, words }) => [batch, words])).toEqual([
    [0, "Find the notes"],
    [1, "message.send"],
  ]);
  expect(batches).toEqual([["a"], ["b"]]);
  expect(gain).toBe(0);
  expect(risks.map(({ stepId }) => stepId)).toEqual(["b", "b"]);
});
