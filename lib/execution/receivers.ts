import type { Json } from "#lib/kernel/json.ts";
import { isRecord } from "#lib/kernel/record.ts";

const fields = ["to", "recipients", "attendees", "email", "url"];

/** To whom or to where a payload goes, in the words that it holds. */
export function receiversOf(payload: Json): string[] {
  if (!isRecord(payload)) return [];
  return fields.flatMap((field) => namesIn(payload[field]));
}

/** The people or places that a value names. */
export function namesIn(value: Json | undefined): string[] {
  if (typeof value === "string") return value === "" ? [] : [value];
  if (Array.isArray(value)) return value.flatMap(namesIn);
  if (!isRecord(value)) return [];
  const { name, email } = value;
  const said = [name, email].filter((part): part is string => typeof part === "string" && part !== "");
  return said.length === 0 ? [] : [said.join(", ")];
}
