import { describe, expect, test } from "vitest";
import { answersSchema, Form, sampleAnswers } from "./form.ts";
import { fieldsOf, firstAnswers, titleOf } from "./form-parts.ts";

const form = Form.parse({
  type: "object",
  properties: {
    reason: { type: "string", minLength: 1, maxLength: 20 },
    amount: { type: "number", minimum: 1, maximum: 500 },
    copies: { type: "integer", minimum: 1, default: 2 },
    urgent: { type: "boolean" },
    channel: { type: "string", enum: ["mail", "letter"] },
    on: { type: "string", format: "date" },
    copyTo: { type: "string", format: "email" },
    regions: { type: "array", items: { type: "string", enum: ["north", "south"] }, minItems: 1, uniqueItems: true },
  },
  required: ["reason", "amount"],
});

const whole = {
  reason: "agreed",
  amount: 40.5,
  copies: 3,
  urgent: true,
  channel: "mail",
  on: "2026-02-28",
  copyTo: "dana@example.org",
  regions: ["north"],
};
const wrongAt = (answers: object) =>
  answersSchema(form)
    .safeParse(answers)
    .error?.issues.map(({ path }) => path.join("."));

test("what a form asks is answered by what fits it, and what is not required may be left out", () => {
  expect(answersSchema(form).parse(whole)).toEqual(whole);
  expect(answersSchema(form).parse({ reason: "agreed", amount: 1 })).toEqual({ reason: "agreed", amount: 1 });
});

test.each<[string, object, string]>([
  ["a required field that is missing", { amount: 1 }, "reason"],
  ["an empty text where one is wanted", { reason: "", amount: 1 }, "reason"],
  ["a text that is too long", { reason: "x".repeat(21), amount: 1 }, "reason"],
  ["a number out of bounds", { reason: "a", amount: 501 }, "amount"],
  ["a number in words", { reason: "a", amount: "40" }, "amount"],
  ["half a copy", { ...whole, copies: 1.5 }, "copies"],
  ["a yes in words", { ...whole, urgent: "yes" }, "urgent"],
  ["a choice that is none", { ...whole, channel: "pigeon" }, "channel"],
  ["a day that there is not", { ...whole, on: "2026-02-30" }, "on"],
  ["no address", { ...whole, copyTo: "dana" }, "copyTo"],
  ["too few of a list", { ...whole, regions: [] }, "regions"],
  ["one of a list twice", { ...whole, regions: ["north", "north"] }, "regions"],
  ["a field that nobody asked for", { ...whole, other: 1 }, ""],
])("%s is refused where it stands", (_what, answers, at) => {
  expect(wrongAt(answers)).toEqual([at]);
});

describe("a form that nobody could fill in is refused when it is saved", () => {
  const asking = (properties: object, more: object = {}) => Form.safeParse({ type: "object", properties, ...more });
  test.each<[string, ReturnType<typeof asking>]>([
    ["a keyword beyond the part that is read", asking({ a: { type: "string", pattern: "(a+)+$" } })],
    ["a kind of field that there is not", asking({ a: { type: "object", properties: {} } })],
    ["a list of lists", asking({ a: { type: "array", items: { type: "array", items: { type: "string" } } } })],
    ["no field at all", asking({})],
    ["a required field that is not there", asking({ a: { type: "string" } }, { required: ["b"] })],
    ["a default that is no answer", asking({ a: { type: "integer", maximum: 3, default: 4 } })],
    ["bounds that cross", asking({ a: { type: "number", minimum: 2, maximum: 1 } })],
    ["the same choice twice", asking({ a: { type: "string", enum: ["x", "x"] } })],
    ["a name that objects have already", asking({ constructor: { type: "string" } })],
    ["more fields than anybody fills in", asking(Object.fromEntries(Array.from({ length: 31 }, (_, i) => [`a${i}`, { type: "string" }])))],
  ])("%s", (_what, parsed) => {
    expect(parsed.success).toBe(false);
  });
});

test("fields are asked in the order in which they were written, whatever order a store keeps names in", () => {
  const sorted = Object.fromEntries(Object.entries(form.properties).sort(([a], [b]) => (a < b ? -1 : 1)));
  expect(fieldsOf(Form.parse({ ...form, properties: sorted })).map(([name]) => name)).toEqual(Object.keys(form.properties));
});

test("a form opens with its defaults, and a dry run has answers that fit", () => {
  expect(firstAnswers(form)).toEqual({ copies: 2, urgent: false });
  expect(answersSchema(form).safeParse(sampleAnswers(form)).success).toBe(true);
});

test("a field without a title is called by its name", () => {
  expect(["copyTo", "max_amount", "on"].map((name) => titleOf(name, {}))).toEqual(["Copy to", "Max amount", "On"]);
});
