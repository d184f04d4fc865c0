import { randomBytes } from "node:crypto";

const letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

let lastMs = 0;
let last = Buffer.alloc(10);

/** Ids of one process sort in the order in which they were made, also within a millisecond. */
export function ulid(): string {
  const ms = Date.now();
  if (ms > lastMs) {
    lastMs = ms;
    last = randomBytes(10);
    last.writeUInt8(last.readUInt8(0) & 0x7f, 0);
  } else {
    for (let i = 9; i >= 0 && last.writeUInt8((last.readUInt8(i) + 1) & 0xff, i) && last.readUInt8(i) === 0; i--);
  }
  return ulidOf(lastMs, last);
}

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
