import { expect, test } from "vitest";
import { withoutPlan } from "./without-plan.ts";

test("an execution without steps says why it has none", () => {
  expect(withoutPlan({ trigger: "api", status: "planning" })).toBe("There is no plan yet.");
  expect(withoutPlan({ trigger: "api", status: "cancelled" })).toBe("It ended before there was a plan.");
  expect(withoutPlan({ trigger: "budget", status: "awaiting_approval" })).toBe("A question about a budget has no steps.");
});
