/** A set that says for certain what is not in it, and is wrong about the rest once in some ten thousand times. */
export type Bloom = { bits: number; hashes: number; base64: string };

const bitsEach = 20;
const hashes = 14;

/** The filter of some texts. */
export function bloomOf(texts: readonly string[]): Bloom {
  const bits = Math.max(8, Math.ceil((texts.length * bitsEach) / 8) * 8);
  const bytes = new Uint8Array(bits / 8);
  for (const text of texts) for (const at of placesOf(text, bits, hashes)) bytes[at >>> 3] = (bytes[at >>> 3] ?? 0) | (1 << (at & 7));
  return { bits, hashes, base64: btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join("")) };
}

/** Asks a filter; it is unpacked at the first question. */
export function bloomHas({ bits, hashes: count, base64 }: Bloom): (text: string) => boolean {
  let bytes: Uint8Array | undefined;
  return (text) => {
    bytes ??= Uint8Array.from(atob(base64), (sign) => sign.charCodeAt(0));
    for (const at of placesOf(text, bits, count)) if (((bytes[at >>> 3] ?? 0) & (1 << (at & 7))) === 0) return false;
    return true;
  };
}

/** Two hashes make all of them (Kirsch and Mitzenmacher). */
function* placesOf(text: string, bits: number, count: number): Generator<number> {
  const bytes = new TextEncoder().encode(text);
  const first = hash(bytes, 0x811c9dc5);
  const step = hash(bytes, 0x9747b28c) | 1;
  for (let n = 0; n < count; n++) yield ((first + Math.imul(n, step)) >>> 0) % bits;
}

/** FNV-1a, with the bits mixed at the end. */
function hash(bytes: Uint8Array, seed: number): number {
  let value = seed;
  for (const byte of bytes) value = Math.imul(value ^ byte, 0x01000193);
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
  return (value ^ (value >>> 16)) >>> 0;
}
