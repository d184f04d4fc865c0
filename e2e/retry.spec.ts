import { expect, type Page } from "@playwright/test";
import { demoAddress, signInAs } from "./sign-in.ts";
import { test } from "./visitors.ts";

/** An address that the guard refuses, behind a step that goes well. */
async function failed(page: Page, title: string): Promise<{ id: string; url: string }> {
  const steps = [
    { id: "first", name: "Gather", tool: "flow.pass" },
    { id: "ask", name: "Ask", tool: "http.request", params: { url: "http://169.254.169.254/latest" }, dependsOn: ["first"] },
  ];
  const answer = await page.request.post("/api/orchestrate", {
    data: { title, plan: { steps } },
    headers: { "x-fermata-workspace": "demo" },
  });
  const started = (await answer.json()) as { id: string; url: string };
  const status = async () => ((await (await page.request.get(`/api/orchestrate/${started.id}`)).json()) as { status: string }).status;
  await expect.poll(status).toBe("failed");
  return started;
}

test("what failed is tried again from its page, with what is done taken over", async ({ page }) => {
  await signInAs(page, "owner");
  const { id, url } = await failed(page, `Again ${Date.now()}`);
  await page.goto(url);
  await page.getByRole("button", { name: "Try the rest again" }).click();
  await expect(page).not.toHaveURL(new RegExp(id));
  await expect(page.getByText("A fork of")).toBeVisible();
  await page.locator('[data-step="first"]').getByRole("button").click();
  await expect(page.getByRole("region", { name: "Inspector" })).toContainText("another execution did it");
});

test("several are chosen by keys and tried again together, once that is confirmed", async ({ page }) => {
  await signInAs(page, "owner");
  const title = `Both ${Date.now()}`;
  const ids = [(await failed(page, title)).id, (await failed(page, title)).id];
  await page.goto(`${demoAddress}/executions?text=${encodeURIComponent(title)}`);
  await expect(page.locator("[data-row]")).toHaveCount(2);
  await page.keyboard.press("X");
  await page.getByRole("button", { name: "Try again 2" }).click();
  const dialog = page.getByRole("alertdialog");
  await expect(dialog).toContainText("nothing is sent twice");
  await dialog.getByRole("button", { name: "Try again 2 executions" }).click();
  await expect(page.getByText("2 executions begun again")).toBeVisible();
  const { data } = (await (await page.request.get(`/api/orchestrate?text=${encodeURIComponent(title)}`)).json()) as {
    data: { id: string; trigger: string }[];
  };
  expect(data.filter((one) => !ids.includes(one.id)).map(({ trigger }) => trigger)).toEqual(["fork", "fork"]);
});

test("a view of the list is reached by its number, and its filters by their letters", async ({ page }) => {
  await signInAs(page, "owner");
  await page.goto(`${demoAddress}/executions`);
  // Keys are heard once the page's script runs.
  const view = page.getByRole("link", { name: "Held by people" });
  await expect(async () => {
    await page.keyboard.press("3");
    await expect(view).toHaveAttribute("aria-current", "page", { timeout: 3_000 });
  }).toPass();
  // The filters are drawn anew with the view.
  await expect(async () => {
    await page.keyboard.press("t");
    await expect(page.getByRole("combobox", { name: "Status" })).toBeFocused({ timeout: 1_000 });
  }).toPass();
});
