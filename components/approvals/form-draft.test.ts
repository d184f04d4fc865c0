import { expect, test } from "vitest";
import { Form } from "#lib/safety/approvals/form.ts";
import { answersIn, draftOf, refusedIn, wrongIn } from "./form-draft.ts";

const form = Form.parse({
  type: "object",
  properties: {
    reason: { type: "string", minLength: 1 },
    amount: { type: "number", maximum: 10 },
    urgent: { type: "boolean" },
    regions: { type: "array", items: { type: "string", enum: ["north", "south"] } },
    numbers: { type: "array", items: { type: "integer" } },
  },
  required: ["reason"],
});

test("what is typed becomes data, and what is left empty is not answered", () => {
  const draft = { reason: " because ", amount: "4.5", urgent: true, regions: ["south"], numbers: "1\n\n 2 " };
  expect(answersIn(form, draft)).toEqual({ reason: "because", amount: 4.5, urgent: true, regions: ["south"], numbers: [1, 2] });
  expect(answersIn(form, { ...draft, amount: "", reason: "" })).toEqual({ urgent: true, regions: ["south"], numbers: [1, 2] });
});

test("what others answered before stands in the form as it was given", () => {
  const values = { reason: "because", amount: 3, urgent: true, regions: ["north"], numbers: [7, 8] };
  expect(answersIn(form, draftOf(form, values))).toEqual(values);
});

test("what is wrong is told by field, before it is sent and after", async () => {
  const answers = answersIn(form, { ...draftOf(form), amount: "eleven", numbers: "x" });
  expect(Object.keys(await wrongIn(form, answers)).sort()).toEqual(["amount", "numbers", "reason"]);
  expect(
    refusedIn([
      { path: "form.values.numbers[0]", because: "is a whole number" },
      { path: "note", because: "is long" },
    ]),
  ).toEqual({
    numbers: "is a whole number",
  });
});
