import { randomBytes } from "node:crypto";
import { sortableId } from "./ids.ts";

/** A new id of the given kind (`exe`, `key`, …), sortable by its creation. */
export function newId(prefix: string, now: Date = new Date()): string {
  return sortableId(prefix, now.getTime(), randomBytes(10));
}
