import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";

/** The owner migrates; `app` sees one workspace at a time; `executor` sees its own schema alone. */
export type Role = "app" | "executor";

export const rolePassword = (role: Role, secret: string): string =>
  bytesToHex(hmac(sha256, utf8ToBytes(secret), utf8ToBytes(`fermata_${role}`)));

/** The owner's address with the role in the owner's place. */
export function roleUrlFrom(ownerUrl: string, role: Role, secret: string): string {
  const url = new URL(ownerUrl);
  url.username = `fermata_${role}`;
  url.password = rolePassword(role, secret);
  return url.href;
}
