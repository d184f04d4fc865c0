import { expect, type Page } from "@playwright/test";
import { faultsOn, paleOn } from "./axe.ts";
import { heldMessage } from "./plans.ts";
import { signInAs } from "./sign-in.ts";
import { test } from "./visitors.ts";

const plan = heldMessage({ subject: "December", body: "The report is ready." });

async function start(page: Page): Promise<{ id: string; url: string }> {
  const answer = await page.request.post("/api/orchestrate", { data: { plan }, headers: { "x-fermata-workspace": "demo" } });
  return (await answer.json()) as { id: string; url: string };
}

async function approve(page: Page, id: string): Promise<void> {
  type Open = { data: { id: string; payloadHash: string }[] };
  const read = async () => ((await (await page.request.get(`/api/approvals?execution=${id}`)).json()) as Open).data[0];
  await expect.poll(async () => (await read()) !== undefined).toBe(true);
  const open = await read();
  const decided = await page.request.post(`/api/approvals/${open?.id}/decide`, {
    data: { decision: "approve", payloadHash: open?.payloadHash },
  });
  expect(decided.ok()).toBe(true);
}

/** The numbers of the events of a log that is over, by their type. */
async function eventsOf(page: Page, id: string): Promise<{ seq: number; type: string }[]> {
  const text = await (await page.request.get(`/api/orchestrate/stream/${id}?lastEventId=0`)).text();
  return [...text.matchAll(/^data: (.*)$/gm)].map(([, data = ""]) => JSON.parse(data) as { seq: number; type: string });
}

const step = (page: Page, id: string) => page.locator(`[data-step="${id}"]`);
const slider = (page: Page) => page.getByRole("slider", { name: "Moment" });
const past = (page: Page) => page.getByText("As it was: nothing can be done here");

test("what happened is gone through event by event, each moment has an address, and nothing can be done in the past", async ({ page }) => {
  await signInAs(page, "owner");
  const { id, url } = await start(page);
  await approve(page, id);
  await page.goto(url);
  await expect(page.getByRole("status")).toContainText("Completed");
  const log = await eventsOf(page, id);
  const asked = log.find(({ type }) => type === "step.held")?.seq ?? 0;
  const last = log.length;

  await slider(page).focus();
  await page.keyboard.press("Home");
  await expect(past(page)).toBeVisible();
  await expect(page.getByRole("region", { name: "Through time" })).toContainText(`1 of ${last}`);
  await expect(page.getByText("There is no plan yet.")).toBeVisible();
  await expect(page).toHaveURL(/[?&]at=1(&|$)/);

  await slider(page).fill(String(asked));
  await expect(step(page, "gather")).toHaveAttribute("data-status", "completed");
  await expect(step(page, "tell")).toHaveAttribute("data-status", "held");
  await expect(step(page, "after")).toHaveAttribute("data-status", "pending");
  await expect(page.getByRole("region", { name: /^Waited for a decision/ })).toContainText("The report is ready.");
  await expect(page.getByRole("button", { name: "Approve", exact: true })).toHaveCount(0);
  await expect(page.getByRole("status")).toContainText("Held");
  expect(await faultsOn(page)).toEqual([]);
  await page.emulateMedia({ colorScheme: "dark" });
  expect(await paleOn(page)).toEqual([]);

  // The step, the graph and what people did are those of the moment too.
  await step(page, "tell").getByRole("button").click();
  const inspector = page.getByRole("region", { name: "Inspector" });
  await expect(inspector).toContainText("There is none");
  await expect(inspector.getByRole("button", { name: "Fork from here" })).toHaveCount(0);
  await page.getByRole("tab", { name: "Logs" }).click();
  await expect(page.getByRole("tabpanel", { name: "Logs" })).toContainText("approval.requested");
  await expect(page.getByRole("tabpanel", { name: "Logs" })).not.toContainText("approval.decided");

  await expect(page).toHaveURL(new RegExp(`at=${asked}`));
  await page.reload();
  await expect(past(page)).toBeVisible();
  await expect(step(page, "tell")).toHaveAttribute("data-status", "held");
  await page.getByRole("button", { name: "Back to its end" }).click();
  await expect(past(page)).toHaveCount(0);
  await expect(step(page, "after")).toHaveAttribute("data-status", "completed");
  await expect(page).not.toHaveURL(/at=/);
});

test("the past is reached by keys from anywhere on the page, and left by one", async ({ page }) => {
  await signInAs(page, "owner");
  const { id, url } = await start(page);
  await approve(page, id);
  await page.goto(url);
  await expect(page.getByRole("status")).toContainText("Completed");
  const region = page.getByRole("region", { name: "Through time" });
  const last = (await eventsOf(page, id)).length;
  await page.keyboard.press(",");
  await expect(region).toContainText(`${last - 1} of ${last}`);
  await page.keyboard.press(",");
  await expect(region).toContainText(`${last - 2} of ${last}`);
  await page.keyboard.press(".");
  await expect(region).toContainText(`${last - 1} of ${last}`);
  await page.keyboard.press("l");
  await expect(region).toContainText("as it ended");
  await slider(page).focus();
  await page.keyboard.press("PageDown");
  await expect(past(page)).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(past(page)).toHaveCount(0);
});

test("who looks back stays there while it goes on, and comes back to what is", async ({ page }) => {
  await signInAs(page, "owner");
  const { id, url } = await start(page);
  await page.goto(url);
  await expect(page.getByRole("button", { name: "Approve", exact: true })).toBeEnabled();
  await slider(page).focus();
  await page.keyboard.press("Home");
  await expect(past(page)).toBeVisible();
  await expect(page.getByRole("button", { name: "Approve", exact: true })).toHaveCount(0);
  await approve(page, id);
  await expect(page.getByRole("button", { name: "Back to its end" })).toBeVisible();
  await expect(page.getByText("There is no plan yet.")).toBeVisible();
  await page.getByRole("button", { name: "Back to its end" }).click();
  await expect(step(page, "after")).toHaveAttribute("data-status", "completed");
});

test("on a phone nothing lies over the inspector of a step", async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await signInAs(page, "owner");
  const { url } = await start(page);
  await page.goto(`${url}?step=gather`);
  const inspector = page.getByRole("region", { name: "Inspector" });
  await expect(inspector).toContainText("Gather");
  await expect(page.getByRole("region", { name: "Through time" })).toBeVisible();
  const covered = await inspector.evaluate((whole) => {
    const { left, right, top, bottom } = (whole.parentElement ?? whole).getBoundingClientRect();
    const places = Array.from({ length: 20 }, (_, at) => [left + (right - left) / 2, top + 4 + ((bottom - top - 8) * at) / 19] as const);
    return places.filter(([x, y]) => !whole.parentElement?.contains(document.elementFromPoint(x, y))).length;
  });
  expect(covered).toBe(0);
});
