import { expect, test } from "vitest";
import { Cursor, cursorOf, page } from "./cursor.ts";

const position = { after: "2026-11-20T10:00:00.000Z", id: "exe_1" };

test("a cursor comes back as the position that it was made of", () => {
  expect(Cursor.parse(cursorOf(position))).toEqual(position);
});

test.each(["", "e30", "bm8", "not base64!", `${cursorOf(position)}=`, "WzEsMl0", cursorOf({ after: "yesterday", id: "x" })])(
  "%j is no cursor",
  (text) => {
    expect(Cursor.safeParse(text).success).toBe(false);
  },
);

test("the last page has no cursor", () => {
  expect(page({ data: ["a"], next: null })).toEqual({ data: ["a"], nextCursor: null });
  expect(page({ data: ["a"], next: position })).toEqual({ data: ["a"], nextCursor: cursorOf(position) });
});
