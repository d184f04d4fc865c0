import { causeId, hashText } from "#lib/kernel/hash.ts";
import { canonicalJson, isRecord, type Json } from "#lib/kernel/json.ts";
import type { PayloadWrite } from "./store.ts";

/** A value as a payload of an execution. Its id comes from its content, so the same bytes are stored once. */
export function payloadOf(executionId: string, value: Json): PayloadWrite {
  const text = canonicalJson(value);
  const hash = hashText(text);
  return { ref: { id: causeId("pay", executionId, hash), hash, bytes: text.length }, value };
}

/**
 * What a value is, in a short line for lists and the log: "results: 12 items, text: 840 characters". It tells the shape and never the content,
 * so that whatever was read or written stays in its sealed payload.
 */
export function previewOf(value: Json): string {
  if (!isRecord(value)) return shapeOf(value);
  const fields = Object.entries(value).filter(([name]) => plainName.test(name));
  const shown = fields.slice(0, fieldsShown).map(([name, inner]) => `${name}: ${shapeOf(inner as Json)}`);
  const rest = Object.keys(value).length - shown.length;
  return [...shown, ...(rest > 0 ? [`${rest} more`] : [])].join(", ") || "nothing";
}

const fieldsShown = 4;
const plainName = /^[A-Za-z][A-Za-z0-9_]{0,30}$/;

function shapeOf(value: Json): string {
  if (value === null) return "nothing";
  if (typeof value === "string") return counted(value.length, "character");
  if (Array.isArray(value)) return counted(value.length, "item");
  return typeof value === "object" ? counted(Object.keys(value).length, "field") : typeof value;
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? "" : "s"}`;
}
