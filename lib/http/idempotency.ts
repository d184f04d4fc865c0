import { hashText } from "#lib/kernel/hash.ts";
import { canonicalJson } from "#lib/kernel/json.ts";

export const isIdempotencyKey = (key: string): boolean => /^[\x21-\x7e]{1,255}$/.test(key);

/** The same for the same request, however its JSON was spaced or ordered. */
export function fingerprintOf(method: string, path: string, body: unknown): string {
  return hashText(`${method} ${path}\n${canonicalJson(body)}`);
}
