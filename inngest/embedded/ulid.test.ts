import { expect, test } from "vitest";
import { ulid, ulidOf } from "./ulid.ts";

test("ids of one process are distinct and sort as they were made", () => {
  const ids = Array.from({ length: 5_000 }, ulid);
  expect(new Set(ids).size).toBe(5_000);
  expect(ids.toSorted()).toEqual(ids);
  expect(ids.every((id) => /^[0-9A-HJKMNP-TV-Z]{26}$/.test(id))).toBe(true);
});

test("the same time and entropy give the same id", () => {
  const entropy = new Uint8Array([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  expect(ulidOf(1_795_211_312_057, entropy)).toBe(ulidOf(1_795_211_312_057, entropy));
  expect(ulidOf(1_795_211_312_057, entropy).slice(0, 10)).toBe("01M7XEXEXS");
  expect(ulidOf(1, entropy)).not.toBe(ulidOf(2, entropy));
});
