import { expect, type Page } from "@playwright/test";
import { demoAddress, signInAs } from "./sign-in.ts";
import { test } from "./visitors.ts";

const settings = `${demoAddress}/settings`;
const secret = "e2e-canary-token-41";
const line = (page: Page, name: string) => page.getByRole("main").getByRole("listitem").filter({ hasText: name });

test("a connection is added, pointed elsewhere only with its secret, and removed; nothing shows the secret again", async ({ page }) => {
  await signInAs(page, "owner");
  await page.goto(`${settings}/connections`);
  const name = `Orders ${Date.now()}`;
  await page.getByRole("button", { name: "Add a connection" }).click();
  const add = page.getByRole("dialog", { name: "Add a connection" });
  await add.getByLabel("Name", { exact: true }).fill(name);
  await add.getByLabel("Host").fill("10.0.0.1");
  await add.getByLabel("Token").fill(secret);
  await add.getByRole("button", { name: "Add the connection" }).click();
  await expect(add.getByText(/is refused/).first()).toBeVisible();
  await add.getByLabel("Host").fill("api.example.org");
  await add.getByRole("button", { name: "Add the connection" }).click();
  await expect(line(page, name)).toContainText("https://api.example.org");
  await expect(line(page, name)).toContainText("Never used");
  await expect(line(page, name)).not.toContainText("Only for");

  await page.getByRole("button", { name: `Change ${name}` }).click();
  const change = page.getByRole("dialog", { name: `Change ${name}` });
  await expect(change.getByLabel("Token")).toHaveValue("");
  await change.getByLabel("Host").fill("evil.example.org");
  await expect(change.getByText("It goes elsewhere now: give it again.")).toBeVisible();
  await change.getByRole("button", { name: "Save" }).click();
  await expect(change).toBeVisible(); // the browser asks for what is required
  await change.getByLabel("Token").fill(`${secret}-2`);
  for (const role of ["admin", "builder"]) await change.getByRole("checkbox", { name: role }).check();
  await change.getByRole("checkbox", { name: "Ask a web address" }).check();
  await change.getByRole("button", { name: "Save" }).click();
  await expect(line(page, name)).toContainText("https://evil.example.org");
  await expect(line(page, name)).toContainText("Only for admin, builder");
  await expect(line(page, name)).toContainText(/Only with “?Ask a web address/);
  // A plan that gives it to another tool is refused where it would be kept, and the place is named.
  const plan = { steps: [{ id: "a", tool: "flow.pass", params: { connection: name } }] };
  const headers = { "x-fermata-workspace": "demo" };
  const refused = await page.request.post("/api/workflows", { data: { name: `Uses ${name}`, plan }, headers });
  expect([refused.status(), await refused.json()]).toMatchObject([422, { errors: [{ path: "plan.steps[0].params.connection" }] }]);
  expect(await page.content()).not.toContain(secret);
  const listed = await page.evaluate(async () => (await fetch("/api/connections", { headers: { "x-fermata-workspace": "demo" } })).text());
  expect(listed).toContain("evil.example.org");
  expect(listed).not.toContain(secret);

  await page.getByRole("button", { name: `Remove ${name}` }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Remove" }).click();
  await expect(line(page, name)).toHaveCount(0);
  await page.goto(`${settings}/audit?q=${encodeURIComponent(name)}`);
  for (const words of ["made a connection", "changed a connection", "removed a connection"])
    await expect(page.getByRole("listitem").filter({ hasText: words }).first()).toBeVisible();
});

test("a default says where it comes from, is changed, and is taken back", async ({ page }) => {
  await signInAs(page, "owner");
  await page.goto(`${settings}/defaults`);
  const attempts = line(page, "Attempts of a step");
  await expect(attempts).toContainText("from the system");
  await attempts.getByRole("button", { name: /Change/ }).click();
  const form = page.getByRole("dialog", { name: "Attempts of a step" });
  await form.getByLabel("In this workspace").fill("5");
  await form.getByRole("button", { name: "Save" }).click();
  await expect(attempts).toContainText("from this workspace");
  await expect(attempts).toContainText("the system says: 3");
  await attempts.getByRole("button", { name: /Change/ }).click();
  await form.getByRole("button", { name: "Take it back" }).click();
  await expect(attempts).toContainText("from the system");
});

test("whoever may only look sees defaults and limits and changes neither, and no connections", async ({ page }) => {
  await signInAs(page, "viewer");
  await page.goto(`${settings}/defaults`);
  await expect(line(page, "Steps at once")).toBeVisible();
  await expect(page.getByRole("main").getByRole("button", { name: /Change/ })).toHaveCount(0);
  expect((await page.request.put("/api/settings", { data: { concurrency: 2 } })).status()).toBe(403);
  await page.goto(`${settings}/limits`);
  await expect(page.getByText("Requests of yours in a minute")).toBeVisible();
  await expect(page.getByRole("link", { name: "Connections" })).toHaveCount(0);
  expect((await page.goto(`${settings}/connections`))?.status()).toBe(404);
});

test("an owner makes a workspace and is in it; a viewer is not offered one", async ({ page, visitor }) => {
  await signInAs(page, "owner");
  await page.goto(`${settings}/workspaces`);
  await page.getByRole("button", { name: "Make a workspace" }).click();
  const form = page.getByRole("dialog", { name: "Make a workspace" });
  await form.getByLabel("Name").fill("Demo");
  await form.getByRole("button", { name: "Make it" }).click();
  await expect(form.getByRole("alert")).toContainText("there is a workspace demo already");
  const name = `Second ${Date.now()}`;
  await form.getByLabel("Name").fill(name);
  await form.getByLabel("Address").fill(name.toLowerCase().replace(" ", "-"));
  await form.getByRole("button", { name: "Make it" }).click();
  await page.waitForURL(/\/second-\d+$/);
  await page.goto(`${settings}/workspaces`);
  await expect(page.getByRole("main").getByRole("listitem").filter({ hasText: name })).toContainText("owner");

  const other = await visitor();
  await signInAs(other, "viewer");
  await other.goto(`${settings}/workspaces`);
  await expect(other.getByRole("main").getByRole("listitem")).not.toHaveCount(0);
  await expect(other.getByRole("button", { name: "Make a workspace" })).toHaveCount(0);
});

test("the set-up page of an installation that has people sends them to the door", async ({ page }) => {
  await page.goto("/set-up#token");
  await expect(page.getByRole("heading", { name: "It is set up" })).toBeVisible();
  const answer = await page.request.post("/api/set-up", {
    data: {
      token: "x".repeat(40),
      name: "E",
      email: "e@example.test",
      password: "waltz of the seven seas",
      workspace: { id: "eve", name: "Eve" },
    },
  });
  expect(answer.status()).toBe(404);
});

test("the interface is read in the product: an operation, what it takes and what it needs", async ({ page }) => {
  await signInAs(page, "viewer");
  await page.goto(`${settings}/interface`);
  await page.getByRole("link", { name: /^POST \/api\/connections / }).click();
  const chosen = page.getByRole("region", { name: "POST /api/connections", exact: true });
  await expect(chosen).toContainText("connection:write");
  await expect(chosen.getByRole("region", { name: "What it takes, as data" })).toContainText("origin");
});
