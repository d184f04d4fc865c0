import { spawn } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { childEnv } from "#lib/env.ts";
import { ensureBuilt } from "./build.ts";
import { inhabit } from "./chaos/inhabit.ts";
import type { ChaosOptions } from "./chaos/run.ts";
import { scope } from "./chaos/scope.ts";
import { migrate } from "./migrate.ts";
import { liveServer, startPostgres } from "./postgres.ts";
import { runMain } from "./run-main.ts";
import { spawnCaptured } from "./run-to-end.ts";
import { keepSecrets } from "./secrets.ts";

const usage = `usage: npm run chaos -- [--seed N] [--effects N] [--worker N] [--web N] [--postgres N] [--down MS]
Kills the worker at every moment that differs (--worker: so many of them at the most), the web process and the database at random ones,
on a database of its own, and counts what was lost or doubled. Defaults: 400 (which is all), 20 and 20; the database
stays away for up to --down ms, 2000. --effects (100): so many kills between the intent of a call and what came of it, over a far side
that applies one call in ten and keeps its answer; what nobody could know has to be asked, never guessed, repeated or done another way.`;

/** A home, a server and a key for the kills; nothing of it is left when they are done. */
runMain(async (args) => {
  const { values } = parseArgs({
    args,
    options: {
      seed: { type: "string" },
      effects: { type: "string" },
      worker: { type: "string" },
      web: { type: "string" },
      postgres: { type: "string" },
      down: { type: "string" },
      help: { type: "boolean" },
    },
  });
  if (values.help) {
    console.log(usage);
    return 0;
  }
  const whole = (text: string | undefined, usual: number) => {
    const number = Number(text ?? usual);
    if (!Number.isInteger(number) || number < 0) throw new Error(`${text} is not a whole number\n${usage}`);
    return number;
  };
  const counts = {
    seed: whole(values.seed, Date.now() % 1_000_000),
    effects: whole(values.effects, 100),
    worker: whole(values.worker, 400),
    web: whole(values.web, 20),
    postgres: whole(values.postgres, 20),
    downMs: whole(values.down, 2_000),
  };
  console.log(`seed ${counts.seed}`);
  const build = counts.web > 0 ? await ensureBuilt((line) => console.log(line)) : undefined;
  const home = mkdtempSync(join(tmpdir(), "fermata-chaos-"));
  chmodSync(home, 0o755); // as root the database runs as another user, who has to get in
  const { NEXTAUTH_SECRET: secret, postgresPassword: password } = keepSecrets(home);
  const dataDir = join(home, "postgres");
  const postgres = await startPostgres({ dataDir, password });
  try {
    await postgres.ensureDatabase("fermata");
    const ownerUrl = postgres.url("fermata");
    await migrate(ownerUrl, { secret });
    await inhabit(ownerUrl);
    const env = { DATABASE_URL: ownerUrl, NEXTAUTH_SECRET: secret, FERMATA_HOME: home };
    const tokens = { asks: await makeKey(env), decides: await makeKey(env) };
    const options: ChaosOptions = { ...counts, build, tokens, ownerUrl, server: { dataDir, password, port: postgres.port } };
    return await toEnd(["scripts/chaos/run.ts", JSON.stringify(options)], env);
  } finally {
    const live = liveServer(dataDir);
    if (live) process.kill(live.pid, "SIGQUIT");
    while (liveServer(dataDir)) await new Promise((done) => setTimeout(done, 20));
    rmSync(home, { recursive: true, force: true });
  }
});

async function makeKey(env: Record<string, string>): Promise<string> {
  const make = ["scripts/fermata.ts", "key", "create", "--workspace", scope.id, "--role", "owner"];
  const { said, code } = await spawnCaptured(process.execPath, make, env);
  if (code !== 0) throw new Error(`no key could be made: ${said}`);
  return said.trim().split("\n").at(-1) ?? "";
}

function toEnd(args: string[], env: Record<string, string>): Promise<number> {
  const child = spawn(process.execPath, args, { env: childEnv(env), stdio: "inherit" });
  const pass = (signal: NodeJS.Signals) => process.on(signal, () => child.kill(signal));
  pass("SIGINT");
  pass("SIGTERM");
  return new Promise((done, failed) => {
    child.on("error", failed);
    child.on("exit", (code) => done(code ?? 1));
  });
}
