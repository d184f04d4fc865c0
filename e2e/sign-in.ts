import { expect, type Page } from "@playwright/test";
import { demoPassword, demoPeople } from "#lib/tenancy/demo.ts";
import type { Role } from "#lib/tenancy/permissions.ts";

export const demoAddress = "/demo";

/** Signs in as the demo's person of this role, through the library's own interface and not the form. */
export async function signInAs(page: Page, role: Role): Promise<void> {
  const person = demoPeople.find((one) => one.role === role);
  if (!person) throw new Error(`the demo has no ${role}`);
  const { csrfToken } = await (await page.request.get("/api/auth/csrf")).json();
  const form = { csrfToken, email: person.email, password: demoPassword, json: "true" };
  const answer = await page.request.post("/api/auth/callback/credentials", { form });
  expect(answer.ok()).toBe(true);
}
