import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const api = join(import.meta.dirname, "api");
const routes = globSync("**/route.ts", { cwd: api }).sort();

/** What answers by itself, and why it may. */
const exceptions: Record<string, string> = {
  "auth/[...nextauth]/route.ts": "the sign-in library's own routes, with its own token against forged requests",
  "inngest/route.ts": "Inngest's own protocol, signed; closed by the wrapper in the embedded form",
};

const verbs = /^export (?:const|async function|function) (GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS)\b(.*)$/gm;

test("there are routes, and every exception is one", () => {
  expect(routes.length).toBeGreaterThan(8);
  expect(Object.keys(exceptions).filter((route) => !routes.includes(route))).toEqual([]);
});

test.each(routes.filter((route) => !(route in exceptions)))("%s answers through the wrapper, every verb of it", (route) => {
  const text = readFileSync(join(api, route), "utf8");
  const exported = [...text.matchAll(verbs)];
  expect(exported.length).toBeGreaterThan(0);
  for (const [line, verb] of exported) expect(line).toMatch(new RegExp(`^export const ${verb} = (endpoint|openEndpoint)\\(`));
});

test("only what anybody may ask is open", () => {
  const open = routes.filter((route) => readFileSync(join(api, route), "utf8").includes("openEndpoint("));
  expect(open).toEqual([
    "approvals/links/decide/route.ts",
    "approvals/links/look/route.ts",
    "health/route.ts",
    "invitations/accept/route.ts",
    "invitations/look/route.ts",
    "openapi.json/route.ts",
    "password/forgot/route.ts",
    "password/reset/route.ts",
    "ready/route.ts",
  ]);
});

test.each(Object.keys(exceptions))("%s serves no verb beyond those of its protocol", (route) => {
  const exported = [...readFileSync(join(api, route), "utf8").matchAll(verbs)].map(([, verb]) => verb);
  expect(["GET", "POST", "PUT"]).toEqual(expect.arrayContaining(exported));
});
