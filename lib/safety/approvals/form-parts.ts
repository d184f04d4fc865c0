import type { Json } from "#lib/kernel/json.ts";
import type { Answers, Form, FormField } from "./form.ts";

// What a page shows of a form, without what checks it.

/** The fields as they are asked, those that no order names last. */
export function fieldsOf({ properties, order = [] }: Form): [name: string, field: FormField][] {
  const names = new Set([...order, ...Object.keys(properties)]);
  return [...names].flatMap((name): [string, FormField][] => {
    const field = properties[name];
    return field ? [[name, field]] : [];
  });
}

/** What a form holds before anybody filled it in. */
export function firstAnswers({ properties }: Form): Answers {
  return Object.fromEntries(
    Object.entries(properties).flatMap(([name, field]): [string, Json][] => {
      if (field.type === "array") return [];
      if (field.default !== undefined) return [[name, field.default]];
      return field.type === "boolean" ? [[name, false]] : [];
    }),
  );
}

/** A field's name for people. */
export function titleOf(name: string, { title }: Pick<FormField, "title">): string {
  if (title !== undefined) return title;
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .replaceAll("_", " ")
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
