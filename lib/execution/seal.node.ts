import { createCipheriv, createDecipheriv, createSecretKey, hkdfSync, type KeyObject, randomBytes } from "node:crypto";

/** Encrypts and opens payloads. AES-256-GCM; the sealed form is nonce (12) ‖ tag (16) ‖ ciphertext, bound to the workspace and the execution. */
export type Seal = {
  seal(scope: { workspaceId: string; executionId: string }, text: string): Buffer;
  open(scope: { workspaceId: string; executionId: string }, sealed: Buffer): string;
};

/** One key for each workspace, derived from the installation's secret (HKDF-SHA-256, RFC 5869). */
export function sealWith(secret: string): Seal {
  // A key that is handed over as bytes is made into one again for each call, which takes twice as long as the sealing.
  const keys = new Map<string, KeyObject>();
  const keyOf = (workspaceId: string): KeyObject => {
    const known = keys.get(workspaceId);
    if (known) return known;
    const key = createSecretKey(Buffer.from(hkdfSync("sha256", secret, "fermata", `payload:${workspaceId}`, 32)));
    keys.set(workspaceId, key);
    return key;
  };
  return {
    seal({ workspaceId, executionId }, text) {
      const nonce = randomBytes(12);
      const cipher = createCipheriv("aes-256-gcm", keyOf(workspaceId), nonce).setAAD(Buffer.from(`${workspaceId}/${executionId}`));
      const body = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
      return Buffer.concat([nonce, cipher.getAuthTag(), body]);
    },
    open({ workspaceId, executionId }, sealed) {
      const decipher = createDecipheriv("aes-256-gcm", keyOf(workspaceId), sealed.subarray(0, 12)).setAAD(
        Buffer.from(`${workspaceId}/${executionId}`),
      );
      decipher.setAuthTag(sealed.subarray(12, 28));
      return Buffer.concat([decipher.update(sealed.subarray(28)), decipher.final()]).toString("utf8");
    },
  };
}
