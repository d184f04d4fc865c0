import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { Permission } from "#lib/tenancy/permissions.ts";

const pages = globSync("(dashboard)/**/{page,layout}.tsx", { cwd: import.meta.dirname });

test("every page of a workspace names the permission without which nothing is at its address", () => {
  expect(pages.length).toBeGreaterThan(30);
  for (const page of pages) {
    const text = readFileSync(join(import.meta.dirname, page), "utf8");
    const asked = [...text.matchAll(/accessOnPage\([^"]*?, "([a-z:*]+)"\)/g)].map(([, permission]) => permission);
    expect([page, text.match(/accessOnPage\(/g)?.length]).toEqual([page, asked.length]);
    expect([page, asked.filter((one) => !Permission.safeParse(one).success)]).toEqual([page, []]);
    expect([page, asked.length > 0]).toEqual([page, true]);
  }
});
