import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { holds } from "./expression.ts";
import { candidateKeys, matchKey } from "./match-key.ts";

const trigger = { data: { id: "a", n: 7, ok: true, deep: { id: "d" } } };

test.each([
  ["event.data.id == async.data.id", 'data.id="a"'],
  ["async.data.other == event.data.n", "data.other=7"],
  ["event.data.deep.id == async.data.x.y", 'data.x.y="d"'],
  ["async.data.id == event.data.id && async.data.ok == true", 'data.id="a"'],
  ["event.data.id == async.data.id || true", null],
  ["(event.data.id == async.data.id)", null],
  ["event.data.id != async.data.id", null],
  ["event.data.id == async.data.id ? true : true", null],
  ["async.data.ok == true", null],
  ["event.data.missing == async.data.id", null],
  ["event.data.deep == async.data.deep", null],
  [undefined, null],
])("the key of %s is %s", (condition, key) => {
  expect(matchKey(condition, trigger)).toBe(key);
});

test("a candidate with very many fields is evaluated and not looked up", () => {
  expect(candidateKeys({ data: Object.fromEntries(Array.from({ length: 500 }, (_, i) => [`k${i}`, i])) })).toBeNull();
});

describe("a lookup loses nobody", () => {
  const scalar = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null), fc.double({ noNaN: true }));
  const path = fc.constantFrom("data.a", "data.b", "data.c.d", "ts");
  const event = fc.record({
    ts: fc.integer(),
    data: fc.record({ a: scalar, b: scalar, c: fc.record({ d: scalar }) }, { requiredKeys: [] }),
  });
  const condition = fc
    .tuple(path, path, fc.constantFrom("", " && async.data.a == event.data.b", " && true", " || true"))
    .map(([left, right, more]) => `event.${left} == async.${right}${more}`);

  test("whatever holds bears the key", () => {
    fc.assert(
      fc.property(event, event, condition, (of, candidate, text) => {
        const key = matchKey(text, of);
        const keys = candidateKeys(candidate);
        if (key !== null && keys !== null && holds(text, { event: of, async: candidate })) expect(keys).toContain(key);
      }),
      { numRuns: 1_000 },
    );
  });
});
