import { expect, test } from "vitest";
import { strangers } from "./strangers.ts";

test("an address that keeps failing is closed until its minute is over, and no other with it", () => {
  let now = 0;
  const knock = strangers(() => now);
  const answers = Array.from({ length: 121 }, () => knock("198.51.100.7").closedForSeconds);
  expect(answers.slice(0, 120)).toEqual(Array(120).fill(0));
  expect(answers.at(-1)).toBe(60);
  expect(knock("198.51.100.8").closedForSeconds).toBe(0);
  now = 60_000;
  expect(knock("198.51.100.7").closedForSeconds).toBe(0);
});
