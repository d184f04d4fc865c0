import { randomBytes } from "node:crypto";
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";

const Secrets = z.object({ NEXTAUTH_SECRET: z.string().min(32), postgresPassword: z.string().min(16) });
export type Secrets = z.infer<typeof Secrets>;

/** Made on the first start and kept for good: sessions, role passwords and stored credentials hang on them. */
export function keepSecrets(folder: string): Secrets {
  const file = join(folder, "secrets.json");
  mkdirSync(folder, { recursive: true, mode: 0o755 });
  const made: Secrets = { NEXTAUTH_SECRET: randomBytes(32).toString("hex"), postgresPassword: randomBytes(24).toString("hex") };
  const work = `${file}.${process.pid}`;
  writeFileSync(work, `${JSON.stringify(made, null, 2)}\n`, { mode: 0o600 });
  try {
    linkSync(work, file); // the one who links first has made them
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  } finally {
    rmSync(work, { force: true });
  }
  const read = Secrets.safeParse(JSON.parse(readFileSync(file, "utf8")));
  if (!read.success) throw new Error(`${file} is not the file that Fermata wrote: restore it from a backup`);
  return read.data;
}
