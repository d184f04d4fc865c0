import { hash, verify } from "argon2";

/** OWASP's first choice of 2025: 19 MiB, two passes. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

export const hashPassword = (password: string): Promise<string> => hash(password, cost);

/** What an unknown account is checked against, so that it takes as long as a known one. */
let nobody: Promise<string> | undefined;

/** False for an account without a password, after the same work. */
export async function isPassword(given: string, kept: string | null | undefined): Promise<boolean> {
  nobody ??= hashPassword("nobody has this password");
  const matches = await verify(kept ?? (await nobody), given);
  return matches && typeof kept === "string";
}
