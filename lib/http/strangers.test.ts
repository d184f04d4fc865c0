import { expect, test } from "vitest";
import { addressOf, strangers } from "./strangers.ts";

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

test("the address is what the nearest proxy saw, whatever the caller wrote before it", () => {
  expect(addressOf(new Headers({ "x-forwarded-for": "10.0.0.1, 203.0.113.9" }))).toBe("203.0.113.9");
});
