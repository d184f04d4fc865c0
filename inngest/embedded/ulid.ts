import { randomBytes } from "node:crypto";

const letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

export const ulid = (): string => ulidOf(Date.now(), randomBytes(10));

/** The same time and entropy give the same id: a send that the SDK repeats must not become a second event. */
export function ulidOf(ms: number, entropy: Uint8Array): string {
  let id = "";
  for (let left = Math.max(0, Math.trunc(ms)), i = 0; i < 10; i++, left = Math.floor(left / 32)) id = letters[left % 32] + id;
  let bits = 0;
  let held = 0;
  for (let i = 0; i < 10; i++) {
    held = (held << 8) | (entropy[i] ?? 0);
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      id += letters[(held >> bits) & 31];
    }
  }
  return id;
}
