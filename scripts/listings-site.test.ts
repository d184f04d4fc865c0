import { load } from "cheerio";
import { expect, test } from "vitest";
import { listings, serveListings } from "./listings-site.ts";

test("thirty listings stand on three pages that lead to each other, and each has a page of its own", async () => {
  const { url, close } = await serveListings();
  const titles: string[] = [];
  for (let path: string | undefined = "/listings"; path; ) {
    const $ = load(await (await fetch(url + path)).text());
    for (const link of $("ol.listings h2 a").toArray()) {
      titles.push($(link).text());
      const detail = load(await (await fetch(url + $(link).attr("href"))).text());
      expect(detail("h1").text()).toBe($(link).text());
      expect(Number(detail("data.price").attr("value"))).toBeGreaterThan(0);
      expect(detail("address .agent").text()).not.toBe("");
    }
    path = $("a[rel=next]").attr("href");
  }
  expect(titles).toEqual(listings.map(({ title }) => title));
  expect(listings.filter(({ language }) => language === "he")).toHaveLength(10);
  expect(await (await fetch(`${url}/robots.txt`)).text()).toContain("Disallow: /agents/");
  expect((await fetch(`${url}/listings/none`)).status).toBe(404);
  expect((await (await fetch(`${url}/api/listings?city=Haifa&maxPrice=2000000`)).json()) as { data: unknown[] }).toMatchObject({
    data: expect.any(Array),
  });
  await close();
});
