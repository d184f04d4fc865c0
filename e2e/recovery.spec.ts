import AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";
import { demoAddress, signInAs } from "./sign-in.ts";
import { test } from "./visitors.ts";

/** An address that the guard refuses, so that a person is needed at once. */
async function askForHelp(page: Page, name: string): Promise<{ url: string }> {
  const steps = [
    {
      id: "ask",
      name,
      tool: "http.request",
      params: { url: "http://169.254.169.254/latest" },
      fallbacks: [{ type: "manual-intervention", ask: "Which address is right?" }],
    },
    { id: "then", name: "Go on", tool: "flow.pass", dependsOn: ["ask"], onMissing: "run" },
  ];
  const answer = await page.request.post("/api/orchestrate", {
    data: { title: name, plan: { steps } },
    headers: { "x-fermata-workspace": "demo" },
  });
  return (await answer.json()) as { url: string };
}

const card = (page: Page, name: string) => page.getByRole("region", { name: new RegExp(`^Help needed:.*${name}`) });

test("a step that nothing helped asks a person, who leaves it out, and the execution ends without it", async ({ page }) => {
  const name = `Help ${Date.now()}`;
  await signInAs(page, "owner");
  const { url } = await askForHelp(page, name);
  await page.goto(url);
  await expect(card(page, name)).toContainText("Which address is right?");
  await expect(card(page, name)).toContainText("The error:");
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id }) => id)).toEqual([]);
  await card(page, name).getByRole("button", { name: "Leave it out" }).click();
  await expect(page.getByText(/but not whole/)).toBeVisible();
  await page.getByRole("tab", { name: "Recovery" }).click();
  await expect(page.getByRole("tabpanel", { name: "Recovery" })).toContainText("Left out");
});

test("its output is given in the inbox, and what hangs on it goes on", async ({ page }) => {
  const name = `Output ${Date.now()}`;
  await signInAs(page, "owner");
  const { url } = await askForHelp(page, name);
  await page.goto(`${demoAddress}/approvals`);
  await page.getByRole("button", { expanded: false, name: new RegExp(name) }).click();
  await card(page, name).getByRole("button", { name: "Give the output" }).click();
  const output = { status: 200, ok: true, url: "http://known.example", headers: {}, body: "By hand", truncated: false };
  await card(page, name)
    .getByRole("textbox", { name: /output that it should have had/ })
    .fill(JSON.stringify(output));
  await card(page, name).getByRole("button", { name: "Go on with this output" }).click();
  await page.goto(url);
  await expect(page.getByText(/^Completed in/)).toBeVisible();
});

test("the reliability page says where people were needed", async ({ page }) => {
  await signInAs(page, "viewer");
  await page.goto(`${demoAddress}/reliability`);
  await expect(page.getByRole("heading", { name: "Reliability", level: 1 })).toBeVisible();
  await page.getByRole("link", { name: "Today" }).click();
  await expect(page).toHaveURL(/days=1/);
  await expect(page.getByRole("link", { name: "Today" })).toHaveAttribute("aria-current", "true");
  await expect(page.getByText("People needed")).toBeVisible();
});
