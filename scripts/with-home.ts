import { spawn } from "node:child_process";
import { childEnv, env } from "#lib/env.ts";
import { ensureHome } from "./home.ts";
import { migrate } from "./migrate.ts";
import { runMain } from "./run-main.ts";

/** Runs a script with the database of the data folder there and migrated, whether or not something serves from it. */
runMain(async (argv) => {
  const home = await ensureHome(env());
  try {
    await migrate(home.ownerUrl, { secret: home.secret });
    const settings = { DATABASE_URL: home.ownerUrl, NEXTAUTH_SECRET: home.secret, FERMATA_HOME: home.folder };
    const child = spawn(process.execPath, argv, { env: childEnv(settings), stdio: "inherit" });
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => child.kill(signal));
    return await new Promise<number>((done, failed) => {
      child.on("error", failed);
      child.on("exit", (code) => done(code ?? 1));
    });
  } finally {
    await home.leave();
  }
});
