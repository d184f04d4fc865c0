import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";
import { env } from "#lib/env.ts";

/** Encrypts what belongs to a person. AES-256-GCM; nonce (12) ‖ tag (16) ‖ ciphertext, bound to the person, under a key for each purpose. */
export function sealFor(purpose: string) {
  const key = Buffer.from(hkdfSync("sha256", env().NEXTAUTH_SECRET ?? "", "fermata", `identity:${purpose}`, 32));
  return {
    seal(owner: string, bytes: Uint8Array): Buffer {
      const nonce = randomBytes(12);
      const cipher = createCipheriv("aes-256-gcm", key, nonce).setAAD(Buffer.from(owner));
      const body = Buffer.concat([cipher.update(bytes), cipher.final()]);
      return Buffer.concat([nonce, cipher.getAuthTag(), body]);
    },
    open(owner: string, sealed: Buffer): Uint8Array {
      const decipher = createDecipheriv("aes-256-gcm", key, sealed.subarray(0, 12)).setAAD(Buffer.from(owner));
      decipher.setAuthTag(sealed.subarray(12, 28));
      return Buffer.concat([decipher.update(sealed.subarray(28)), decipher.final()]);
    },
  };
}
