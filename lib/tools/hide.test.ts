import fc from "fast-check";
import { expect, test } from "vitest";
import { hiding } from "./hide.ts";

const secret = 's3cr"et/with+odd=signs';

test.each([
  ["as it is", secret],
  ["within JSON", JSON.stringify({ a: secret })],
  ["within JSON twice", JSON.stringify({ a: JSON.stringify(secret).slice(1, -1) }).replaceAll('\\\\\\"', '\\"')],
  ["within an address", `https://x.test/?a=${encodeURIComponent(secret)}`],
  ["as base64", btoa(secret)],
  ["as base64 for addresses", btoa(secret).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "")],
])("a value is taken out %s", (_how, text) => {
  const said = JSON.stringify(hiding([secret]).of({ deep: [{ [text]: text }], count: 1, none: null }));
  expect(said).toContain("[hidden]");
  expect(said).not.toContain("s3cr");
  expect(said).not.toContain(btoa(secret).slice(0, 12));
});

test("what holds no value comes back the same, and no value hides nothing", () => {
  const answer = { status: 200, body: { a: [1, true, null, "text"] } };
  expect(hiding([secret]).of(answer)).toEqual(answer);
  expect(hiding([]).of(answer)).toBe(answer);
  expect(hiding([""]).of("text")).toBe("text");
});

test("a body that was cut off within a value loses its beginning too", () => {
  const bytes = (text: string) => new TextEncoder().encode(text);
  for (let end = 1; end < secret.length; end++) {
    const left = new TextDecoder().decode(hiding([secret]).cut(bytes(`before ${secret.slice(0, end)}`)));
    expect(left).toBe("before ");
  }
  expect(hiding([]).cut(bytes("all"))).toEqual(bytes("all"));
});

test("wherever a value stands in a text, nothing of it is left", () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), fc.stringMatching(/^[!-~]{8,40}$/), (before, after, value) => {
      fc.pre(!before.includes(value) && !after.includes(value) && !"[hidden]".includes(value));
      expect(hiding([value]).of(`${before}${value}${after}`).split(value)).toHaveLength(1);
    }),
  );
});
