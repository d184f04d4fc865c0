import { expect, type Page } from "@playwright/test";
import { demoPeople } from "#lib/tenancy/demo.ts";
import type { Role } from "#lib/tenancy/permissions.ts";
import { signInAs } from "./sign-in.ts";

export const headers = { "x-fermata-workspace": "demo" };
const password = "waltz of the seven seas";
const kept = new Map<Role, Awaited<ReturnType<ReturnType<Page["context"]>["cookies"]>>>();

/** Signs in somebody of the role; where the demo has nobody, somebody is invited by its owner and joins, as on the pages. */
export async function signInAsAny(page: Page, role: Role, visitor: () => Promise<Page>): Promise<void> {
  if (demoPeople.some((one) => one.role === role)) return signInAs(page, role);
  const cookies = kept.get(role);
  if (cookies) return page.context().addCookies(cookies);
  const owner = await visitor();
  await signInAs(owner, "owner");
  const email = `${role}-${Date.now()}@example.test`;
  const invited = await owner.request.post("/api/invitations", { data: { email, role }, headers });
  expect(invited.status()).toBe(201);
  const [, token] = ((await invited.json()) as { url: string }).url.split("#");
  const joined = await page.request.post("/api/invitations/accept", { data: { token, name: `The ${role}`, password } });
  expect(joined.ok()).toBe(true);
  const { csrfToken } = await (await page.request.get("/api/auth/csrf")).json();
  const form = { csrfToken, email, password, json: "true" };
  expect((await page.request.post("/api/auth/callback/credentials", { form })).ok()).toBe(true);
  kept.set(
    role,
    (await page.context().cookies()).filter(({ name }) => name.includes("session-token")),
  );
}
