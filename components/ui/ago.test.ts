import { expect, test } from "vitest";
import { ago, took } from "./ago.ts";

const now = Date.UTC(2026, 10, 20, 12);
const minute = 60_000;

test("a time is said by its distance, before and after", () => {
  expect(ago(now - 20_000, now)).toBe("just now");
  expect(ago(now - 5 * minute, now)).toBe("5 min ago");
  expect(ago(now + 90 * minute, now)).toBe("in 1 h");
  expect(ago(now - 25 * 60 * minute, now)).toBe("1 day ago");
});

test("a duration is said in the two units that matter", () => {
  expect([0, 999, 3_240, 250_000, 3_720_000].map(took)).toEqual(["0 ms", "999 ms", "3.2 s", "4 min 10 s", "1 h 2 min"]);
});
