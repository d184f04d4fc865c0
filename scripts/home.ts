import { join, resolve } from "node:path";
import type { Env } from "#lib/env.ts";
import { keepSecrets } from "./secrets.ts";
import { joinPostgres, type SharedPostgres } from "./shared-postgres.ts";

export type Home = {
  folder: string;
  /** The address of the role that migrates. */
  ownerUrl: string;
  secret: string;
  /** The embedded server's process, when it is that which serves. */
  postgresPid: () => number | undefined;
  /** Stops the embedded server if nobody else uses it. */
  leave: () => Promise<void>;
};

type Options = {
  say?: (line: string) => void;
  /** Start the embedded server again, on the same port, when it dies. */
  restart?: boolean;
};

/** The data folder with its secrets and its database, made on first use. */
export async function ensureHome(
  env: Pick<Env, "FERMATA_HOME" | "DATABASE_URL" | "NEXTAUTH_SECRET">,
  { say = () => {}, restart = false }: Options = {},
): Promise<Home> {
  const folder = resolve(env.FERMATA_HOME);
  const kept = keepSecrets(folder);
  const secret = env.NEXTAUTH_SECRET ?? kept.NEXTAUTH_SECRET;
  if (env.DATABASE_URL) return { folder, ownerUrl: env.DATABASE_URL, secret, postgresPid: () => undefined, leave: async () => {} };

  const options = { dataDir: join(folder, "postgres"), password: kept.postgresPassword, say };
  const first = await joinPostgres(options);
  await first.postgres.ensureDatabase("fermata");
  const { port } = first.postgres;
  let left = false;
  let now: Promise<SharedPostgres> = Promise.resolve(first);
  let pid = first.postgres.pid;

  const watch = (shared: SharedPostgres) => {
    pid = shared.postgres.pid;
    if (!restart) return;
    shared.onLost(() => {
      if (left) return;
      say("postgres ended, starting it again");
      now = joinPostgres({ ...options, port });
      now.then(watch, (error: Error) => say(`postgres cannot be started again: ${error.message}`));
    });
  };
  watch(first);
  return {
    folder,
    ownerUrl: first.postgres.url("fermata"),
    secret,
    postgresPid: () => pid,
    leave: async () => {
      left = true;
      await (await now.catch(() => undefined))?.leave();
    },
  };
}
