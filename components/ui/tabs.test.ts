import { expect, test } from "vitest";
import { placeAfter } from "./tabs.tsx";

test("arrows walk the tabs as they are seen, round and round", () => {
  const ltr = { count: 3, isRtl: false };
  expect(["ArrowRight", "ArrowLeft", "Home", "End"].map((key) => placeAfter(key, 2, ltr))).toEqual([0, 1, 0, 2]);
  expect(["ArrowRight", "ArrowLeft"].map((key) => placeAfter(key, 0, { count: 3, isRtl: true }))).toEqual([2, 1]);
  expect(placeAfter("a", 0, ltr)).toBeUndefined();
});
