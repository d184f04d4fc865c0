import { type BrowserContext, test as base, type Page } from "@playwright/test";

/** Opens a page of somebody else, with cookies of their own. */
export type Visitor = () => Promise<Page>;

/** Whether everything that can be pressed answers: what the server drew does only once the page's script has taken it over. */
const isAlive = () =>
  [...document.querySelectorAll("button")].every((button) => Object.keys(button).some((key) => key.startsWith("__reactProps$")));

/** A page is open when a press on it would be heard, and not when it can be seen. */
export function heard(page: Page): Page {
  const { goto, reload } = page;
  return Object.assign(page, {
    goto: async (...args: Parameters<Page["goto"]>) => {
      const answer = await goto.apply(page, args);
      await page.waitForFunction(isAlive);
      return answer;
    },
    reload: async (...args: Parameters<Page["reload"]>) => {
      const answer = await reload.apply(page, args);
      await page.waitForFunction(isAlive);
      return answer;
    },
  });
}

/** What is opened is closed with the test: a page that is left open goes on drawing beside every test that follows. */
export const test = base.extend<{ visitor: Visitor }>({
  page: async ({ page }, use) => use(heard(page)),
  visitor: async ({ browser }, use) => {
    const opened: BrowserContext[] = [];
    await use(async () => {
      const context = await browser.newContext();
      opened.push(context);
      return heard(await context.newPage());
    });
    await Promise.all(opened.map((context) => context.close()));
  },
});
