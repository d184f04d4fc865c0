import { expect, type Page } from "@playwright/test";
import { faultsOn } from "./axe.ts";
import { demoAddress, signInAs } from "./sign-in.ts";
import { test } from "./visitors.ts";

const planOf = (to: string) => ({
  steps: [
    { id: "names", name: "Name them", tool: "flow.pass", params: { list: [to, `other-${to}`] } },
    {
      id: "tell",
      name: "Tell them",
      tool: "message.send",
      forEach: "steps.names.list",
      params: { to: "{{ item }}", subject: "Hello", body: "Hello." },
    },
    { id: "after", name: "Count", tool: "flow.pass", params: { sent: "{{ steps.tell }}" } },
  ],
});

async function start(page: Page, body: object): Promise<{ id: string; url: string }> {
  const answer = await page.request.post("/api/orchestrate", { data: body, headers: { "x-fermata-workspace": "demo" } });
  return (await answer.json()) as { id: string; url: string };
}

test("a plan is tried as a dry run, and then run for real by the same plan", async ({ page }) => {
  const to = `dry-${Date.now()}@example.test`;
  await signInAs(page, "owner");
  const { url } = await start(page, { title: `Dry ${to}`, plan: planOf(to), dryRun: true });
  await page.goto(url);
  const would = page.getByRole("region", { name: "What it would do" });
  await expect(would).toContainText("It would send 2");
  await expect(would).toContainText("Nothing of this happened");
  await expect(would).toContainText("for an approver");
  await expect(page.getByText("Dry run", { exact: true }).first()).toBeVisible();
  expect(await faultsOn(page)).toEqual([]);
  await page.goto(`${demoAddress}/effects?text=${encodeURIComponent(to)}`);
  await expect(page.getByText(`to ${to}`)).toHaveCount(0);
  await page.goto(url);
  await would.getByRole("button", { name: "Run for real with this plan" }).click();
  // In earnest it asks, and somebody else decides.
  await expect(page.getByText("The plan of")).toBeVisible();
  await expect(page.getByText(/Waiting for an approver/).first()).toBeVisible();
});

test("the plan's card offers a dry run, and the list says which executions are one", async ({ page }) => {
  await signInAs(page, "owner");
  await page.goto(`${demoAddress}/new?request=${encodeURIComponent("Find the reports of 2025 and write a one-page summary")}`);
  await page.getByRole("button", { name: "Dry run" }).click();
  await expect(page.getByRole("region", { name: "What it would do" })).toContainText("It would change nothing");
  await page.goto(`${demoAddress}/executions`);
  await expect(page.getByText("Dry run", { exact: true }).first()).toBeVisible();
});

test("a held execution goes on by a changed plan, in its place", async ({ page }) => {
  const to = `replan-${Date.now()}@example.test`;
  await signInAs(page, "owner");
  const { url } = await start(page, { title: `Replan ${to}`, plan: planOf(to) });
  await page.goto(`${url}?tab=plan`);
  await expect(page.getByText(/Waiting for an approver/).first()).toBeVisible();
  await page.getByRole("link", { name: "Change the plan" }).click();
  await expect(page.getByRole("heading", { name: "Change the plan", level: 1 })).toBeVisible();
  await page.getByRole("button", { name: "Remove after" }).click();
  await page.getByRole("button", { name: "Remove tell" }).click();
  await page.getByLabel("Why").fill("nobody is to be told");
  expect(await faultsOn(page)).toEqual([]);
  await page.getByRole("button", { name: "Go on with this plan" }).click();
  await page.waitForURL((at) => /\/executions\/exe_\w+$/.test(at.pathname) && at.pathname !== url);
  await expect(page.getByText(/^Completed in/)).toBeVisible();
  await page.getByRole("tab", { name: "Plan" }).click();
  await expect(page.getByRole("tabpanel", { name: "Plan" })).toContainText("nobody is to be told");
  await page.goto(url);
  await expect(page.getByText(/it goes on by plan version 2/).first()).toBeVisible();
});

test("a fork from a step does its descendants alone, and is compared with where it came from", async ({ page }) => {
  const to = `fork-${Date.now()}@example.test`;
  await signInAs(page, "owner");
  const { id, url } = await start(page, { title: `Fork ${to}`, plan: planOf(to), autonomy: "run" });
  await page.goto(url);
  await expect(page.getByText(/^Completed in/)).toBeVisible();
  await page.goto(`${url}?step=after`);
  await page.getByRole("button", { name: "Fork from here" }).click();
  await expect(page.getByRole("dialog", { name: "Fork from here" })).toContainText("stays as it was");
  expect(await faultsOn(page)).toEqual([]);
  await page.getByRole("button", { name: "With another input" }).click();
  await page.getByRole("textbox", { name: "The input, as you change it" }).fill('{ "sent": "by hand" }');
  await page.getByRole("button", { name: "Start with this input" }).click();
  await page.waitForURL((at) => at.pathname !== url && /\/executions\/exe_/.test(at.pathname) && !at.pathname.endsWith(id));
  await expect(page.getByText(/^Completed in/)).toBeVisible();
  await page.getByRole("link", { name: "compare" }).click();
  await expect(page.getByRole("heading", { name: /They part at Count: something else went in/ })).toBeVisible();
  await expect(page.getByText("taken over").first()).toBeVisible();
  expect(await faultsOn(page)).toEqual([]);
});
