import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  checkExpression,
  escapeTemplates,
  evaluate,
  evaluateCondition,
  expressionReferences,
  references,
  render,
  type Scope,
} from "./expression.ts";
import type { Json } from "./json.ts";

const scope: Scope = {
  steps: {
    search: {
      results: [
        { name: "One", url: "a", n: 2.5, in: 1 },
        { name: "Two", url: "b", n: 3 },
      ],
      ok: true,
      note: "{{ steps.search.ok }}",
    },
    "search-properties": { results: [{ url: "x" }, { url: "y" }] },
    count: 5,
  },
  context: { location: "Haifa" },
  input: { limit: 3, "lead-id": 7 },
  item: { id: 1 },
  index: 2,
};

const value = (expression: string, over: Partial<Scope> = {}) => {
  const outcome = evaluate(expression, { ...scope, ...over });
  return outcome.ok ? outcome.value : `refused: ${outcome.refusal.because}`;
};

test.each<[string, Json]>([
  ["steps.search.results.map(p, p.url)", ["a", "b"]],
  ["steps.search.results.map(p => p.url)", ["a", "b"]],
  ["steps.search.results.map((p) => p.n * 2)", [5, 6]],
  ["steps.search-properties.results.map(p => p.url)", ["x", "y"]],
  ['steps["search-properties"].results.size()', 2],
  ["steps.search.results[0].name", "One"],
  ["steps.search.results[0].in", 1],
  ["steps.search.results.filter(p => p.n > 2.7).map(p => p.name)", ["Two"]],
  ["steps.search.results.exists(p, p.name == 'Two') && steps.search.ok", true],
  ["steps.search.ok === true && 1 !== 2", true],
  ["join(steps.search.results.map(p, p.n), ', ')", "2.5, 3"],
  ["steps.search.results.map(p, p.name).join(' + ')", "One + Two"],
  ["default(steps.search.nothing, 5)", 5],
  ["steps.search.nothing.there.default('x')", "x"],
  ["has(steps.search.results[0].zip)", false],
  ["has(steps.search.ok)", true],
  ["size('שלום')", 4],
  ["steps.count + index", 7],
  ["steps.count / 2", 2],
  ["steps.count / 2.0", 2.5],
  ["steps.count * 1.5", 7.5],
  ["1 == 1.0 && steps.count == 5.0", true],
  ["0.1 + 0.2", 0.30000000000000004],
  ["9007199254740991", 9007199254740991],
  ["-3 % 2", -1],
  ["input['lead-id']", 7],
  ["'steps.a-b => {{ x }} ' + \"'\"", "steps.a-b => {{ x }} '"],
  ["{'a': {'b': [1, 'x', null, 2.5]}}", { a: { b: [1, "x", null, 2.5] } }],
  ["steps.search.ok ? 1 : 'no'", 1],
  ["timestamp('2026-01-02T03:04:05Z')", "2026-01-02T03:04:05.000Z"],
  ["timestamp('2026-01-02T23:04:05Z').getHours('Asia/Jerusalem')", 1],
  ["steps.search.note", "{{ steps.search.ok }}"],
  ["{{ steps.count }}", 5],
  [
    "[1, 2, 3].map(x, [1, 2].map(y, x * y))",
    [
      [1, 2],
      [2, 4],
      [3, 6],
    ],
  ],
])("%s", (expression, expected) => {
  expect(value(expression)).toEqual(expected);
});

describe("what leads out of the language is refused", () => {
  test.each([
    "steps.search.constructor",
    "item.constructor.constructor('return process')()",
    "item['__proto__']",
    'item["proto" + "type"]',
    "steps.search.prototype",
    "item.__proto__.polluted",
    "{'__proto__': 1}",
    "{'constructor': 1}",
    "item.toString",
    "item.hasOwnProperty('id')",
    "item.valueOf()",
    "process",
    "process.exit()",
    "globalThis",
    "global.process",
    "require('fs')",
    "import('fs')",
    "eval('1')",
    "Function('return 1')()",
    "this",
    "self",
    "window",
    "new Date()",
    "Date.now()",
    "Math.random()",
    "JSON.parse('1')",
    "Object.keys(item)",
    "Reflect.ownKeys(item)",
    "Symbol.iterator",
    "setTimeout(1)",
    "steps",
    "steps[item.id]",
    "steps.map(s, s)",
    "steps['a' + 'b'].x",
    "item = 1",
    "item++",
    "a; b",
    "() => 1",
    "x => x",
    "`$" + "{item}`",
    "while (true) {}",
    "for (;;) {}",
    "function f() {}",
    "let x = 1",
    "steps.search.results.map(constructor => 1).constructor",
    "'x'.matches('(a+)+$')",
    "cel.bind(a, 1, a + a)",
    "type(1)",
    "google",
    "google.protobuf",
    "b'bytes'",
    "bytes('x')",
    "5u",
    "'x'.repeat(1000000)",
    "'x'.replace('x', 'y')",
    "[1].reduce(a, b)",
    "f_walk([1], 1)",
    "f_has(item)",
    "@",
    "#",
    "$" + "{item}",
    "",
    "   ",
    "((((((",
    "1 +",
    "'open",
    '"open',
    "{{ item",
    "9007199254740993",
  ])("%s", (expression) => {
    expect(value(expression)).toMatch(/^refused: /);
  });

  test("no expression changes what it reads", () => {
    const before = JSON.stringify(scope);
    value("steps.search.results.map(p, p.url) + ['x']");
    expect(JSON.stringify(scope)).toBe(before);
  });
});

test("a field that data brought under a forbidden name is not there", () => {
  const item = JSON.parse('{"__proto__": {"admin": true}, "constructor": "x", "ok": 1}');
  expect(evaluate("item.admin", { steps: {}, item })).toMatchObject({ ok: false });
  expect(evaluate("item.ok", { steps: {}, item })).toEqual({ ok: true, value: 1 });
});

