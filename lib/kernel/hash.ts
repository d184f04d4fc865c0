import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";

/** SHA-256 of a text, in hex. */
export function hashText(text: string): string {
  return bytesToHex(sha256(utf8ToBytes(text)));
}

/**
 * An identity made of its cause: the same parts give the same id for ever, so a replay finds what it already wrote.
 * 128 bits are kept: enough that two causes never meet, short enough to index cheaply.
 */
export function causeId(prefix: string, ...parts: (string | number)[]): string {
  return `${prefix}_${hashText(JSON.stringify(parts)).slice(0, 32)}`;
}
