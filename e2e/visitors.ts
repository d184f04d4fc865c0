import { type BrowserContext, test as base, type Page } from "@playwright/test";

/** Opens a page of somebody else, with cookies of their own. */
export type Visitor = () => Promise<Page>;

/** What is opened is closed with the test: a page that is left open goes on drawing beside every test that follows. */
export const test = base.extend<{ visitor: Visitor }>({
  visitor: async ({ browser }, use) => {
    const opened: BrowserContext[] = [];
    await use(async () => {
      const context = await browser.newContext();
      opened.push(context);
      return context.newPage();
    });
    await Promise.all(opened.map((context) => context.close()));
  },
});
