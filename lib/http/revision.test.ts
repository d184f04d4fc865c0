import { expect, test } from "vitest";
import { etagOf, expectedRevision, isKnown } from "./revision.ts";

test.each([
  [etagOf(3), { ok: true, value: 3 }],
  ["*", { ok: true, value: undefined }],
  [undefined, { ok: true, value: undefined }],
])("If-Match %s", (tag, expected) => {
  expect(expectedRevision(new Headers(tag === undefined ? {} : { "if-match": tag }))).toEqual(expected);
});

test.each(['"3", "4"', "3", 'W/"3"', '"x"', ""])("If-Match %s is refused", (tag) => {
  expect(expectedRevision(new Headers({ "if-match": tag }))).toMatchObject({ ok: false, refusal: { code: "invalid" } });
});

test("If-None-Match knows a revision among several, weak or strong", () => {
  expect(isKnown(new Headers({ "if-none-match": 'W/"2", "3"' }), 3)).toBe(true);
  expect(isKnown(new Headers({ "if-none-match": 'W/"3"' }), 3)).toBe(true);
  expect(isKnown(new Headers({ "if-none-match": '"33"' }), 3)).toBe(false);
  expect(isKnown(new Headers(), 3)).toBe(false);
});
