import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterAll, inject } from "vitest";

const { adminUrl, secret, template, prefix } = inject("cluster");

const name = `${prefix}${randomBytes(5).toString("hex")}`;
const client = new pg.Client({ connectionString: adminUrl });
await client.connect();
await client.query(`create database ${name} template ${template}`).finally(() => client.end());

const url = new URL(adminUrl);
url.pathname = `/${name}`;
const home = mkdtempSync(join(tmpdir(), "fermata-test-"));

// Before the tested modules load: lib/env.ts reads the environment once, at the first question.
Object.assign(process.env, { DATABASE_URL: url.href, NEXTAUTH_SECRET: secret, FERMATA_HOME: home, NEXTAUTH_URL: "http://127.0.0.1:3000" });
for (const name of ["INNGEST_DEV", "INNGEST_BASE_URL", "INNGEST_SIGNING_KEY", "INNGEST_EVENT_KEY"]) delete process.env[name];

afterAll(async () => {
  if ("fermataDb" in globalThis) await (await import("#lib/db.ts")).closePools();
  rmSync(home, { recursive: true, force: true });
});
