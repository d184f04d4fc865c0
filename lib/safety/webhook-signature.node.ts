import { createHmac, randomBytes } from "node:crypto";

const prefix = "whsec_";

/** A signing secret as Standard Webhooks writes it: a prefix, and 32 bytes in base64. */
export const newSigningSecret = (): string => `${prefix}${randomBytes(32).toString("base64")}`;

const keyOf = (secret: string): Buffer => Buffer.from(secret.startsWith(prefix) ? secret.slice(prefix.length) : secret, "base64");

/** The headers by which whoever is called knows who calls, that nothing was changed, and that it is no message of long ago. */
export function signedHeaders(secret: string, { id, at, body }: { id: string; at: Date; body: string }): Record<string, string> {
  const timestamp = String(Math.floor(at.getTime() / 1_000));
  const signature = createHmac("sha256", keyOf(secret)).update(`${id}.${timestamp}.${body}`).digest("base64");
  return { "webhook-id": id, "webhook-timestamp": timestamp, "webhook-signature": `v1,${signature}` };
}

/** Bytes that only who has the secret can make, the same for the same words: what is sent again carries the same link. */
export const bytesFor = (secret: string, words: string): Buffer => createHmac("sha512", keyOf(secret)).update(words).digest();
