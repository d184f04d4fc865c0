import { z } from "zod";
import type { Place } from "#lib/execution/read-snapshot.ts";

const Parts = z.tuple([z.iso.datetime(), z.string().min(1).max(100)]);

/** Opaque to callers: what it holds may change. */
export function cursorOf({ after, id }: Place): string {
  return btoa(JSON.stringify([after, id]))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
}

export const Cursor = z
  .string()
  .max(500)
  .regex(/^[A-Za-z0-9_-]+$/, "not a cursor of ours")
  .transform((text, context): Place => {
    try {
      const [after, id] = Parts.parse(JSON.parse(atob(text.replaceAll("-", "+").replaceAll("_", "/"))));
      return { after, id };
    } catch {
      context.addIssue({ code: "custom", message: "not a cursor of ours" });
      return z.NEVER;
    }
  });

export const Limit = z.coerce.number().int().min(1).max(200).default(50);

export function page<Row>({ data, next }: { data: Row[]; next: Place | null }): { data: Row[]; nextCursor: string | null } {
  return { data, nextCursor: next && cursorOf(next) };
}
