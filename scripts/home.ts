import { join, resolve } from "node:path";
import type { Env } from "#lib/env.ts";
import { type Postgres, startPostgres } from "./postgres.ts";
import { keepSecrets } from "./secrets.ts";

export type Home = {
  folder: string;
  ownerUrl: string;
  secret: string;
  /** The embedded server; undefined when DATABASE_URL names another. */
  postgres: Postgres | undefined;
  /** Stops the embedded server if this process started it. */
  leave: () => Promise<void>;
};

/** The data folder with its secrets and its database, made on first use. */
export async function ensureHome(env: Pick<Env, "FERMATA_HOME" | "DATABASE_URL" | "NEXTAUTH_SECRET">, say?: (line: string) => void): Promise<Home> {
  const folder = resolve(env.FERMATA_HOME);
  const kept = keepSecrets(folder);
  const secret = env.NEXTAUTH_SECRET ?? kept.NEXTAUTH_SECRET;
  if (env.DATABASE_URL) return { folder, ownerUrl: env.DATABASE_URL, secret, postgres: undefined, leave: async () => {} };
  const postgres = await startPostgres({ dataDir: join(folder, "postgres"), password: kept.postgresPassword, ...(say && { say }) });
  await postgres.ensureDatabase("fermata");
  const leave = postgres.adopted ? async () => {} : postgres.stop;
  return { folder, ownerUrl: postgres.url("fermata"), secret, postgres, leave };
}
