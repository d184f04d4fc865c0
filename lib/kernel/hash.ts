import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import { canonicalJson } from "./json.ts";

/** SHA-256 of a text, in hex. */
export function hashText(text: string): string {
  return bytesToHex(sha256(utf8ToBytes(text)));
}

/** SHA-256 over the canonical JSON of a value: what an approval is bound to. */
export function hashJson(value: unknown): string {
  return hashText(canonicalJson(value));
}

/**
 * An identity made of its cause: the same parts give the same id for ever, so a replay finds what it already wrote.
 * 128 bits are kept: enough that two causes never meet, short enough to index cheaply.
 */
export function causeId(prefix: string, ...parts: (string | number)[]): string {
  return `${prefix}_${hashText(JSON.stringify(parts)).slice(0, 32)}`;
}
