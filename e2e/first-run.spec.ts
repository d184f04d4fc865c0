import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { expect } from "@playwright/test";
import { childEnv } from "#lib/env.ts";
import { oidcIssuer } from "#lib/tenancy/oidc-issuer.fixture.ts";
import { makeHome } from "../scripts/e2e-home.ts";
import { freePort } from "../scripts/postgres.ts";
import { test } from "./visitors.ts";

/** An installation of its own, with nothing in it: no demo, and an issuer of OpenID Connect on loopback. */
let issuer: Awaited<ReturnType<typeof oidcIssuer>>;
let home = "";
let child: ChildProcess | undefined;
let said = "";
let url = "";

const email = "first@acme.example";
const password = "waltz of the seven seas";

test.describe.configure({ mode: "serial" });

test.beforeAll(async () => {
  test.setTimeout(300_000);
  issuer = await oidcIssuer();
  home = makeHome();
  child = spawn(process.execPath, ["scripts/up.ts"], {
    cwd: join(import.meta.dirname, ".."),
    env: childEnv({
      NEXTAUTH_URL: undefined,
      DATABASE_URL: undefined,
      FERMATA_HOME: home,
      PORT: String(await freePort()),
      FERMATA_DEMO: "off",
      OIDC_ISSUER: issuer.origin,
      OIDC_CLIENT_ID: issuer.client.id,
      OIDC_CLIENT_SECRET: issuer.client.secret,
      OIDC_NAME: "Acme",
    }),
    stdio: ["ignore", "pipe", "pipe"],
  });
  const ready = new Promise<void>((done, failed) => {
    for (const stream of [child?.stdout, child?.stderr])
      stream?.on("data", (data: Buffer) => {
        said += data.toString();
        if (/^ready /m.test(said)) done();
      });
    child?.once("exit", (code) => failed(new Error(`it ended with ${code}: ${said}`)));
  });
  await ready;
  url = /^ready (\S+)/m.exec(said)?.[1] ?? "";
});

test.afterAll(async () => {
  issuer.close();
  if (child && child.exitCode === null) {
    child.kill("SIGTERM");
    await once(child, "exit");
  }
  rmSync(home, { recursive: true, force: true });
});

test("the printed link makes the first owner and the first workspace, once, and a first request runs in it", async ({ page, visitor }) => {
  test.slow();
  const link = /nobody has an account yet: (\S+)/.exec(said)?.[1] ?? "";
  expect(link).toContain("/set-up#");
  const stranger = await visitor();
  await stranger.goto(`${url}/sign-in`);
  await expect(stranger.getByText("Or look around as one of these")).toHaveCount(0);

  await page.goto(link);
  await page.getByLabel("Your name").fill("Frida First");
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password").fill("Password1234");
  await page.getByLabel("Name of the first workspace").fill("Acme");
  await page.getByLabel("Its address").fill("acme");
  await page.getByRole("button", { name: "Set up" }).click();
  await expect(page.getByText(/passwords that everybody tries/).first()).toBeVisible();
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Set up" }).click();
  await page.waitForURL(/\/acme$/);
  await expect(page.getByRole("heading", { name: "What should be done?", level: 1 })).toBeVisible();

  const headers = { "x-fermata-workspace": "acme" };
  const started = await page.request.post(`${url}/api/orchestrate`, {
    data: { request: "What is on my calendar next week?" },
    headers: { ...headers, origin: url },
  });
  expect(started.status()).toBe(202);
  const { id } = (await started.json()) as { id: string };
  await page.goto(`${url}/acme/executions/${id}`);
  await expect(page.getByText("Completed").first()).toBeVisible({ timeout: 45_000 });

  await stranger.goto(link);
  await expect(stranger.getByRole("heading", { name: "It is set up" })).toBeVisible();
  const again = await stranger.request.post(`${url}/api/set-up`, {
    data: {
      token: new URL(link).hash.slice(1),
      name: "Second",
      email: "second@acme.example",
      password,
      workspace: { id: "other", name: "Other" },
    },
    headers: { origin: url },
  });
  expect(again.status()).toBe(404);
});

test("the issuer's button signs in who has an account of a verified address, and nobody else", async ({ visitor }) => {
  test.slow();
  const door = await visitor();
  issuer.lets({ sub: "acme-1", email, email_verified: true });
  await door.goto(`${url}/sign-in`);
  await door.getByRole("button", { name: /Acme/ }).click();
  await door.waitForURL(/\/acme$/);
  await expect(door.getByRole("heading", { name: "What should be done?", level: 1 })).toBeVisible();
  expect(issuer.seen.some(({ path, refused }) => path === "/token" && refused === undefined)).toBe(true);
  await door.goto(`${url}/acme/settings/audit?action=session`);
  await expect(door.getByRole("listitem").filter({ hasText: "signed in" }).first()).toBeVisible();

  for (const claims of [
    { sub: "acme-2", email: "nobody@acme.example", email_verified: true },
    { sub: "acme-3", email, email_verified: false },
    // The address is bound to another person at the issuer by now.
    { sub: "acme-4", email, email_verified: true },
  ]) {
    const other = await visitor();
    issuer.lets(claims);
    await other.goto(`${url}/sign-in`);
    await other.getByRole("button", { name: /Acme/ }).click();
    await other.waitForURL(/\/sign-in\?error=/);
    await other.goto(`${url}/acme`);
    await expect(other).toHaveURL(/\/sign-in/);
  }
});
