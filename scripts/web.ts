import { spawn } from "node:child_process";
import { childEnv, env } from "#lib/env.ts";
import { ensureBuilt } from "./build.ts";
import { migrate } from "./migrate.ts";
import { runMain } from "./run-main.ts";
import { serveArgs } from "./web-args.ts";

/** The web alone, on every interface, as a container runs it: the database and Inngest are somebody else's to keep up. */
runMain(async () => {
  const { DATABASE_URL, NEXTAUTH_SECRET, PORT = 3_000 } = env();
  if (!DATABASE_URL || !NEXTAUTH_SECRET) throw new Error("DATABASE_URL and NEXTAUTH_SECRET must be set");
  await migrate(DATABASE_URL, { secret: NEXTAUTH_SECRET });
  const build = await ensureBuilt((line) => console.log(line));
  const child = spawn(process.execPath, serveArgs("0.0.0.0", PORT), {
    env: childEnv({ NODE_ENV: "production", FERMATA_BUILD: build }),
    stdio: "inherit",
  });
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => child.kill(signal));
  return new Promise<number>((done, failed) => {
    child.on("error", failed);
    child.on("exit", (code) => done(code ?? 1));
  });
});
