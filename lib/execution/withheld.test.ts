import { expect, test } from "vitest";
import type { Fact } from "./events.ts";
import { withheld } from "./withheld.ts";

const card = "4539 1488 0343 6467";
const held: Fact = {
  type: "step.held",
  step: "a",
  status: "held",
  message: `Waiting about ${card}`,
  hold: { reason: "approval", because: `Send card ${card}`, since: "2026-11-21T09:00:00.000Z" },
  wake: 1,
};

test("words of people lose their secrets and personal numbers, also within a hold and a value", () => {
  expect(JSON.stringify(withheld(held))).not.toContain("4539");
  const written: Fact = {
    type: "context.written",
    step: null,
    status: "planning",
    message: "The planner wrote down what it saw",
    key: "planner.saw",
    version: 1,
    value: { goals: [`pay ${card}`], password: "Kanarie9xGelb", nested: { tokens: 12, people: ["Dana"] } },
    writer: "planner:offline",
  };
  expect(withheld(written)).toMatchObject({
    value: { goals: ["pay [CARD_NUMBER_1]"], password: "[CREDENTIAL_1]", nested: { tokens: 12, people: ["Dana"] } },
  });
});

test("ids, hashes and figures are left alone, and a fact without such words is the same fact", () => {
  const ref = { id: "pay_4539148803436467", hash: "4539148803436467".repeat(4), bytes: 4_539 };
  const done: Fact = {
    type: "step.completed",
    step: "a",
    status: "completed",
    message: "Search: done",
    output: ref,
    preview: "12 items",
    ms: 4,
  };
  expect(withheld(done)).toBe(done);
  expect(withheld({ ...done, message: `Search ${card}: done` })).toMatchObject({ output: ref, message: "Search [CARD_NUMBER_1]: done" });
});

test("what was withheld once stays as it is, so that a decision made upon the log finds its own words", () => {
  const once = withheld(held);
  expect(withheld(once)).toBe(once);
});
