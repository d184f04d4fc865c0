import { expect } from "@playwright/test";
import { faultsOn } from "./axe.ts";
import { signInAs } from "./sign-in.ts";
import { test } from "./visitors.ts";

/** A name is asked for at the resolver, which may take its time. */
const resolvedMs = 40_000;

test("another plan that is proposed after a failure appears on the page as it is made, and leads to where it is agreed to", async ({
  page,
}) => {
  await signInAs(page, "owner");
  const steps = [
    { id: "wait", tool: "flow.wait", params: { minutes: 0.05 } },
    {
      id: "far",
      name: "Read the page",
      tool: "http.request",
      params: { url: "http://nowhere.invalid/" },
      dependsOn: ["wait"],
      retry: { maxAttempts: 1 },
    },
    { id: "last", tool: "flow.pass", dependsOn: ["far"] },
  ];
  const answer = await page.request.post("/api/orchestrate", { data: { plan: { steps } }, headers: { "x-fermata-workspace": "demo" } });
  const { url } = (await answer.json()) as { url: string };
  await page.goto(url);
  await page.evaluate(() => Object.assign(window, { kept: true }));
  const proposal = page.getByRole("region", { name: "Another plan" });
  await expect(proposal).toContainText("Plan version 2", { timeout: resolvedMs });
  await expect(proposal).toContainText("Effectiveness");
  await page.getByRole("tab", { name: "Recovery" }).click();
  await expect(page.getByRole("tabpanel", { name: "Recovery" })).toContainText("Another plan");
  expect(await faultsOn(page)).toEqual([]);
  expect(await page.evaluate(() => "kept" in window)).toBe(true);
  await proposal.getByRole("link", { name: "Look at it and decide" }).click();
  await expect(page.getByRole("button", { name: "Approve", exact: true })).toBeEnabled();
  await expect(page.getByRole("status")).toContainText("Waiting for approval");
});
