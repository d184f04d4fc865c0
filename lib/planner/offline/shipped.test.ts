import { expect, test } from "vitest";
import { shippedTools } from "#lib/tools/registry.ts";
import { batchesOf } from "../batches.ts";
import { planCard } from "../card.ts";
import { draftPlan } from "../draft-plan.ts";
import { lookupOf } from "../registry.fixture.ts";

const registry = shippedTools({ egress: () => Promise.reject(new Error("no network")), executionsBetween: async () => [] });
const lookup = lookupOf({
  people: [{ id: "c1", name: "Yoav Levi", email: "yoav@tevuot.example" }],
  organisations: [{ name: "Tevuot" }],
  topics: [{ topic: "strategy", count: 1, documents: [] }],
});
const ask = (request: string) =>
  draftPlan({ registry, lookup, now: new Date("2026-11-18T10:00:00Z"), timeZone: "Asia/Jerusalem" }, { request });

test("the tools that ship carry the main job: five steps, the meeting held for approval", async () => {
  const decision = await ask("Read what we did in December at Tevuot, understand the strategy, and set a meeting with Yoav");
  if (decision.kind !== "plan") throw new Error(JSON.stringify(decision));
  expect(batchesOf(decision.plan.steps).map((ids) => ids.map((id) => decision.plan.steps.find((step) => step.id === id)?.tool))).toEqual([
    ["documents.search", "contacts.search"],
    ["text.summarise"],
    ["calendar.create", "text.write"],
  ]);
  expect(Object.keys(decision.plan.outputs ?? {}).sort()).toEqual(["agenda", "meeting", "summary"]);
  expect(
    planCard({ plan: decision.plan, registry })
      .steps.filter((step) => step.requiresApproval)
      .map((step) => [step.tool, step.effect]),
  ).toEqual([["calendar.create", "send"]]);
});

test.each<[string, string[]]>([
  [
    "Summarise the documents about Tevuot and send the summary to Yoav",
    ["documents.search", "text.summarise", "contacts.search", "message.send"],
  ],
  ["What is on my calendar next week?", ["calendar.search"]],
  ["Find the reports of 2025 and write a one-page summary", ["documents.search", "text.summarise"]],
  ["Fetch https://example.com and summarise it", ["http.request", "text.summarise"]],
  ["What failed this week?", ["report.status"]],
  ["Wait 30 minutes and then send “hello” to a@b.example", ["flow.wait", "message.send"]],
])("%s", async (request, tools) => {
  const decision = await ask(request);
  expect("plan" in decision && decision.plan?.steps.map((step) => step.tool)).toEqual(tools);
});
