import type { Source } from "#lib/kernel/complete.ts";
import { isRecord, type Json } from "#lib/kernel/json.ts";
import { cut } from "./fields.ts";

const maxSources = 60;
const maxCharsEach = 12_000;

/**
 * Whatever there is to read, as sources: texts, documents, events, contacts, answers of the web, whole outputs and lists of them.
 * What a text already cites stays with it, so that a text made from a summary can name the documents behind it.
 */
export function sourcesOf(material: Json): Source[] {
  const sources: Source[] = [];
  const seen = new Set<string>();
  gather(material, (source) => {
    const key = `${source.url}\n${source.title}\n${source.text}`;
    if (source.text.trim() === "" || seen.has(key) || sources.length >= maxSources) return;
    seen.add(key);
    sources.push({ ...source, text: cut(source.text, maxCharsEach) });
  });
  return sources;
}

function gather(value: Json, keep: (source: Source) => void, depth = 0): void {
  if (depth > 6) return;
  if (typeof value === "string") return keep({ title: "", url: "", text: value });
  if (Array.isArray(value))
    return value.forEach((one) => {
      gather(one, keep, depth + 1);
    });
  if (!isRecord(value)) return;
  const item = value as { [key: string]: Json };
  for (const inner of ["results", "documents", "items", "sources"])
    if (Array.isArray(item[inner])) return gather(item[inner], keep, depth + 1);
  const text = textOf(item);
  if (text !== "")
    keep({ title: firstText(item, ["title", "subject", "name"]), url: firstText(item, ["url", "link"]), text, ...dateOf(item) });
}

function textOf(item: { [key: string]: Json }): string {
  const written = firstText(item, ["text", "body", "content", "summary", "snippet", "description", "message"]);
  if (typeof item["start"] === "string")
    return saying([firstText(item, ["title"]), `${item["start"]}`, firstText(item, ["location"]), peopleIn(item["attendees"]), written]);
  if (typeof item["email"] === "string")
    return saying([
      firstText(item, ["name"]),
      firstText(item, ["role"]),
      firstText(item, ["organisation"]),
      `${item["email"]}`,
      firstText(item, ["notes"]),
    ]);
  if (written !== "") return written;
  if (isRecord(item["body"]) || Array.isArray(item["body"])) return JSON.stringify(item["body"]);
  return saying(
    Object.entries(item).flatMap(([key, one]) => (typeof one === "string" || typeof one === "number" ? [`${key}: ${one}`] : [])),
  );
}

const saying = (parts: string[]): string => parts.filter((part) => part !== "").join(", ");

const peopleIn = (value: Json | undefined): string =>
  Array.isArray(value) ? value.flatMap((one) => (isRecord(one) && typeof one["name"] === "string" ? [one["name"]] : [])).join(", ") : "";

function firstText(item: { [key: string]: Json }, keys: string[]): string {
  for (const key of keys) {
    const value = item[key];
    if (typeof value === "string" && value.trim() !== "") return value;
  }
  return "";
}

function dateOf(item: { [key: string]: Json }): { date?: string } {
  const date = firstText(item, ["date", "start"]).slice(0, 10);
  return /^\d{4}-\d{2}-\d{2}$/.test(date) ? { date } : {};
}

const hebrew = /[\u05d0-\u05ea]/g;

/** The language that most of the letters are written in. */
export function languageOf(texts: string[]): "en" | "he" {
  const sample = texts.join(" ").slice(0, 20_000);
  return (sample.match(hebrew)?.length ?? 0) > (sample.match(/[a-z]/gi)?.length ?? 0) / 2 ? "he" : "en";
}
