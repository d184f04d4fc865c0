import { causeId, hashText } from "#lib/kernel/hash.ts";
import { canonicalJson, type Json } from "#lib/kernel/json.ts";
import type { PayloadWrite } from "./store.ts";

/** A value as a payload of an execution. Its id comes from its content, so the same bytes are stored once. */
export function payloadOf(executionId: string, value: Json): PayloadWrite {
  const text = canonicalJson(value);
  const hash = hashText(text);
  return { ref: { id: causeId("pay", executionId, hash), hash, bytes: text.length }, value };
}

/** A short line for lists and the log: at most 200 characters, on one line. */
export function previewOf(value: Json): string {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  const line = text.replace(/\s+/g, " ").trim();
  return line.length > 200 ? `${line.slice(0, 199)}…` : line;
}
