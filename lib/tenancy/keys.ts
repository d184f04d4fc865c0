import { hashText } from "#lib/kernel/hash.ts";

const digits = "0123456789abcdefghjkmnpqrstvwxyz";
const prefixLength = 8;
const secretLength = 32; // of 5 bits: 160 bits

/** How many random bytes `keyFrom` wants: one for each character. */
export const keyBytes = prefixLength + secretLength;

/** The whole token is shown once; what is kept finds it (`hash`) and names it to people (`prefix`). */
export type NewKey = { token: string; prefix: string; hash: string };

export function keyFrom(random: Uint8Array): NewKey {
  if (random.length < keyBytes) throw new Error(`a key is made of ${keyBytes} random bytes`);
  const text = Array.from(random.subarray(0, keyBytes), (byte) => digits.charAt(byte & 31)).join("");
  const token = `fmk_${text}`;
  return { token, prefix: text.slice(0, prefixLength), hash: hashText(token) };
}

/** The hash under which a token is kept, or nothing when the text is no key of ours, so that no query is made for it. */
export function hashOfKey(token: string): string | undefined {
  return /^fmk_[0-9a-z]{40}$/.test(token) ? hashText(token) : undefined;
}

export type KeyState = { expiresAt: Date | null; revokedAt: Date | null };

export function isUsable({ expiresAt, revokedAt }: KeyState, now: Date): boolean {
  return revokedAt === null && (expiresAt === null || expiresAt > now);
}

/** What a key is, as lists show it. */
export function stateOf(
  { expiresAt, revokedAt }: { expiresAt: string | null; revokedAt: string | null },
  now: Date,
): "works" | "expired" | "revoked" {
  if (revokedAt !== null) return "revoked";
  return expiresAt !== null && new Date(expiresAt) <= now ? "expired" : "works";
}
