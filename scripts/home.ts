import { join, resolve } from "node:path";
import type { Env } from "#lib/env.ts";
import { keepSecrets } from "./secrets.ts";
import { joinPostgres, type SharedPostgres } from "./shared-postgres.ts";

export type Home = {
  folder: string;
  ownerUrl: string;
  secret: string;
  /** The embedded server; undefined when DATABASE_URL names another. */
  shared: SharedPostgres | undefined;
  /** Stops the embedded server if nobody else uses it. */
  leave: () => Promise<void>;
};

/** The data folder with its secrets and its database, made on first use. */
export async function ensureHome(env: Pick<Env, "FERMATA_HOME" | "DATABASE_URL" | "NEXTAUTH_SECRET">, say?: (line: string) => void): Promise<Home> {
  const folder = resolve(env.FERMATA_HOME);
  const kept = keepSecrets(folder);
  const secret = env.NEXTAUTH_SECRET ?? kept.NEXTAUTH_SECRET;
  if (env.DATABASE_URL) return { folder, ownerUrl: env.DATABASE_URL, secret, shared: undefined, leave: async () => {} };
  const shared = await joinPostgres({ dataDir: join(folder, "postgres"), password: kept.postgresPassword, ...(say && { say }) });
  await shared.postgres.ensureDatabase("fermata");
  return { folder, ownerUrl: shared.postgres.url("fermata"), secret, shared, leave: () => shared.leave() };
}
