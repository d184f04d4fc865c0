import type { Json } from "#lib/kernel/json.ts";
import type { Answers, Form, FormField } from "#lib/safety/approvals/form.ts";
import { firstAnswers } from "#lib/safety/approvals/form-parts.ts";

/** What stands in the fields: words as they are typed, ticks, and what is ticked of a list. */
export type Draft = Record<string, string | boolean | string[]>;

/** The form as it is opened: what was answered so far, else its defaults. */
export function draftOf(form: Form, values: Answers = firstAnswers(form)): Draft {
  return Object.fromEntries(Object.entries(form.properties).map(([name, field]) => [name, typed(field, values[name])]));
}

function typed(field: FormField, value: Json | undefined): string | boolean | string[] {
  if (field.type === "boolean") return value === true;
  if (field.type === "array") {
    const items = Array.isArray(value) ? value.map(String) : [];
    return hasChoices(field) ? items : items.join("\n");
  }
  return value === undefined || value === null ? "" : String(value);
}

/** Whether a list is ticked rather than written. */
export function hasChoices(field: Extract<FormField, { type: "array" }>): field is typeof field & { items: { enum: string[] } } {
  return field.items.type === "string" && field.items.enum !== undefined;
}

/** The draft as data. What is left empty is not answered; what reads as no number stays as it was typed, and is told so. */
export function answersIn(form: Form, draft: Draft): Answers {
  return Object.fromEntries(
    Object.entries(form.properties).flatMap(([name, field]): [string, Json][] => {
      const value = valueIn(field, draft[name] ?? "");
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

function valueIn(field: FormField, raw: string | boolean | string[]): Json | undefined {
  if (typeof raw === "boolean") return raw;
  if (field.type !== "array") return Array.isArray(raw) || raw.trim() === "" ? undefined : scalarOf(field.type, raw.trim());
  const items = Array.isArray(raw) ? raw : raw.split("\n").filter((line) => line.trim() !== "");
  return items.map((item) => scalarOf(field.items.type, item.trim()));
}

function scalarOf(type: string, text: string): Json {
  if (type !== "number" && type !== "integer") return text;
  const number = Number(text);
  return Number.isFinite(number) ? number : text;
}

/** What checks answers, read when there is something to check. */
export const readChecks = () => import("#lib/safety/approvals/form.ts");

/** What is wrong, by field; empty: it can be sent. */
export async function wrongIn(form: Form, answers: Answers): Promise<Record<string, string>> {
  const { answersSchema } = await readChecks();
  const parsed = answersSchema(form).safeParse(answers);
  return parsed.success ? {} : firstOfEach(parsed.error.issues.map(({ path, message }) => ({ name: String(path[0]), because: message })));
}

const under = "form.values.";

/** The same, as the server says it. */
export function refusedIn(errors: { path: string; because: string }[]): Record<string, string> {
  return firstOfEach(
    errors
      .filter(({ path }) => path.startsWith(under))
      .map(({ path, because }) => ({ name: path.slice(under.length).split(/[.[]/, 1)[0] ?? "", because })),
  );
}

function firstOfEach(wrong: { name: string; because: string }[]): Record<string, string> {
  return Object.fromEntries(wrong.toReversed().map(({ name, because }) => [name, because]));
}
