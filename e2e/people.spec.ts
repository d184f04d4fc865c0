import { expect, type Locator, type Page } from "@playwright/test";
import { codeAt } from "#lib/tenancy/totp.ts";
import { demoAddress, signInAs } from "./sign-in.ts";
import { test } from "./visitors.ts";

const settings = `${demoAddress}/settings`;
const password = "waltz of the seven seas";
const someone = () => `person-${Date.now()}-${Math.floor(Math.random() * 1e6)}@example.test`;

/** What a panel shows once. */
const secretIn = async (panel: Locator): Promise<string> => (await panel.locator("code").textContent()) ?? "";

/** Invites by the screen, and gives back the link that is shown. */
async function invite(page: Page, email: string, role: string): Promise<string> {
  await page.goto(`${settings}/members`);
  await page.getByRole("button", { name: "Invite" }).click();
  const dialog = page.getByRole("dialog", { name: "Invite somebody" });
  await dialog.getByLabel("E-mail").fill(email);
  await dialog.getByLabel("Role").selectOption(role);
  await dialog.getByRole("button", { name: "Invite" }).click();
  const shown = page.getByRole("alertdialog", { name: "The invitation" });
  const link = await secretIn(shown);
  await shown.getByRole("button", { name: "Done" }).click();
  return link;
}

async function join(page: Page, link: string, name: string): Promise<void> {
  await page.goto(link);
  await page.getByLabel("Your name").fill(name);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Join" }).click();
  await page.waitForURL(/\/demo$/);
}

async function signInByForm(page: Page, email: string, given = password): Promise<void> {
  await page.goto("/sign-in");
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password").fill(given);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
}

const line = (page: Page, email: string) => page.getByRole("listitem").filter({ hasText: email });

