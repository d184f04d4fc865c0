import { describe, expect, test } from "vitest";
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
    "documents.search": { runs: 9, failed: 0, p50Ms: 100, p95Ms: 300 },
    "contacts.search": { runs: 5, failed: 0, p50Ms: 40, p95Ms: 900 },
    "text.summarise": { runs: 7, failed: 0, p50Ms: 1_000, p95Ms: 2_000, tokens: 800, costMicros: 12 },
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

describe("confidence", () => {
  const told = (runs: number, failed: number) => ({ runs, failed, p50Ms: 10, p95Ms: 20 });
  const chain = ["documents.search", "contacts.search", "text.summarise"].map((tool) => ({ id: tool.replace(".", "_"), tool }));
  const confidence = (statistics: Parameters<typeof card>[1], steps: object[] = chain) => card(steps, statistics).confidence;

  test("nothing is said where no tool of the plan has run", () => {
    expect(confidence({})).toBeNull();
  });

  test("it is the share of plans whose critical steps all go well, within its interval", () => {
    const statistics = { "documents.search": told(90, 10), "contacts.search": told(99, 1), "text.summarise": told(100, 0) };
    const found = confidence(statistics);
    expect(found?.share).toBeCloseTo(0.9 * 0.99, 1);
    expect(found?.low).toBeLessThan(found?.share ?? 0);
    expect(found?.high).toBeGreaterThan(found?.share ?? 1);
    expect(found?.basis).toBe("300 earlier calls of these tools, of which 11 failed");
    const spared = chain.map((step, at) => (at === 0 ? { ...step, critical: false } : step));
    expect(confidence(statistics, spared)?.share).toBeGreaterThan(0.97);
  });

  test("what is recorded narrows it, and what never ran widens it", () => {
    const width = (statistics: Parameters<typeof card>[1]) => {
      const { low = 0, high = 1 } = confidence(statistics) ?? {};
      return high - low;
    };
    const all = (runs: number, failed: number) => Object.fromEntries(chain.map(({ tool }) => [tool, told(runs, failed)]));
    expect(width(all(180, 20))).toBeLessThan(width(all(9, 1)));
    expect(width({ "documents.search": told(180, 20) })).toBeGreaterThan(width(all(180, 20)));
    expect(confidence({ "documents.search": told(1, 0) })?.basis).toBe(
      "1 earlier call of these tools, of which none failed; 2 of 3 steps use a tool that has not run here",
    );
  });

  test("a tool that only ever failed has no time of its own", () => {
    const { estimate } = card(chain, { "documents.search": told(0, 3) });
    expect(estimate.durationMs).toBeNull();
  });
});
