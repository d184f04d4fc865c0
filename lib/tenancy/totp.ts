import { hmac } from "@noble/hashes/hmac.js";
import { sha1 } from "@noble/hashes/legacy.js";

/** RFC 6238 with what every authenticator app knows: SHA-1, six digits, thirty seconds. */
const stepSeconds = 30;
const digits = 6;
const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

export const secretBytes = 20;

export function base32(bytes: Uint8Array): string {
  let bits = 0;
  let held = 0;
  let text = "";
  for (const byte of bytes) {
    held = ((held << 8) | byte) & 0xffff;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += alphabet.charAt((held >> bits) & 31);
    }
  }
  return bits > 0 ? text + alphabet.charAt((held << (5 - bits)) & 31) : text;
}

export function codeAt(secret: Uint8Array, step: number): string {
  const counter = new Uint8Array(8);
  new DataView(counter.buffer).setBigUint64(0, BigInt(step));
  const mac = hmac(sha1, secret, counter);
  const at = (mac[19] ?? 0) & 15;
  const number = new DataView(mac.buffer, mac.byteOffset).getUint32(at) & 0x7fff_ffff;
  return String(number % 10 ** digits).padStart(digits, "0");
}

/** The time step that a code is of: the present one, or a neighbour for clocks that differ. */
export function stepOf(secret: Uint8Array, code: string, nowMs: number): number | undefined {
  if (!/^\d{6}$/.test(code)) return undefined;
  const now = Math.floor(nowMs / 1_000 / stepSeconds);
  return [now, now - 1, now + 1].find((step) => codeAt(secret, step) === code);
}

/** What an authenticator app reads, as a link or a picture. */
export const addressOf = (secret: Uint8Array, account: string): string =>
  `otpauth://totp/Fermata:${encodeURIComponent(account)}?secret=${base32(secret)}&issuer=Fermata`;

const letters = "abcdefghjkmnpqrstvwxyz23456789";
export const recoveryBytes = 12;

/** Twelve characters in three groups: written down, and typed once. */
export const recoveryCodeFrom = (random: Uint8Array): string =>
  (
    Array.from(random.subarray(0, recoveryBytes), (byte) => letters.charAt(byte % letters.length))
      .join("")
      .match(/.{4}/g) ?? []
  ).join("-");

/** However it was typed. */
export const plainRecoveryCode = (typed: string): string => typed.toLowerCase().replace(/[^a-z0-9]/g, "");
