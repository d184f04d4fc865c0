import { isRecord, type Json } from "#lib/kernel/json.ts";
import type { Finding } from "./finding.ts";

const leftovers = /^(?:undefined|\[object Object\]|NaN|Infinity|null|#REF!|#N\/A|#VALUE!|Invalid Date)$|\{\{[^{}]{0,200}\}\}/;
const named = /(?:date|at|on|due|start|end|birthday|dob)$/i;
const dated = /^(\d{4})-(\d{2})-(\d{2})(?:$|T)/;
const keys = ["id", "email", "phone"] as const;

/** Values that would be written down wrong: broken text, days that do not exist, rows that are there twice, what a program left over. */
export function findIntegrity(params: Json): Finding[] {
  const found: Finding[] = [];
  const add = (kind: string, path: string, reason: string) => found.push({ detector: "integrity", kind, severity: "medium", reason, path });
  const waiting: { value: Json; path: string }[] = [{ value: params, path: "params" }];
  for (let next = waiting.pop(); next !== undefined && found.length < 50; next = waiting.pop()) {
    const { value, path } = next;
    if (typeof value === "string") {
      if (value.includes("\ufffd") || value.includes("\0") || !value.isWellFormed())
        add("broken-text", path, "a text that was read in the wrong encoding");
      if (leftovers.test(value)) add("leftover", path, `“${value.slice(0, 40)}”, which a program left over`);
      if (named.test(path) && isNoDay(value)) add("no-such-day", path, `${value.slice(0, 10)} is not a day`);
    } else if (Array.isArray(value)) {
      for (const key of keys) {
        const doubled = twice(value, key);
        if (doubled !== undefined) add("doubled", path, `two rows have the ${key} ${doubled}`);
      }
      for (const [index, item] of value.entries()) waiting.push({ value: item, path: `${path}[${index}]` });
    } else if (isRecord(value))
      for (const [key, item] of Object.entries(value)) waiting.push({ value: item as Json, path: `${path}.${key}` });
  }
  return found;
}

function isNoDay(text: string): boolean {
  const day = dated.exec(text);
  if (!day) return false;
  const [year, month, date] = [Number(day[1]), Number(day[2]), Number(day[3])];
  const real = new Date(Date.UTC(year, month - 1, date));
  return real.getUTCMonth() !== month - 1 || real.getUTCDate() !== date;
}

function twice(rows: Json[], key: string): string | undefined {
  const seen = new Set<string>();
  for (const row of rows) {
    const value = isRecord(row) ? row[key] : undefined;
    if (typeof value !== "string" && typeof value !== "number") continue;
    const text = String(value).trim().toLowerCase();
    if (seen.has(text)) return text.slice(0, 60);
    seen.add(text);
  }
  return;
}

const unfinished =
  /\b(?:TODO|TBD|FIXME|XXX)\b|\blorem ipsum\b|\[(?:insert|your|name|company|client|date|amount|address|placeholder|enter|add)[^\]\n]{0,40}\]|<(?:insert|your|name|company)[^>\n]{0,40}>|\{\{[^{}\n]{0,80}\}\}|\bas an ai (?:language )?model\b|\bI (?:cannot|can't) (?:help|assist) with that\b|\[להשלים\]|\[שם[^\]\n]{0,20}\]/gi;

/** What a text still lacks before it may be shown. */
export function findPlaceholders(text: string): Finding[] {
  return [...text.matchAll(unfinished)].slice(0, 20).map(({ 0: said, index }) => ({
    detector: "placeholders",
    kind: "unfinished",
    severity: "medium",
    reason: `“${said.slice(0, 40)}” still stands in it`,
    span: { start: index, end: index + said.length },
  }));
}
