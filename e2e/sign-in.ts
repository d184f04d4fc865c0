import { expect, type Page } from "@playwright/test";
import { demoPassword, demoPeople } from "#lib/tenancy/demo.ts";
import type { Role } from "#lib/tenancy/permissions.ts";

export const demoAddress = "/demo";

/** Signs in through the library's own interface and not the form. */
export async function signIn(page: Page, email: string): Promise<void> {
  const { csrfToken } = await (await page.request.get("/api/auth/csrf")).json();
  const answer = await page.request.post("/api/auth/callback/credentials", {
    form: { csrfToken, email, password: demoPassword, json: "true" },
  });
  expect(answer.ok()).toBe(true);
}

export async function signInAs(page: Page, role: Role): Promise<void> {
  const person = demoPeople.find((one) => one.role === role);
  if (!person) throw new Error(`the demo has no ${role}`);
  await signIn(page, person.email);
}
