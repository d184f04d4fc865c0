import { expect, test } from "vitest";
import { hashOfKey, isUsable, keyBytes, keyFrom } from "./keys.ts";

const random = (fill: number) => new Uint8Array(keyBytes).fill(fill);

test("a key is found again by its hash, and its prefix names it without giving it away", () => {
  const { token, prefix, hash } = keyFrom(Uint8Array.from({ length: keyBytes }, (_, index) => index * 7));
  expect(token).toMatch(/^fmk_[0-9a-z]{40}$/);
  expect(token.startsWith(`fmk_${prefix}`)).toBe(true);
  expect(prefix).toHaveLength(8);
  expect(hashOfKey(token)).toBe(hash);
  expect(hash).not.toContain(token.slice(4));
});

test("two keys have two hashes", () => {
  expect(keyFrom(random(1)).hash).not.toBe(keyFrom(random(2)).hash);
});

test.each(["", "fmk_", "sk_live_1", `fmk_${"a".repeat(39)}`, `fmk_${"A".repeat(40)}`, `fmk_${"a".repeat(40)} `])(
  "%j is not looked up",
  (text) => {
    expect(hashOfKey(text)).toBeUndefined();
  },
);

test("too little randomness makes no key", () => {
  expect(() => keyFrom(new Uint8Array(8))).toThrow("random bytes");
});

test("a revoked or expired key is not usable", () => {
  const now = new Date("2026-11-20T12:00:00Z");
  expect(isUsable({ expiresAt: null, revokedAt: null }, now)).toBe(true);
  expect(isUsable({ expiresAt: new Date("2026-11-20T12:00:01Z"), revokedAt: null }, now)).toBe(true);
  expect(isUsable({ expiresAt: now, revokedAt: null }, now)).toBe(false);
  expect(isUsable({ expiresAt: null, revokedAt: now }, now)).toBe(false);
});
