import { expect, test } from "vitest";
import { canonical, hashedKey, isOneOf, signatureOf } from "./sign.sdk.ts";

test("keys are sorted at every depth, and what JSON has no word for is left out", () => {
  expect(canonical({ b: [{ z: 1, a: "é\n" }, null], a: 1e21, c: undefined, "": -0 })).toBe(
    '{"":0,"a":1e+21,"b":[{"a":"é\\n","z":1},null]}',
  );
});

test("the order in which a body was written does not change its signature", () => {
  const key = "signkey-test-12345678";
  expect(signatureOf({ a: 1, b: 2 }, key, 1_000)).toBe(signatureOf({ b: 2, a: 1 }, key, 1_999));
  expect(signatureOf({ a: 1 }, key, 1_000)).toMatch(/^t=1&s=[0-9a-f]{64}$/);
  expect(signatureOf({ a: 1 }, "12345678", 1_000)).toBe(signatureOf({ a: 1 }, key, 1_000));
});

test("a key's hash keeps its prefix", () => {
  expect(hashedKey("signkey-test-00ff")).toMatch(/^signkey-test-[0-9a-f]{64}$/);
  expect(isOneOf(hashedKey("signkey-test-00ff"), [hashedKey("signkey-test-00ff")])).toBe(true);
  expect(isOneOf("", [hashedKey("signkey-test-00ff")])).toBe(false);
});
