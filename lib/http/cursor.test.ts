import { expect, test } from "vitest";
import { Cursor, cursorOf, page } from "./cursor.ts";

test("a cursor comes back as the position that it was made of", () => {
  const position = { after: "2026-11-20T10:00:00.000Z", id: "exe_1" };
  expect(Cursor.parse(cursorOf(position))).toEqual(position);
});

test.each(["", "e30", "bm8", "not base64!", `${cursorOf({ after: "a", id: "b" })}x=`, "WzEsMl0"])("%j is no cursor", (text) => {
  expect(Cursor.safeParse(text).success).toBe(false);
});

test("the last page has no cursor, and a full one has", () => {
  const rows = ["a", "b", "c"];
  const positionOf = (id: string) => ({ after: "t", id });
  expect(page(rows, 3, positionOf)).toEqual({ data: rows, nextCursor: null });
  expect(page(rows, 2, positionOf)).toEqual({ data: ["a", "b"], nextCursor: cursorOf({ after: "t", id: "b" }) });
});
