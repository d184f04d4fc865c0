import { z } from "zod";

const shape = z.tuple([z.string(), z.string()]);

/** Where a list goes on: the last row's sort key and id. Opaque to callers, who must not build one. */
export type Position = { after: string; id: string };

export function cursorOf({ after, id }: Position): string {
  return btoa(JSON.stringify([after, id]))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
}

export const Cursor = z
  .string()
  .max(500)
  .regex(/^[A-Za-z0-9_-]+$/, "not a cursor of ours")
  .transform((text, context): Position => {
    try {
      const [after, id] = shape.parse(JSON.parse(atob(text.replaceAll("-", "+").replaceAll("_", "/"))));
      return { after, id };
    } catch {
      context.addIssue({ code: "custom", message: "not a cursor of ours" });
      return z.NEVER;
    }
  });

export const Limit = z.coerce.number().int().min(1).max(200).default(50);

/** `rows` are one more than `limit`, which tells whether there is a next page without a second query. */
export function page<Row>(rows: Row[], limit: number, positionOf: (row: Row) => Position): { data: Row[]; nextCursor: string | null } {
  const data = rows.slice(0, limit);
  const last = data.at(-1);
  return { data, nextCursor: rows.length > limit && last ? cursorOf(positionOf(last)) : null };
}
