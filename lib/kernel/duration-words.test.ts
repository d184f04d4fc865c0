import { expect, test } from "vitest";
import { durationWords } from "./duration-words.ts";

test.each([
  [0, "0 ms"],
  [600, "600 ms"],
  [1_200, "1.2 s"],
  [60_000, "60 s"],
  [300_000, "5 min"],
  [630_000, "10.5 min"],
  [86_400_000, "24 h"],
])("%i ms are %s", (ms, words) => {
  expect(durationWords(ms)).toBe(words);
});
