import AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";
import { demoAddress, signInAs } from "./sign-in.ts";
import { test } from "./visitors.ts";

const inDemo = { "x-fermata-workspace": "demo" };
const form = {
  type: "object",
  title: "Before it is searched",
  properties: {
    name: { type: "string", title: "Whom to look for", minLength: 1, maxLength: 60 },
    most: { type: "integer", title: "How many at the most", minimum: 1, maximum: 20, default: 5 },
    places: { type: "array", title: "Where", items: { type: "string", enum: ["Contacts", "Letters"] } },
    until: { type: "string", format: "date", title: "Until which day" },
    urgent: { type: "boolean", title: "It is urgent" },
  },
  required: ["name", "most"],
};

async function asked(page: Page, subject: string): Promise<string> {
  const steps = [
    { id: "ask", name: subject, tool: "flow.pass", params: { subject }, form },
    { id: "find", tool: "contacts.search", params: { name: "{{ steps.ask.form.name }}", limit: "{{ steps.ask.form.most }}" } },
  ];
  const answer = await page.request.post("/api/orchestrate", { data: { plan: { steps } }, headers: inDemo });
  const { id } = (await answer.json()) as { id: string };
  const open = async () => ((await (await page.request.get(`/api/approvals?execution=${id}`)).json()) as { data: unknown[] }).data.length;
  await expect.poll(open).toBe(1);
  return id;
}

async function faultsOn(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]).analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(" ")).join(", ")}`);
}

test("a form is filled in with the approval: what is missing is told at its field, and later steps read the answers", async ({ page }) => {
  await signInAs(page, "owner");
  const id = await asked(page, `Form ${Date.now()}`);
  await page.goto(`${demoAddress}/executions/${id}`);
  const fields = page.getByRole("group", { name: "Before it is searched" });
  const approve = page.getByRole("button", { name: "Approve", exact: true });
  await expect(fields.getByLabel("How many at the most")).toHaveValue("5");
  await approve.click();
  await expect(fields.getByLabel("Whom to look for")).toBeFocused();
  await expect(fields.getByText("Whom to look for is missing")).toBeVisible();
  expect(await faultsOn(page)).toEqual([]);
  await fields.getByLabel("Whom to look for").fill("Yoav");
  await fields.getByLabel("How many at the most").fill("50");
  await approve.click();
  await expect(fields.getByText("is 20 at the most")).toBeVisible();
  await fields.getByLabel("How many at the most").fill("2");
  await fields.getByLabel("Contacts").check();
  await approve.click();
  const snapshot = async () =>
    (await page.request.get(`/api/orchestrate/${id}`, { headers: inDemo })).json() as Promise<{ status: string }>;
  await expect.poll(async () => (await snapshot()).status).toBe("completed");
  const answers = await page.request.get(`/api/approvals?execution=${id}&status=approved`, { headers: inDemo });
  expect(((await answers.json()) as { data: { form: { values: unknown } }[] }).data[0]?.form.values).toEqual({
    name: "Yoav",
    most: 2,
    places: ["Contacts"],
    urgent: false,
  });
});

test("a channel is added, its secret is shown once, a test says what came of it, and it is removed", async ({ page }) => {
  await signInAs(page, "owner");
  const name = `Channel ${Date.now()}`;
  await page.goto(`${demoAddress}/settings/approvals`);
  await page.getByRole("button", { name: "Add a channel" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name").fill(name);
  await dialog.getByLabel("Address").fill("https://hooks.invalid/secret-path");
  await dialog.getByRole("button", { name: "Add the channel" }).click();
  await expect(dialog.getByText(/^whsec_/)).toBeVisible();
  await dialog.getByRole("button", { name: "Done" }).click();
  const row = page.getByRole("listitem").filter({ hasText: name });
  await expect(row).toContainText("https://hooks.invalid");
  await expect(row).not.toContainText("secret-path");
  await row.getByRole("button", { name: "Send a test" }).click();
  await expect(row.getByRole("status")).toContainText("did not get through");
  await row.getByRole("button", { name: "Remove" }).click();
  await page.getByRole("alertdialog").or(page.getByRole("dialog")).getByRole("button", { name: "Remove" }).click();
  await expect(row).toHaveCount(0);
});

test("an approval is put out of the way by its key, and comes back when it is asked for", async ({ page }) => {
  await signInAs(page, "owner");
  const subject = `Aside ${Date.now()}`;
  const steps = [{ id: "find", tool: "contacts.search", approval: "required", params: { name: subject } }];
  const answer = await page.request.post("/api/orchestrate", { data: { plan: { steps } }, headers: inDemo });
  const { id } = (await answer.json()) as { id: string };
  const open = async () => ((await (await page.request.get(`/api/approvals?execution=${id}`)).json()) as { data: unknown[] }).data.length;
  await expect.poll(open).toBe(1);
  await page.goto(`${demoAddress}/approvals`);
  const row = page.locator("[id^=row-]").filter({ hasText: subject });
  await expect(row).toBeVisible();
  if ((await row.getAttribute("aria-expanded")) !== "true") await row.click();
  await expect(page.getByRole("region", { name: new RegExp(`^Approve\\?.*${subject}`) })).toBeVisible();
  await page.keyboard.press("s");
  await expect(row).toHaveCount(0);
  await page.reload();
  await expect(page.getByText("out of the way for an hour at the most")).toBeVisible();
  await expect(row).toHaveCount(0);
  await page.getByRole("button", { name: /^Show (it|them)$/ }).click();
  await expect(row).toBeVisible();
  await page.request.post(`/api/orchestrate/${id}/cancel`, { headers: inDemo });
});

test("what a contact agreed to is recorded on their page, and what steps share is changed while they are paused", async ({ page }) => {
  await signInAs(page, "owner");
  await page.goto(`${demoAddress}/contacts`);
  await page.getByRole("link", { name: /Yoav/ }).first().click();
  const consent = page.getByLabel("Consent to marketing");
  await expect(consent).toBeVisible();
  const was = await consent.inputValue();
  await consent.selectOption("express");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("definition").filter({ hasText: "Given by word" })).toBeVisible();
  expect(await faultsOn(page)).toEqual([]);
  await consent.selectOption(was);
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("definition").filter({ hasText: "Given by word" })).toHaveCount(0);

  const id = await asked(page, `Shared ${Date.now()}`);
  await page.request.post(`/api/orchestrate/${id}/pause`, { headers: inDemo });
  await page.goto(`${demoAddress}/executions/${id}?tab=context`);
  await page.getByRole("button", { name: "Share a value" }).click();
  await page.getByLabel("Key").fill("price");
  await page.getByLabel("Value").fill("5");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("heading", { name: "price" })).toBeVisible();
  await page.getByRole("button", { name: "Change price" }).click();
  await page.getByLabel("Value").fill("6");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("version 2")).toBeVisible();
  expect(await faultsOn(page)).toEqual([]);
  await page.request.post(`/api/orchestrate/${id}/cancel`, { headers: inDemo });
});