test("a condition over a missing field is false, and anything but true or false is refused", () => {
  const no = { ok: true, value: false };
  for (const missing of [
    "steps.gone.ok",
    "!steps.gone.ok",
    "steps.search.zip == 1",
    "steps.search.results[9].url == 'a'",
    "item.a.b.c",
    "context.nothing > 2",
  ])
    expect(evaluateCondition(missing, scope)).toEqual(no);
  expect(evaluateCondition("item.id == 1", { steps: {} })).toEqual(no);
  expect(evaluateCondition("1 + 1", scope)).toMatchObject({ ok: false });
  expect(evaluateCondition("steps.search.ok", scope)).toEqual({ ok: true, value: true });
});

test("the same expression serves values of different types, in any order", () => {
  const say = (item: Json) => evaluate("item + item", { steps: {}, item });
  for (const [item, expected] of [
    [1, 2],
    [1.5, 3],
    ["a", "aa"],
    [[1], [1, 1]],
  ] as [Json, Json][])
    expect(say(item)).toEqual({ ok: true, value: expected });
});

describe("work is bounded", () => {
  const long = { steps: { list: Array.from({ length: 20_000 }, (_, i) => ({ i, t: "x".repeat(100) })) } };
  test.each([
    "steps.list.map(a, steps.list.map(b, a.i + b.i))",
    "steps.list.exists(a, steps.list.exists(b, steps.list.exists(c, false)))",
    "steps.list.all(a, steps.list.all(b, a == b || true))",
    "steps.list.map(a, steps.list == steps.list)",
    "steps.list.map(a, a.t).join(',')",
    "[1,2,3,4,5,6,7,8,9,10].map(a, [1,2,3,4,5,6,7,8,9,10].map(b, [1,2,3,4,5,6,7,8,9,10].map(c, [1,2,3,4,5,6,7,8,9,10].map(d, [1,2,3,4,5,6,7,8,9,10].map(e, [1,2,3,4,5,6,7,8,9,10].map(f, [1,2,3,4,5,6,7,8,9,10].map(g, 1)))))))",
    `${"(".repeat(2_100)}1${")".repeat(1_900)}`,
    Array.from({ length: 1_500 }, () => "1").join("+"),
    `'${"x".repeat(5_000)}'`,
  ])("%#", (expression) => {
    const start = performance.now();
    expect(evaluate(expression, long)).toMatchObject({ ok: false });
    expect(performance.now() - start).toBeLessThan(2_000);
  });

  test("and a long list is still walked once", () => {
    expect(evaluate("steps.list.filter(a, a.i > 19997).map(a, a.i)", long)).toEqual({ ok: true, value: [19998, 19999] });
  });
});

test("a template alone keeps its type; in a text it is written out; nothing is rendered twice", () => {
  const rendered = render(
    {
      a: "{{ steps.count }}",
      b: "n={{ steps.count }}, {{ context.location }}",
      c: ["{{ {'k': {'v': 1}} }}"],
      d: "{{ '}}' }}",
      e: "x {{ steps.search.note }}",
      f: 1,
      g: "{{ [1] }}!",
    },
    scope,
  );
  expect(rendered).toEqual({
    ok: true,
    value: { a: 5, b: "n=5, Haifa", c: [{ k: { v: 1 } }], d: "}}", e: "x {{ steps.search.ok }}", f: 1, g: "[1]!" },
  });
});

test("a missing field in a param is refused, naming the place", () => {
  expect(render({ to: [{ name: "{{ steps.search.nobody }}" }] }, scope)).toMatchObject({
    ok: false,
    refusal: { errors: [{ path: "params.to[0].name" }] },
  });
  expect(render({ a: "{{ steps.count" }, scope)).toMatchObject({ ok: false, refusal: { errors: [{ path: "params.a" }] } });
});

test("references name the steps of templates and of bare expressions, and plain text names none", () => {
  expect(references({ a: "{{ steps.one.x }} and {{ steps.two-b.y + input.n }}", b: "steps.three.z", c: "'{{ 'steps.four' }}'" })).toEqual({
    steps: ["one", "two-b"],
    roots: ["steps", "input"],
  });
  expect(expressionReferences("size(steps.one.list) > 0 && has(steps.two.x)")).toEqual({ steps: ["one", "two"], roots: ["steps"] });
  expect(checkExpression("secrets.key")).toMatchObject({ ok: false });
  expect(checkExpression("policy.limit > 1", ["policy"])).toMatchObject({ ok: true });
});

test("words from outside stay words", () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom("{", "}", '"', "'", "\\", "a", " ", "{{", "}}", "steps.search", "r", "b") }), (words) => {
      expect(render(escapeTemplates(words), scope)).toEqual({ ok: true, value: words });
    }),
  );
});

test("any JSON goes through a template unchanged", () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 4 }), (given) => {
      const text = JSON.stringify(given);
      fc.pre(!/__proto__|constructor|prototype/.test(text) && !/(?<![\d.])-0(?![\d.])/.test(text));
      const item = JSON.parse(text) as Json;
      expect(evaluate("item", { steps: {}, item })).toEqual({ ok: true, value: item });
    }),
  );
});

test("whatever the text, the answer is an outcome", () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.string({ unit: fc.constantFrom("steps", ".", "a", "(", ")", "[", "]", "=>", ",", "'", "{", "}", "-", "1", " ", "map", "||") }),
      ),
      (text) => {
        expect(evaluate(text, scope)).toHaveProperty("ok");
        expect(render(text, scope)).toHaveProperty("ok");
      },
    ),
    { numRuns: 2_000 },
  );
});
