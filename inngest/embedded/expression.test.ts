import { expect, test } from "vitest";
import { holds, keyOf, numberOf, parse } from "./expression.ts";

test.each([
  ["event.data.n > 5", { n: 6 }, true],
  ["event.data.n % 2 == 0", { n: 4 }, true],
  ["event.data.p > 1.5", { p: 2 }, true],
  ["event.data.p == 2", { p: 2.5 }, false],
  ["event.data.missing == 1", {}, false],
  ["has(event.data.a) && event.data.a == 'x'", { a: "x" }, true],
  ["event.data.list.exists(i, i == 'b')", { list: ["a", "b"] }, true],
  ["event.data.n", { n: 1 }, false],
  ["event.data.constructor == 1", {}, false],
  ["event.data.__proto__.x == 1", {}, false],
])("%s of %j is %s", (condition, data, expected) => {
  expect(holds(condition, { event: { data } })).toBe(expected);
});

test("no condition always holds", () => {
  expect(holds(undefined, { event: {} })).toBe(true);
  expect(holds("", { event: {} })).toBe(true);
});

test("`event` is the trigger and `async` the candidate", () => {
  expect(holds("event.data.id == async.data.id", { event: { data: { id: "a" } }, async: { data: { id: "a" } } })).toBe(true);
  expect(holds("event.data.id == async.data.id", { event: { data: { id: "a" } }, async: { data: { id: 1 } } })).toBe(false);
});

test("a key is text whatever its type, and what cannot be evaluated shares one", () => {
  expect(keyOf("event.data.k", { event: { data: { k: { a: 1 } } } })).toBe('{"a":1}');
  expect(keyOf('event.data.a + "-" + event.data.b', { event: { data: { a: "x", b: "y" } } })).toBe("x-y");
  expect(keyOf("event.data.none", { event: { data: {} } })).toBe("");
});

test("a number may be asked for by a condition", () => {
  expect(numberOf("event.data.urgent ? 120 : 0", { event: { data: { urgent: true } } })).toBe(120);
  expect(numberOf("event.data.none", { event: { data: {} } })).toBeUndefined();
});

test("what is not an expression is refused", () => {
  expect(() => parse("event.data.")).toThrow();
});
