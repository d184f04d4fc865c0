import { expect, type Page } from "@playwright/test";
import { demoPassword, demoPeople } from "#lib/tenancy/demo.ts";
import type { Role } from "#lib/tenancy/permissions.ts";

export const demoAddress = "/demo";

/** Signs in through the library's own interface and not the form: a session of its own, which a test may end. */
export async function signIn(page: Page, email: string): Promise<void> {
  const { csrfToken } = await (await page.request.get("/api/auth/csrf")).json();
  const answer = await page.request.post("/api/auth/callback/credentials", {
    form: { csrfToken, email, password: demoPassword, json: "true" },
  });
  expect(answer.ok()).toBe(true);
}

type Cookies = Awaited<ReturnType<ReturnType<Page["context"]>["cookies"]>>;
const kept = new Map<string, Cookies>();

/** Who is here in a role, with one session for all tests: a password is made slow to check. No test ends it. */
export async function signInAs(page: Page, role: Role): Promise<void> {
  const person = demoPeople.find((one) => one.role === role);
  if (!person) throw new Error(`the demo has no ${role}`);
  const cookies = kept.get(person.email);
  if (cookies) return page.context().addCookies(cookies);
  await signIn(page, person.email);
  const session = (await page.context().cookies()).filter(({ name }) => name.includes("session-token"));
  kept.set(person.email, session);
}
