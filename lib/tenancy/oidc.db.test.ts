import type { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import NextAuth from "next-auth";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { closePools, withWorkspace } from "#lib/db.ts";
import type { Fault, oidcIssuer } from "./oidc-issuer.fixture.ts";
import { authOptions, personOf } from "./session.next.ts";
import { addPerson, addWorkspace, setDisabled } from "./tenancy.fixture.ts";

/** Before the product reads the environment: an issuer, and the address of the product itself. */
const { issuer, product, base } = await vi.hoisted(async () => {
  const { oidcIssuer } = await import("./oidc-issuer.fixture.ts");
  const { createServer } = await import("node:http");
  const made: Awaited<ReturnType<typeof oidcIssuer>> = await oidcIssuer();
  const server = createServer();
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  const at = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  // biome-ignore lint/style/noProcessEnv: set here as whoever starts the product sets it, before anything reads it
  Object.assign(process.env, {
    OIDC_ISSUER: made.origin,
    OIDC_CLIENT_ID: made.client.id,
    OIDC_CLIENT_SECRET: made.client.secret,
    NEXTAUTH_URL: at,
  });
  return { issuer: made, product: server as ReturnType<typeof createServer>, base: at };
});

beforeAll(async () => {
  // The library as it answers on a server of its own, with the product's options.
  product.on("request", async (request, response) => {
    let body = "";
    for await (const piece of request) body += piece;
    const { pathname, searchParams } = new URL(request.url ?? "", base);
    const cookies = Object.fromEntries(
      (request.headers.cookie ?? "").split("; ").map((pair) => [pair.split("=")[0], decodeURIComponent(pair.slice(pair.indexOf("=") + 1))]),
    );
    const asked = Object.assign(request, {
      query: { ...Object.fromEntries(searchParams), nextauth: pathname.replace("/api/auth/", "").split("/") },
      cookies,
      body: Object.fromEntries(new URLSearchParams(body)),
    });
    const answered = Object.assign(response, {
      status(code: number) {
        response.statusCode = code;
        return answered;
      },
      json: (value: unknown) => response.setHeader("content-type", "application/json").end(JSON.stringify(value)),
      send: (value: unknown) => response.end(typeof value === "string" ? value : JSON.stringify(value)),
    });
    await NextAuth(
      asked as never,
      answered as never,
      authOptions(new Headers({ "user-agent": "a browser", "x-forwarded-for": "203.0.113.9" })),
    );
  });
  await addWorkspace("w");
  for (const id of ["dana", "omer", "noa"])
    await addPerson({ id, email: `${id}@example.test`, password: "a long password", roles: { w: "operator" } });
});
afterAll(async () => {
  issuer.close();
  product.closeAllConnections();
  product.close();
  await closePools();
});

/** A browser that keeps cookies and follows nothing by itself. */
function browser() {
  const jar = new Map<string, string>();
  return {
    jar,
    async go(address: string, form?: Record<string, string>) {
      const response = await fetch(new URL(address, base), {
        redirect: "manual",
        headers: { cookie: [...jar].map(([name, value]) => `${name}=${value}`).join("; ") },
        ...(form && { method: "POST", body: new URLSearchParams(form) }),
      });
      for (const line of response.headers.getSetCookie()) {
        const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
        if (value === "") jar.delete(name);
        else jar.set(name, value);
      }
      return response;
    },
    person: () => personOf((name) => jar.get(name)),
  };
}
type Browser = ReturnType<typeof browser>;

/** To the issuer's door and back; gives the address that the issuer sends back to, not yet opened. */
async function throughTheDoor(by: Browser, callbackUrl = "/"): Promise<URL> {
  const { csrfToken } = (await (await by.go("/api/auth/csrf")).json()) as { csrfToken: string };
  const leaving = await by.go("/api/auth/signin/oidc", { csrfToken, callbackUrl });
  const door = leaving.headers.get("location") ?? "";
  expect(door.startsWith(`${issuer.origin}/authorize?`)).toBe(true);
  const back = await fetch(door, { redirect: "manual" });
  return new URL(back.headers.get("location") ?? "");
}

const vouched = (id: string, over: object = {}) => ({ sub: `sub-${id}`, email: `${id}@example.test`, email_verified: true, ...over });

async function signIn(claims: object, fault?: Fault) {
  issuer.lets({ ...claims }, fault);
  const by = browser();
  const landed = await by.go((await throughTheDoor(by)).href);
  return { by, location: landed.headers.get("location") ?? "", person: await by.person() };
}

test("whom the issuer vouches for is signed in, with a session that says where it was opened", async () => {
  const { person, location } = await signIn(vouched("dana"));
  expect(person).toMatchObject({ id: "dana", memberships: [{ workspaceId: "w", role: "operator" }] });
  expect(new URL(location, base).origin).toBe(base);
  const told = await withWorkspace(
    "w",
    async (client) =>
      (await client.query("select address, detail->>'by' as by from audit_entries where action = 'session.opened' and actor_id = 'dana'"))
        .rows,
  );
  expect(told).toEqual([{ address: "203.0.113.9", by: issuer.origin }]);
});

test("the address of a new person at the issuer does not bring an old account along", async () => {
  expect((await signIn(vouched("omer"))).person).toMatchObject({ id: "omer" });
  const { person, location } = await signIn(vouched("omer", { sub: "somebody-else" }));
  expect(person).toBeUndefined();
  expect(location).toContain("/sign-in?error=oidc_unknown");
  // Whose address changed there is who they were.
  expect((await signIn(vouched("omer", { email: "new@example.test" }))).person).toMatchObject({ id: "omer" });
});

test.each([
  ["nobody has", vouched("nobody")],
  ["the issuer has not verified", vouched("noa", { email_verified: false })],
  ["the issuer says nothing about", { sub: "sub-noa", email: "noa@example.test" }],
  ["the issuer calls verified in a word", vouched("noa", { email_verified: "true" })],
  ["is none", { sub: "sub-noa" }],
])("an address that %s opens nothing", async (_what, claims) => {
  const { person, location } = await signIn(claims);
  expect(person).toBeUndefined();
  expect(location).toContain("/sign-in?error=");
});

test.each(["signature", "unsigned", "nonce", "audience", "issuer", "expired", "missing"] as const)(
  "a token with another %s is refused",
  async (fault) => {
    const { person, location } = await signIn(vouched("noa"), fault);
    expect(person).toBeUndefined();
    expect(location).toContain("error=");
  },
);

test("an answer that was begun in another browser, or with another state, opens nothing", async () => {
  issuer.lets(vouched("noa"));
  const victim = browser();
  await victim.go("/api/auth/csrf");
  const back = await throughTheDoor(browser());
  await victim.go(back.href);
  expect(await victim.person()).toBeUndefined();

  const own = browser();
  const mine = await throughTheDoor(own);
  mine.searchParams.set("state", "x".repeat(43));
  await own.go(mine.href);
  expect(await own.person()).toBeUndefined();
});

test("a code is taken once, and only with the verifier of its challenge", async () => {
  issuer.lets(vouched("noa"));
  const by = browser();
  const back = await throughTheDoor(by);
  const cookies = new Map(by.jar);
  await by.go(back.href);
  expect(await by.person()).toMatchObject({ id: "noa" });
  const again = browser();
  for (const [name, value] of cookies) again.jar.set(name, value);
  await again.go(back.href);
  expect(await again.person()).toBeUndefined();

  // A code of one browser, handed to another that has begun too.
  const thief = browser();
  const begun = await throughTheDoor(thief);
  const stolen = await throughTheDoor(browser());
  begun.searchParams.set("code", stolen.searchParams.get("code") ?? "");
  await thief.go(begun.href);
  expect(await thief.person()).toBeUndefined();
  expect(issuer.seen.at(-1)).toEqual({ path: "/token", refused: "the verifier is not that of the challenge" });
});

test.each(["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"])(
  "nobody is sent on to %s",
  async (callbackUrl) => {
    issuer.lets(vouched("noa"));
    const by = browser();
    const landed = await by.go((await throughTheDoor(by, callbackUrl)).href);
    expect(new URL(landed.headers.get("location") ?? "", base).origin).toBe(base);
  },
);

test("state, nonce and verifier are no sessions, and one who is disabled everywhere has no memberships", async () => {
  const by = browser();
  await throughTheDoor(by);
  const kept = [...by.jar].filter(([name]) => /state|pkce|nonce/.test(name));
  expect(kept).toHaveLength(3);
  for (const [, value] of kept) expect(await personOf((name) => (name === "next-auth.session-token" ? value : undefined))).toBeUndefined();
  await setDisabled("w", "noa", true);
  expect((await signIn(vouched("noa"))).person?.memberships).toEqual([]);
});
