import { expect, test } from "vitest";
import { type Attempts, giveBack, limitsOf, take, windowMs } from "./throttle.ts";

const tries = (
  count: number,
  emailOf: (index: number) => string,
  addressOf: (index: number) => string,
  attempts: Attempts = new Map(),
  now = 0,
) => Array.from({ length: count }, (_, index) => take(attempts, limitsOf(emailOf(index), addressOf(index)), now)).filter(Boolean).length;

test("ten wrong passwords for one account are tried, and no more", () => {
  expect(
    tries(
      200,
      () => "a@x",
      () => "1.1.1.1",
    ),
  ).toBe(10);
});

test("ten accounts are tried from one address, and no more", () => {
  expect(
    tries(
      200,
      (index) => `${index}@x`,
      () => "1.1.1.1",
    ),
  ).toBe(10);
});

test("an account under attack from everywhere closes after a hundred", () => {
  expect(
    tries(
      300,
      () => "a@x",
      (index) => `1.1.1.${index}`,
    ),
  ).toBe(100);
});

test("another account at another address is not concerned", () => {
  const attempts: Attempts = new Map();
  tries(
    50,
    () => "a@x",
    () => "1.1.1.1",
    attempts,
  );
  expect(take(attempts, limitsOf("b@x", "2.2.2.2"), 0)).toBe(true);
});

test("after the window it is tried again", () => {
  const attempts: Attempts = new Map();
  tries(
    50,
    () => "a@x",
    () => "1.1.1.1",
    attempts,
  );
  expect(take(attempts, limitsOf("a@x", "1.1.1.1"), windowMs - 1)).toBe(false);
  expect(take(attempts, limitsOf("a@x", "1.1.1.1"), windowMs)).toBe(true);
});

test("who signs in often is never kept out", () => {
  const attempts: Attempts = new Map();
  const limits = limitsOf("a@x", "1.1.1.1");
  for (let time = 0; time < 50; time++) {
    expect(take(attempts, limits, time)).toBe(true);
    giveBack(attempts, limits);
  }
});

test("a right password does not wipe out what was tried before it", () => {
  const attempts: Attempts = new Map();
  tries(
    9,
    () => "a@x",
    () => "1.1.1.1",
    attempts,
  );
  const own = limitsOf("mine@x", "1.1.1.1");
  take(attempts, own, 0);
  giveBack(attempts, own);
  expect(
    tries(
      5,
      () => "a@x",
      () => "1.1.1.1",
      attempts,
    ),
  ).toBe(1);
});
