import { expect, test } from "vitest";
import { lineOf, sum, tallyOf } from "./tally.ts";

test("a part's last tally counts, and a bad end is a failure whatever was said", () => {
  expect(tallyOf("1 passed, 1 failed\nnoise\n7 passed, 0 failed, 2 skipped\n", 0)).toEqual({ passed: 7, failed: 0, skipped: 2 });
  expect(tallyOf("7 passed, 0 failed\n", 1)).toEqual({ passed: 7, failed: 1, skipped: 0 });
  expect(tallyOf("no line", 0)).toEqual({ passed: 0, failed: 0, skipped: 0 });
});

test("the line of the whole names what was skipped only when something was", () => {
  const one = { passed: 1, failed: 0, skipped: 0 };
  expect(lineOf(sum([one, one]))).toBe("2 passed, 0 failed");
  expect(lineOf(sum([one, { ...one, skipped: 3 }]))).toBe("2 passed, 0 failed, 3 skipped");
});
