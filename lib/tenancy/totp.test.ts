import { expect, test } from "vitest";
import { addressOf, base32, codeAt, plainRecoveryCode, recoveryCodeFrom, stepOf } from "./totp.ts";

const secret = new TextEncoder().encode("12345678901234567890");

// RFC 6238, appendix B, the last six of its eight digits.
test.each([
  [59, "287082"],
  [1_111_111_109, "081804"],
  [1_111_111_111, "050471"],
  [1_234_567_890, "005924"],
  [2_000_000_000, "279037"],
  [20_000_000_000, "353130"],
])("at %i s the code is %s", (seconds, code) => {
  expect(codeAt(secret, Math.floor(seconds / 30))).toBe(code);
  expect(stepOf(secret, code, seconds * 1_000)).toBe(Math.floor(seconds / 30));
});

test("a code holds for its neighbours' time and no longer", () => {
  const code = codeAt(secret, 100);
  expect([98, 99, 100, 101, 102].map((step) => stepOf(secret, code, step * 30_000))).toEqual([undefined, 100, 100, 100, undefined]);
});

test.each(["", "28708", "2870822", "٢٨٧٠٨٢", "0x1234"])("%j is no code", (code) => {
  expect(stepOf(secret, code, 59_000)).toBeUndefined();
});

test("an app reads the secret from the address", () => {
  expect(base32(secret)).toBe("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
  expect(addressOf(secret, "dana@demo.example")).toBe(
    "otpauth://totp/Fermata:dana%40demo.example?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Fermata",
  );
});

test("a recovery code is the same however it is typed", () => {
  const code = recoveryCodeFrom(Uint8Array.from({ length: 12 }, (_, at) => at * 17));
  expect(code).toMatch(/^[a-z2-9]{4}-[a-z2-9]{4}-[a-z2-9]{4}$/);
  expect(plainRecoveryCode(` ${code.toUpperCase().replaceAll("-", " ")} `)).toBe(plainRecoveryCode(code));
});
