import { createHash, createHmac, timingSafeEqual } from "node:crypto";

const withoutPrefix = (key: string): string => key.replace(/^signkey-\w+-/, "");

/** What goes over the wire to an app in another process, as the SDK's `x-inngest-signature` wants it. */
export function signatureOf(body: unknown, signingKey: string, nowMs: number): string {
  const seconds = Math.floor(nowMs / 1_000).toString();
  const mac = createHmac("sha256", withoutPrefix(signingKey))
    .update(canonical(body) + seconds)
    .digest("hex");
  return `t=${seconds}&s=${mac}`;
}

/** Longer ago than this, or further ahead, it may be an old one told again. */
const freshMs = 5 * 60_000;

/** Whether an app's answer is signed with the key: over its text as it came, unlike a request, which is signed in its canonical form. */
export function isSignedAnswer(body: string, signature: string | undefined, signingKey: string, nowMs: number): boolean {
  const given = new URLSearchParams(signature ?? "");
  const seconds = given.get("t") ?? "";
  if (!/^\d{1,12}$/.test(seconds) || Math.abs(nowMs - Number(seconds) * 1_000) > freshMs) return false;
  const mac = createHmac("sha256", withoutPrefix(signingKey))
    .update(body + seconds)
    .digest("hex");
  return isOneOf(given.get("s") ?? "", [mac]);
}

/** JSON with its keys in the order of RFC 8785; numbers and texts are as JavaScript prints them, which is what it asks for. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((one) => canonical(one ?? null)).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).filter(([, part]) => part !== undefined);
  entries.sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([name, part]) => `${JSON.stringify(name)}:${canonical(part)}`).join(",")}}`;
}

/** What the SDK sends as its Bearer: the hash of the key, with the key's prefix in front. */
export function hashedKey(signingKey: string): string {
  const key = withoutPrefix(signingKey);
  return `${signingKey.slice(0, signingKey.length - key.length)}${createHash("sha256").update(Buffer.from(key, "hex")).digest("hex")}`;
}

export function isOneOf(given: string, known: string[]): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return known.reduce((found, one) => timingSafeEqual(digest(given), digest(one)) || found, false);
}
