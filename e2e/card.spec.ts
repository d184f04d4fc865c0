import { expect, type Page } from "@playwright/test";
import { demoAddress, signInAs } from "./sign-in.ts";
import { test } from "./visitors.ts";

const english = "Read what we did in December at Tevuot, understand the strategy, and set a meeting with Yoav";
const hebrew = "תקרא מה עשינו בדצמבר בתבואות, תבין את האסטרטגיה ותקבע פגישה עם יואב";

const approve = (page: Page) => page.getByRole("button", { name: "Approve", exact: true });
const result = (page: Page) => page.getByRole("region", { name: "Result", exact: true });
const plan = (page: Page) => page.getByRole("region", { name: "Plan", exact: true });
const meeting = (page: Page) => plan(page).locator("[data-plan-step]").filter({ hasText: "calendar.create" });

/** From the plan on the page to its result: a step is edited, the plan runs, what invites is approved. */
async function editRunApprove(page: Page): Promise<void> {
  await meeting(page).getByRole("button", { expanded: false }).click();
  await meeting(page).getByLabel("In plain words").fill("Meet Yoav about the strategy");
  await expect(page.getByRole("region", { name: /change/ })).toContainText("Meet Yoav about the strategy");
  await page.getByRole("button", { name: "Approve & run" }).click();
  await expect(page).toHaveURL(/\/demo\/executions\/exe_/);
  await expect(approve(page)).toBeEnabled();
  await approve(page).click();
  await expect(page.getByRole("status")).toContainText("Completed");
  await expect(page.getByText("Meet Yoav about the strategy").first()).toBeVisible();
}

test("from the sign-in page to a result by clicks alone", async ({ page }) => {
  await page.goto("/");
  await page.getByRole("button", { name: /owner/ }).click();
  await page.getByRole("list", { name: "Examples" }).getByRole("button").first().click();
  await page.getByRole("button", { name: "Plan it" }).click();
  await expect(plan(page)).toBeVisible();
  await page.getByRole("button", { name: "Approve & run" }).click();
  await expect(page).toHaveURL(/\/demo\/executions\/exe_/);
  await expect(
    approve(page)
      .or(page.getByRole("status").filter({ hasText: "Completed" }))
      .first(),
  ).toBeVisible();
  while (await approve(page).isVisible()) {
    await approve(page).click();
    await expect(approve(page)).toBeHidden();
  }
  await expect(page.getByRole("status")).toContainText("Completed");
  await expect(result(page)).toBeVisible();
});

test("a request in English: card, edit, run, approve, result", async ({ page }) => {
  await signInAs(page, "owner");
  await page.goto(demoAddress);
  await page.getByLabel("What should be done?").fill(english);
  await page.getByRole("button", { name: "Plan it" }).click();
  await expect(page).toHaveURL(/\/demo\/new\?request=/);
  await editRunApprove(page);
  await expect(result(page)).toContainText("Yoav");
});

test("the same in Hebrew, right to left", async ({ page, context, baseURL }) => {
  await signInAs(page, "owner");
  await context.addCookies([{ name: "fermata-direction", value: "rtl", url: baseURL ?? "" }]);
  await page.goto(demoAddress);
  await expect(page.locator("html")).toHaveAttribute("dir", "rtl");
  await page.getByLabel("What should be done?").fill(hebrew);
  await page.getByRole("button", { name: "Plan it" }).click();
  await editRunApprove(page);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(hebrew);
  await expect(result(page)).toContainText("תבואות");
});

test.describe("on a phone", () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

  test("the same by touch, and no page is wider than the screen", async ({ page }) => {
    await signInAs(page, "owner");
    await page.goto(demoAddress);
    await page.getByLabel("What should be done?").fill(english);
    await page.getByRole("button", { name: "Plan it" }).tap();
    await expect(meeting(page)).toBeVisible();
    const isNarrow = () => page.evaluate(() => document.documentElement.scrollWidth <= 390);
    expect(await isNarrow()).toBe(true);
    await editRunApprove(page);
    expect(await isNarrow()).toBe(true);
  });
});

/** Moves the focus by Tab until it is there; fails when a round of the page did not find it. */
async function tabTo(page: Page, name: RegExp): Promise<void> {
  for (let press = 0; press < 150; press++) {
    await page.keyboard.press("Tab");
    const here = await page.evaluate(() => {
      const at = document.activeElement as HTMLElement | null;
      return at?.getAttribute("aria-label") ?? (at as HTMLInputElement | null)?.labels?.[0]?.textContent ?? at?.textContent ?? "";
    });
    if (name.test(here.trim())) return;
  }
  throw new Error(`Tab never reached ${name}`);
}

test("the same by the keyboard alone", async ({ page }) => {
  await signInAs(page, "owner");
  await page.goto(demoAddress);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  // Keys are heard once the page's script runs.
  await expect(async () => {
    await page.keyboard.press("n");
    await expect(page.getByLabel("What should be done?")).toBeFocused({ timeout: 500 });
  }).toPass();
  await page.keyboard.type(english);
  await page.keyboard.press("Control+Enter");
  await expect(meeting(page)).toBeVisible();
  await tabTo(page, /calendar\.create/);
  await page.keyboard.press("Enter");
  await tabTo(page, /^In plain words/);
  await page.keyboard.press("Control+a");
  await page.keyboard.type("Meet Yoav about the strategy");
  await page.keyboard.press("Control+Enter");
  await expect(page).toHaveURL(/\/demo\/executions\/exe_/);
  await expect(approve(page)).toBeEnabled();
  await tabTo(page, /^Approve$/);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("status")).toContainText("Completed");
  await expect(page.getByText("Meet Yoav about the strategy").first()).toBeVisible();
});

test("a field that is refused is marked at its place, and the plan is kept", async ({ page }) => {
  await signInAs(page, "owner");
  await page.goto(`${demoAddress}/new?request=${encodeURIComponent(english)}`);
  await meeting(page).getByRole("button", { expanded: false }).click();
  await page.getByRole("button", { name: "Leave out title" }).click();
  await page.getByRole("button", { name: "Approve & run" }).click();
  await expect(meeting(page).getByRole("alert").filter({ hasText: /title/ })).toBeVisible();
  await expect(page).toHaveURL(/\/new/);
});

test("what is not clear is asked, and the answer leads to the plan", async ({ page }) => {
  await signInAs(page, "owner");
  await page.goto(`${demoAddress}/new?request=${encodeURIComponent("Meet Noa")}`);
  const question = page.getByRole("region", { name: "One question first" });
  await expect(question).toContainText("Which Noa");
  await question.getByRole("button", { name: /Noa Cohen/ }).click();
  await expect(plan(page)).toBeVisible();
  await expect(question).toHaveCount(0);
});

test("what cannot be done is said, and nothing can be run", async ({ page }) => {
  await signInAs(page, "owner");
  await page.goto(`${demoAddress}/new?request=${encodeURIComponent("Book me a flight to Paris")}`);
  await expect(page.getByRole("region", { name: "This cannot be done here" })).toContainText("flight to Paris");
  await expect(page.getByRole("button", { name: "Approve & run" })).toHaveCount(0);
});

test("what needs no work is answered at once", async ({ page }) => {
  await signInAs(page, "owner");
  await page.goto(`${demoAddress}/new?request=hello`);
  await expect(page.getByRole("region", { name: "The answer" })).toContainText("I plan work with the tools of this workspace");
});
