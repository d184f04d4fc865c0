import { createHash, hkdfSync, randomBytes } from "node:crypto";
import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from "node:fs";

/** A key that wraps the workspaces' own keys, and the name by which a wrapped one says which it needs. */
export type WrappingKey = { id: string; bytes: Buffer };

/** The newest first: that one wraps, the others open what was wrapped before. */
export type Keyring = () => readonly [WrappingKey, ...WrappingKey[]];

export type KeySource = { FERMATA_VAULT_KEY?: string | undefined; FERMATA_VAULT_KEY_FILE?: string | undefined; NEXTAUTH_SECRET: string };

/**
 * From the environment, else from the file, and at last one made from the installation's secret. Read anew for each use, so that a
 * rotation is known to every process at once.
 */
export function keyringOf({ FERMATA_VAULT_KEY: given, FERMATA_VAULT_KEY_FILE: file, NEXTAUTH_SECRET: secret }: KeySource): Keyring {
  const byDefault = keyOf(Buffer.from(hkdfSync("sha256", secret, "fermata", "vault", 32)));
  const ofEnvironment = given === undefined ? [] : keysIn(given, "FERMATA_VAULT_KEY");
  return () => {
    const ofFile = file === undefined ? [] : keysIn(readFileSync(file, "utf8"), "FERMATA_VAULT_KEY_FILE");
    const [first, ...more] = [...ofEnvironment, ...ofFile];
    return first ? [first, ...more, byDefault] : [byDefault];
  };
}

/** One key of 32 bytes a line or after a comma, as base64 or hexadecimal. A fault is told without the text. */
function keysIn(text: string, where: string): WrappingKey[] {
  return text
    .split(/[\s,]+/)
    .filter(Boolean)
    .map((word) => {
      const bytes = Buffer.from(word, /^[0-9a-f]{64}$/i.test(word) ? "hex" : "base64");
      if (bytes.length !== 32) throw new Error(`${where}: each key has to be 32 bytes, as base64 or hexadecimal`);
      return keyOf(bytes);
    });
}

const keyOf = (bytes: Buffer): WrappingKey => ({
  id: createHash("sha256").update("fermata vault key ").update(bytes).digest("hex").slice(0, 16),
  bytes,
});

/** Puts a new key before those that the file has, or makes the file. Whole or not at all. */
export function addKey(file: string): void {
  let had = "";
  try {
    had = readFileSync(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
  replace(file, `${randomBytes(32).toString("base64")}\n${had}`);
}

/** Leaves the newest key alone: nothing is wrapped under the others any more. */
export function dropOldKeys(file: string): void {
  const [newest] = readFileSync(file, "utf8").split(/[\s,]+/);
  replace(file, `${newest}\n`);
}

function replace(file: string, text: string): void {
  const partial = `${file}.${process.pid}`;
  const handle = openSync(partial, "w", 0o600);
  try {
    writeSync(handle, text);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  renameSync(partial, file);
}
