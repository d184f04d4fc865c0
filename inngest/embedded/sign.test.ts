import { createHmac } from "node:crypto";
import { expect, test } from "vitest";
import { canonical, hashedKey, isOneOf, isSignedAnswer, signatureOf } from "./sign.sdk.ts";

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

test("an answer counts only with the signature of its very text, by our key, of the last minutes", () => {
  const key = "signkey-test-12345678";
  const now = 1_790_000_000_000;
  const sign = (body: string, at: number) => `t=${at}&s=${createHmac("sha256", "12345678").update(`${body}${at}`).digest("hex")}`;
  const seconds = now / 1_000;
  expect(isSignedAnswer('{"b":1,"a":2}', sign('{"b":1,"a":2}', seconds), key, now)).toBe(true);
  expect(isSignedAnswer('{"a":2,"b":1}', sign('{"b":1,"a":2}', seconds), key, now)).toBe(false);
  expect(isSignedAnswer("1", sign("1", seconds - 301), key, now)).toBe(false);
  expect(isSignedAnswer("1", sign("1", seconds), "signkey-test-87654321", now)).toBe(false);
  for (const none of [undefined, "", "t=1", "s=1", `t=${seconds}&s=`, "t=x&s=y"]) expect(isSignedAnswer("1", none, key, now)).toBe(false);
});
