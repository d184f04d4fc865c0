import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";

const levels = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

async function run(page: Page, builder: AxeBuilder): Promise<string[]> {
  // A colour that is on its way to another is neither.
  await page.evaluate(() =>
    Promise.allSettled(document.getAnimations().flatMap((one) => (one instanceof CSSTransition ? one.finished : []))),
  );
  // There are no frames, so that no second page is needed to put their findings together.
  const { violations } = await builder.setLegacyMode().analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(" ")).join(", ")}`);
}

/** Everything that axe finds wrong by WCAG 2.2 AA. */
export const faultsOn = (page: Page): Promise<string[]> => run(page, new AxeBuilder({ page }).withTags(levels));

/** What another colour scheme can make wrong, on a page that was looked at whole in the first. */
export const paleOn = (page: Page): Promise<string[]> =>
  run(page, new AxeBuilder({ page }).withRules(["color-contrast", "link-in-text-block"]));
