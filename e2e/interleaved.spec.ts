import { type APIRequestContext, expect, test } from "@playwright/test";
import { demoPassword, demoPeople } from "#lib/tenancy/demo.ts";
import { otherAccounts } from "../prisma/seed/accounts.ts";

const pairs = 200;
/** What makes an answer another one in a cache, or slips past what looks at addresses. */
const variants: Record<string, string>[] = [
  {},
  { rsc: "1" },
  { rsc: "1", "next-router-prefetch": "1" },
  { "x-nextjs-data": "1" },
  { "x-middleware-subrequest": "proxy:proxy:proxy:proxy:proxy" },
  { accept: "text/html;charset=utf-7", "accept-encoding": "identity" },
];
const queries = ["", "?_rsc=abc12", "?nxtPworkspace=demo"];

async function signedIn(request: APIRequestContext, email: string): Promise<void> {
  const { csrfToken } = await (await request.get("/api/auth/csrf")).json();
  const answer = await request.post("/api/auth/callback/credentials", { form: { csrfToken, email, password: demoPassword, json: "true" } });
  expect(answer.ok()).toBe(true);
}

test("two people who ask for the same at once are told each their own, whatever is sent with it, and nobody may keep it", async ({
  playwright,
  baseURL,
}) => {
  test.setTimeout(240_000);
  const [dana] = demoPeople;
  const [other] = otherAccounts;
  if (!dana || !other) throw new Error("there are no two people");
  const [one, two] = await Promise.all([1, 2].map(() => playwright.request.newContext({ baseURL: baseURL ?? "" })));
  if (!one || !two) throw new Error("there are no two browsers");
  await signedIn(one, dana.email);
  await signedIn(two, other.email);
  for (let at = 0; at < pairs; at++) {
    const headers = variants[at % variants.length] ?? {};
    const address = `${at % 2 === 0 ? "/api/profile" : "/api/sessions"}${queries[at % queries.length]?.replace(/^\?nxt.*/, "") ?? ""}`;
    const page = `/demo/settings${queries[at % queries.length] ?? ""}`;
    const [mine, theirs, myPage, theirPage] = await Promise.all([
      one.get(address, { headers }),
      two.get(address, { headers }),
      at % 10 === 0 ? one.get(page, { headers }) : undefined,
      at % 10 === 0 ? two.get(page, { headers }) : undefined,
    ]);
    expect([at, mine.status(), theirs.status()]).toEqual([at, 200, 200]);
    for (const answer of [mine, theirs]) expect([at, answer.headers()["cache-control"]]).toEqual([at, "private, no-store"]);
    const [mineSays, theirsSays] = [await mine.text(), await theirs.text()];
    if (address.startsWith("/api/profile"))
      expect([at, mineSays.includes(dana.email), theirsSays.includes(other.email)]).toEqual([at, true, true]);
    expect([at, mineSays.includes(other.email), theirsSays.includes(dana.email)]).toEqual([at, false, false]);
    if (!myPage || !theirPage) continue;
    expect([page, myPage.headers()["cache-control"]]).toEqual([page, expect.stringContaining("no-store")]);
    expect([page, (await myPage.text()).includes(other.email), (await theirPage.text()).includes(dana.email)]).toEqual([
      page,
      false,
      false,
    ]);
  }
  await Promise.all([one.dispose(), two.dispose()]);
});

let callers = 0;
/** Each from an address of its own, so that none is told to wait for the others, here or in another test. */
const from = () => ({ "x-forwarded-for": `2001:db8:7::${(++callers).toString(16)}` });

/** Forms of an address that a rule on addresses may not know for the same. */
const forms = (path: string) => [
  path,
  `${path}/`,
  path.replace("/api/", "/api//"),
  path.replace("/api/", "/api/%2e/"),
  path.replace("/api/", "/%61pi/"),
  path.replace("/api/", "/en/api/"),
  `${path}.rsc`,
  `${path}.json`,
  `/_next/data/x${path}.json`,
  `${path};x=1`,
  path.toUpperCase(),
  `/demo/..${path}`,
];

test("no form of an address and no header lets in somebody who is nobody", async ({ playwright, baseURL }) => {
  const nobody = await playwright.request.newContext({ baseURL: baseURL ?? "" });
  for (const path of ["/api/orchestrate", "/api/members", "/api/audit/export", "/api/approvals", "/api/keys"])
    for (const address of forms(path))
      for (const headers of variants) {
        const answer = await nobody.get(address, { headers: { ...headers, ...from() }, maxRedirects: 3 });
        // A page asked for in parts says in the part, and not by its status, that one has to sign in.
        const isPart = "rsc" in headers && (answer.headers()["content-type"] ?? "").startsWith("text/x-component");
        const isClosed = [400, 401, 404, 405].includes(answer.status()) || answer.url().endsWith("/sign-in") || isPart;
        expect([address, JSON.stringify(headers), answer.status(), isClosed]).toEqual([
          address,
          JSON.stringify(headers),
          answer.status(),
          true,
        ]);
        expect([address, /Sadot Advisory|exe_[A-Za-z0-9]{8}/.test(await answer.text())]).toEqual([address, false]);
      }
  const page = [
    "/demo",
    "/demo/",

    "/%64emo",
    "/demo/executions",
    "/demo/settings/members",
    "/en/demo",
    "/demo.rsc",
    "/demo?_rsc=1",
  ];
  for (const address of page)
    for (const headers of variants) {
      const answer = await nobody.get(address, { headers: { ...headers, ...from() }, maxRedirects: 3 });
      expect([address, JSON.stringify(headers), /What should be done\?|Sadot Advisory/.test(await answer.text())]).toEqual([
        address,
        JSON.stringify(headers),
        false,
      ]);
    }
  await nobody.dispose();
});
