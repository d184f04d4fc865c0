/** Crockford base 32: sortable as text, no letters that look alike. */
const digits = "0123456789abcdefghjkmnpqrstvwxyz";

/**
 * A prefixed id that sorts by time: 10 characters of milliseconds, then 16 of the 10 random bytes given
 * (`ids.node.ts` brings them, so that this file stays pure).
 */
export function sortableId(prefix: string, timeMs: number, random: Uint8Array): string {
  let time = "";
  for (let rest = timeMs, place = 0; place < 10; place++, rest = Math.floor(rest / 32)) time = digits.charAt(rest % 32) + time;
  let bits = 0;
  let held = 0;
  let tail = "";
  for (const byte of random.subarray(0, 10)) {
    held = (held << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      tail += digits.charAt((held >> bits) & 31);
    }
    held &= (1 << bits) - 1;
  }
  return `${prefix}_${time}${tail}`;
}
