import { once } from "node:events";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import pg from "pg";
import { fetch as undiciFetch } from "undici";
import { startStandalone } from "#inngest/embedded/standalone.ts";
import { roleUrlFrom } from "#lib/db-roles.ts";
import { env } from "#lib/env.ts";
import { guardedAgent } from "#lib/safety/egress.undici.ts";
import { ensureHome } from "./home.ts";
import { migrate } from "./migrate.ts";
import { runMain } from "./run-main.ts";

const usage = `usage: npm run executor -- --url http://127.0.0.1:PORT/api/inngest [--port P]
  [--signing-key KEY [--signing-key-fallback KEY] --event-key KEY]
A small Inngest server on loopback for one app in any process: point the app at it with INNGEST_BASE_URL, and
INNGEST_DEV=1 unless keys are given. Its journal is a database of its own, embedded unless DATABASE_URL names one;
it must not be one that a Fermata serves from.`;

/** The executor alone. Says where it listens once the app is synced. */
runMain(async (args) => {
  const { values } = parseArgs({
    args,
    options: {
      url: { type: "string" },
      port: { type: "string", default: "8288" },
      "signing-key": { type: "string" },
      "signing-key-fallback": { type: "string" },
      "event-key": { type: "string" },
      help: { type: "boolean" },
    },
  });
  const { url: app = "" } = values;
  const port = Number(values.port);
  const signed = keysOf(values["signing-key"], values["signing-key-fallback"], values["event-key"]);
  if (values.help || !/^https?:$/.test(URL.parse(app)?.protocol ?? "") || !Number.isInteger(port) || signed === "incomplete") {
    process.stderr.write(`${usage}\n`);
    return values.help ? 0 : 2;
  }
  const told = Promise.race([once(process, "SIGINT"), once(process, "SIGTERM")]);

  const { FERMATA_EGRESS_ALLOW: allow, FERMATA_POOL_SIZE: max, FERMATA_WORKER_CONCURRENCY: concurrency, ...settings } = env();
  const home = await ensureHome({ ...settings, FERMATA_HOME: join(resolve(settings.FERMATA_HOME), "executor") });
  try {
    await migrate(home.ownerUrl, { secret: home.secret });
    const pool = new pg.Pool({ connectionString: roleUrlFrom(home.ownerUrl, "executor", home.secret), max, keepAlive: true });
    pool.on("error", () => {});
    pool.on("connect", (client) => client.on("error", () => {}));
    const agent = guardedAgent({ allow });
    const standalone = await startStandalone({
      pool,
      app,
      port,
      signed,
      concurrency,
      egress: (input, init) => undiciFetch(input as string, { ...(init as object), dispatcher: agent }) as unknown as Promise<Response>,
      waiting: (because) => process.stderr.write(`waiting for ${app}: ${because}\n`),
      onError: (error, { message }) => process.stderr.write(`${message}: ${error instanceof Error ? error.message : String(error)}\n`),
    });
    try {
      await Promise.race([standalone.synced.then(() => process.stdout.write(`ready ${standalone.url}\n`)), told]);
      await told;
    } finally {
      await standalone.stop();
      await agent.destroy();
      await pool.end();
    }
  } finally {
    await home.leave();
  }
  return 0;
});

function keysOf(signingKey?: string, signingKeyFallback?: string, eventKey?: string) {
  if (!signingKey && !signingKeyFallback && !eventKey) return undefined;
  return signingKey && eventKey ? { signingKey, signingKeyFallback, eventKey } : ("incomplete" as const);
}