test("somebody is invited, joins, is given another role, disabled and removed; each acts at once and is in the audit", async ({
  page,
  visitor,
}) => {
  await signInAs(page, "owner");
  const email = someone();
  const link = await invite(page, email, "operator");
  await expect(line(page, email)).toContainText("invited by");

  const guest = await visitor();
  await guest.goto(link);
  await guest.getByLabel("Your name").fill("Gil New");
  await guest.getByLabel("Password").fill("Password1234");
  await guest.getByRole("button", { name: "Join" }).click();
  await expect(guest.getByText("is one of the passwords that everybody tries").first()).toBeVisible();
  await join(guest, link, "Gil New");
  const again = await visitor();
  await again.goto(link);
  await expect(again.getByText("This link is over")).toBeVisible();

  await page.goto(`${settings}/members`);
  await page.getByRole("combobox", { name: "Role of Gil New" }).last().selectOption("viewer");
  const change = page.getByRole("alertdialog", { name: "Make Gil New viewer?" });
  await change.getByLabel("Why").fill("learns first");
  await change.getByRole("button", { name: "Make viewer" }).click();
  await expect(change).toBeHidden();
  expect((await guest.request.post("/api/orchestrate", { data: { request: "Say hello" } })).status()).toBe(403);

  await line(page, email)
    .getByRole("button", { name: /More for/ })
    .click();
  await page.getByRole("menuitem", { name: "Disable" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Disable" }).click();
  await expect(line(page, email)).toContainText("Disabled");
  expect((await guest.request.get("/api/orchestrate", { headers: { "x-fermata-workspace": "demo" } })).status()).toBe(404);

  await line(page, email)
    .getByRole("button", { name: /More for/ })
    .click();
  await page.getByRole("menuitem", { name: "Remove" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Remove" }).click();
  await expect(line(page, email)).toHaveCount(0);

  await page.goto(`${settings}/audit?q=${encodeURIComponent(email)}`);
  for (const words of ["invited somebody", "changed a member", "learns first", "removed a member"])
    await expect(page.getByRole("listitem").filter({ hasText: words }).first()).toBeVisible();
  await page.getByRole("button", { name: "Verify" }).click();
  await expect(page.getByText(/All \d+ entries are as they were written/)).toBeVisible();
});

test("the last owner is kept, in words", async ({ page }) => {
  await signInAs(page, "owner");
  await page.goto(`${settings}/members`);
  await page.getByRole("combobox", { name: "Role of Dana Mizrahi" }).selectOption("viewer");
  const change = page.getByRole("alertdialog", { name: "Make Dana Mizrahi viewer?" });
  await change.getByRole("button", { name: "Make viewer" }).click();
  await expect(change.getByRole("alert")).toContainText("the last owner stays");
  await change.getByRole("button", { name: "Leave it" }).click();
  await expect(page.getByRole("combobox", { name: "Role of Dana Mizrahi" })).toHaveValue("owner");
});

test("a key is made, shown once, used, rotated and revoked", async ({ page, playwright, baseURL }) => {
  await signInAs(page, "owner");
  await page.goto(`${settings}/keys`);
  const name = `CRM ${Date.now()}`;
  await page.getByRole("button", { name: "Make a key" }).click();
  const dialog = page.getByRole("dialog", { name: "Make a key" });
  await dialog.getByRole("textbox", { name: "Name" }).fill(name);
  await dialog.getByRole("checkbox", { name: /See executions/ }).check();
  await dialog.getByRole("button", { name: "Make the key" }).click();
  const shown = page.getByRole("alertdialog", { name: "Your new key" });
  const token = await secretIn(shown);
  await shown.getByRole("button", { name: "Done" }).click();
  expect(await page.content()).not.toContain(token);

  const program = await playwright.request.newContext({ baseURL: baseURL ?? "" });
  const status = async (key: string, path = "/api/orchestrate") =>
    (await program.get(path, { headers: { authorization: `Bearer ${key}` } })).status();
  expect(await status(token)).toBe(200);
  expect(await status(token, "/api/members")).toBe(403);

  await page.getByRole("button", { name: `Rotate ${name}` }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Rotate" }).click();
  const next = await secretIn(page.getByRole("alertdialog", { name: "The new key" }));
  await page.getByRole("button", { name: "Done" }).click();
  expect(await status(next)).toBe(200);
  expect(await status(token)).toBe(401);

  await page.getByRole("button", { name: `Revoke ${name}` }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Revoke" }).click();
  await expect(page.getByRole("listitem").filter({ hasText: name }).filter({ hasText: "Revoked" })).toHaveCount(1);
  expect(await status(next)).toBe(401);
  await program.dispose();
});

test("a session is seen and ended elsewhere; a changed password ends all others", async ({ page, visitor }) => {
  await signInAs(page, "owner");
  const email = someone();
  const link = await invite(page, email, "viewer");
  const here = await visitor();
  await join(here, link, "Shira Two");
  const there = await visitor();
  await signInByForm(there, email);
  await there.waitForURL(/\/demo$/);

  await here.goto(`${settings}/sessions`);
  await expect(here.getByRole("main").getByRole("listitem").filter({ hasText: "Seen" })).toHaveCount(2);
  await here.getByRole("button", { name: /^End the session/ }).click();
  await expect(here.getByRole("main").getByRole("listitem").filter({ hasText: "Seen" })).toHaveCount(1);
  await there.goto(settings);
  await there.waitForURL(/\/sign-in$/);

  await signInByForm(there, email);
  await there.waitForURL(/\/demo$/);
  await here.goto(settings);
  await here.getByLabel("Current password").fill(password);
  await here.getByLabel("New password").fill("another waltz of the seas");
  await here.getByRole("button", { name: "Change the password" }).click();
  await expect(here.getByText("Every other session has ended")).toBeVisible();
  expect((await there.request.get("/api/profile")).status()).toBe(401);
  expect((await here.request.get("/api/profile")).status()).toBe(200);
});

test("a second factor is set up, asked for at the door, and removed", async ({ page, visitor }) => {
  await signInAs(page, "owner");
  const email = someone();
  const link = await invite(page, email, "viewer");
  const here = await visitor();
  await join(here, link, "Tal Three");
  await here.goto(settings);
  await here.getByRole("button", { name: "Set up a second factor" }).click();
  const begun = here.getByRole("alertdialog", { name: "Set up a second factor" });
  await expect(begun.getByRole("img", { name: "QR code of the key below" })).toBeVisible();
  const secret = bytesOf(await secretIn(begun));
  const step = () => Math.floor(Date.now() / 30_000);
  await begun.getByLabel("The code that the app shows").fill(codeAt(secret, step()));
  await begun.getByRole("button", { name: "Turn it on" }).click();
  const added = here.getByRole("alertdialog", { name: "Your recovery codes" });
  const [recovery = ""] = (await secretIn(added)).split("\n");
  await added.getByRole("button", { name: "I have kept them" }).click();
  await expect(here.getByText("10 recovery codes are left")).toBeVisible();

  const door = await visitor();
  await signInByForm(door, email);
  await door.getByLabel("Code").fill("000000");
  await door.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(door.getByText("The code is not right")).toBeVisible();
  await door.getByLabel("Code").fill(recovery);
  await door.getByRole("button", { name: "Sign in", exact: true }).click();
  await door.waitForURL(/\/demo$/);

  await here.getByRole("button", { name: "Remove it" }).click();
  const removing = here.getByRole("alertdialog", { name: "Remove the second factor?" });
  await removing.getByLabel("Password").fill(password);
  await removing.getByRole("button", { name: "Remove it" }).click();
  await expect(here.getByText("Signing in asks for the password alone")).toBeVisible();
});

test("an admin hands over a link to a new password", async ({ page, visitor }) => {
  await signInAs(page, "owner");
  const email = someone();
  const link = await invite(page, email, "viewer");
  const here = await visitor();
  await join(here, link, "Uri Four");
  await page.goto(`${settings}/members`);
  await line(page, email)
    .getByRole("button", { name: /More for/ })
    .click();
  await page.getByRole("menuitem", { name: "Link to a new password" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Make the link" }).click();
  const reset = await secretIn(page.getByRole("alertdialog", { name: "A link to a new password" }));
  const other = await visitor();
  await other.goto(reset);
  await other.getByLabel("New password").fill("another waltz of the seas");
  await other.getByRole("button", { name: "Set the password" }).click();
  await expect(other.getByText("Your new password holds")).toBeVisible();
  expect((await here.request.get("/api/profile")).status()).toBe(401);
  await signInByForm(other, email, "another waltz of the seas");
  await other.waitForURL(/\/demo$/);
});

test("what a viewer may not do is not offered, and not there", async ({ page }) => {
  await signInAs(page, "viewer");
  await page.goto(settings);
  await expect(page.getByRole("navigation", { name: "Settings" }).getByRole("link")).toHaveText([
    "You",
    "Sessions",
    "Workspaces",
    "Approvals",
    "Roles",
    "Defaults",
    "Limits",
    "Interface",
  ]);
  for (const path of ["members", "keys", "connections", "executor", "audit"]) {
    const answer = await page.goto(`${settings}/${path}`);
    expect(answer?.status()).toBe(404);
  }
});

function bytesOf(base32: string): Uint8Array {
  const bits = [...base32].map((sign) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(sign).toString(2).padStart(5, "0")).join("");
  return Uint8Array.from(bits.match(/.{8}/g) ?? [], (byte) => Number.parseInt(byte, 2));
}
