import AxeBuilder from "@axe-core/playwright";
import { expect } from "@playwright/test";
import { demoAddress, signInAs } from "./sign-in.ts";
import { test } from "./visitors.ts";

test("a false alarm is reported where it stands and judged on the guardrails' page; a policy is tried on what happened", async ({
  page,
}) => {
  await signInAs(page, "owner");
  const mark = `Housing ${Date.now()}`;
  const body = `${mark}: an apartment for rent, no children`;
  const answer = await page.request.post("/api/orchestrate", {
    data: {
      title: mark,
      plan: { steps: [{ id: "tell", tool: "message.send", params: { to: "yoav@example.test", subject: "Flat", body } }] },
    },
    headers: { "x-fermata-workspace": "demo" },
  });
  const { url } = (await answer.json()) as { url: string };
  await page.goto(`${url}?step=tell`);
  const inspector = page.getByRole("region", { name: "Inspector" });
  await inspector
    .getByRole("button", { name: /^False alarm/ })
    .first()
    .click();
  await expect(inspector.getByText("Reported as a false alarm").first()).toBeVisible();

  await page.goto(`${demoAddress}/guardrails`);
  const alarms = page.getByRole("region", { name: "Reported as false alarms" });
  await expect(alarms.getByRole("listitem").first()).toBeVisible();
  const { violations } = await new AxeBuilder({ page }).include("[aria-labelledby=false-alarms]").analyze();
  expect(violations.map(({ id }) => id)).toEqual([]);
  await alarms.getByRole("button", { name: "The policy was right" }).first().click();
  await expect(alarms.getByText("The policy was right", { exact: true }).first()).toBeVisible();

  await page.getByRole("button", { name: "Try on the last 30 days: Fair housing" }).click();
  await expect(page.getByText(/calls that changed something it would have blocked \d+/)).toBeVisible();
});
