import { z } from "zod";
import type { Json } from "#lib/kernel/json.ts";

/**
 * The questions that an approver answers with the decision: a part of JSON Schema small enough that every field has one plain control.
 * A keyword outside it is refused where it stands, and never read as if it were not there.
 */
const Words = { title: z.string().trim().min(1).max(120).optional(), description: z.string().trim().max(500).optional() };
const Length = z.int().min(0).max(4_000);
const Choice = z.string().min(1).max(200);

const TextField = z.strictObject({
  ...Words,
  type: z.literal("string"),
  enum: z.array(Choice).min(1).max(50).optional(),
  format: z.enum(["date", "email"]).optional(),
  minLength: Length.optional(),
  maxLength: Length.optional(),
  default: z.string().max(4_000).optional(),
});
const NumberField = z.strictObject({
  ...Words,
  type: z.enum(["number", "integer"]),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  default: z.number().optional(),
});
const BooleanField = z.strictObject({ ...Words, type: z.literal("boolean"), default: z.boolean().optional() });
export const SimpleField = z.discriminatedUnion("type", [TextField, NumberField, BooleanField]);
export type SimpleField = z.infer<typeof SimpleField>;

const ListField = z.strictObject({
  ...Words,
  type: z.literal("array"),
  items: z.discriminatedUnion("type", [TextField, NumberField]),
  minItems: z.int().min(0).max(100).optional(),
  maxItems: z.int().min(1).max(100).optional(),
  uniqueItems: z.boolean().optional(),
});
export const FormField = z.discriminatedUnion("type", [TextField, NumberField, BooleanField, ListField]);
export type FormField = z.infer<typeof FormField>;

const FieldName = z.string().regex(/^[A-Za-z][A-Za-z0-9_]{0,59}$/, "a field's name is a letter, then letters, digits or _");
const refusedNames = new Set(["constructor", "prototype"]);
const fieldsAtMost = 30;

export const Form = z
  .strictObject({
    ...Words,
    type: z.literal("object"),
    properties: z.record(FieldName, FormField),
    required: z.array(FieldName).max(fieldsAtMost).default([]),
    additionalProperties: z.literal(false).optional(),
    /** In which order the fields are asked; as they were written, where nothing is said. What is stored knows no order of names. */
    order: z.array(FieldName).max(fieldsAtMost).optional(),
  })
  .overwrite((form) => ({ ...form, order: form.order ?? Object.keys(form.properties) }))
  .check(({ value, issues }) => {
    const refuse = (path: string[], message: string) => issues.push({ code: "custom", message, path, input: value });
    const names = Object.keys(value.properties);
    if (names.length === 0) refuse(["properties"], "a form has at least one field");
    if (names.length > fieldsAtMost) refuse(["properties"], `a form has ${fieldsAtMost} fields at the most`);
    for (const name of value.order ?? []) if (!names.includes(name)) refuse(["order"], `there is no field \`${name}\``);
    for (const name of value.required) if (!names.includes(name)) refuse(["required"], `there is no field \`${name}\``);
    for (const [name, field] of Object.entries(value.properties)) {
      const wrong = refusedNames.has(name) ? "is a name that no field can have" : contradictionIn(field);
      if (wrong !== undefined) refuse(["properties", name], wrong);
    }
  });
export type Form = z.infer<typeof Form>;
export type Answers = Record<string, Json>;

/** What no answer could satisfy, or a default that is no answer. */
function contradictionIn(field: FormField): string | undefined {
  switch (field.type) {
    case "string":
      if ((field.minLength ?? 0) > (field.maxLength ?? 4_000)) return "asks for more characters than it allows";
      if (field.enum && new Set(field.enum).size !== field.enum.length) return "names a choice twice";
      break;
    case "number":
    case "integer":
      if ((field.minimum ?? -Infinity) > (field.maximum ?? Infinity)) return "asks for more than it allows";
      break;
    case "array":
      if ((field.minItems ?? 0) > (field.maxItems ?? 100)) return "asks for more items than it allows";
      return contradictionIn(field.items);
    case "boolean":
      break;
  }
  return field.default === undefined || fieldSchema(field).safeParse(field.default).success ? undefined : "its default is no answer to it";
}

/** What the answers are held to, on the page and on the server alike. */
export function answersSchema(form: Form): z.ZodType<Answers> {
  const shape = Object.entries(form.properties).map(([name, field]) => {
    const schema = fieldSchema(field);
    return [name, form.required.includes(name) ? schema : schema.optional()] as const;
  });
  return z.strictObject(Object.fromEntries(shape)) as unknown as z.ZodType<Answers>;
}

function fieldSchema(field: FormField): z.ZodType<Json> {
  switch (field.type) {
    case "string":
      return textSchema(field);
    case "number":
    case "integer":
      return numberSchema(field);
    case "boolean":
      return z.boolean("say yes or no");
    case "array":
      return listSchema(field);
  }
}

function textSchema({ enum: choices, format, minLength = 0, maxLength = 4_000 }: z.infer<typeof TextField>): z.ZodType<Json> {
  const text = z
    .string("is missing")
    .min(minLength, minLength === 1 ? "is missing" : `needs ${minLength} characters at least`)
    .max(maxLength, `has ${maxLength} characters at the most`);
  if (choices) return z.enum(choices, `is one of ${choices.join(", ")}`);
  if (format === "date") return text.pipe(z.iso.date("is a date, such as 2026-03-31"));
  if (format === "email") return text.pipe(z.email("is an address, such as name@example.org"));
  return text;
}

function numberSchema({ type, minimum = -Number.MAX_SAFE_INTEGER, maximum = Number.MAX_SAFE_INTEGER }: z.infer<typeof NumberField>) {
  const number = type === "integer" ? z.int("is a whole number") : z.number("is a number");
  return number.min(minimum, `is ${minimum} at least`).max(maximum, `is ${maximum} at the most`);
}

function listSchema({ items, minItems = 0, maxItems = 100, uniqueItems }: z.infer<typeof ListField>): z.ZodType<Json> {
  const list = z
    .array(fieldSchema(items), "is a list")
    .min(minItems, `needs ${minItems} at least`)
    .max(maxItems, `has ${maxItems} at the most`);
  return uniqueItems
    ? list.refine((values) => new Set(values.map((value) => JSON.stringify(value))).size === values.length, "names one twice")
    : list;
}

/** Answers as somebody might give them, for a dry run, in which nobody is asked. */
export function sampleAnswers(form: Form): Answers {
  return Object.fromEntries(Object.entries(form.properties).map(([name, field]) => [name, sampleOf(field)]));
}

function sampleOf(field: FormField): Json {
  switch (field.type) {
    case "string":
      if (field.default !== undefined) return field.default;
      if (field.enum) return field.enum[0] ?? "";
      if (field.format === "date") return "2026-01-01";
      return field.format === "email" ? "name@example.org" : "answer".padEnd(field.minLength ?? 0, ".").slice(0, field.maxLength ?? 4_000);
    case "number":
    case "integer":
      return field.default ?? Math.min(Math.max(1, Math.ceil(field.minimum ?? 1)), field.maximum ?? 1);
    case "boolean":
      return field.default ?? true;
    case "array":
      return Array.from({ length: Math.max(1, field.minItems ?? 1) }, () => sampleOf(field.items));
  }
}
