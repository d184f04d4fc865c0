import { hashText } from "#lib/kernel/hash.ts";

const digits = "0123456789abcdefghjkmnpqrstvwxyz";
const length = 40; // of 5 bits: 200 bits

export const tokenBytes = length;

/** What stands in a link that works once; its hash is kept, and nothing else. */
export function tokenFrom(random: Uint8Array): { token: string; hash: string } {
  if (random.length < tokenBytes) throw new Error(`a token is made of ${tokenBytes} random bytes`);
  const token = Array.from(random.subarray(0, tokenBytes), (byte) => digits.charAt(byte & 31)).join("");
  return { token, hash: hashText(token) };
}

/** The hash under which a token is kept; nothing for what is no token of ours, so that no query is made for it. */
export const hashOfToken = (token: string): string | undefined => (/^[0-9a-z]{40}$/.test(token) ? hashText(token) : undefined);
