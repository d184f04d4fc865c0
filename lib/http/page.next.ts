import { cookies } from "next/headers";
import { notFound, redirect } from "next/navigation";
import { cache } from "react";
import { type Access, accessOf, type Membership, membershipOf, type Person } from "#lib/tenancy/access.ts";
import { isDemoThere } from "#lib/tenancy/demo.postgres.ts";
import { demoPassword, demoPeople } from "#lib/tenancy/demo.ts";
import { oidcName } from "#lib/tenancy/oidc.next.ts";
import { type Permission, permits } from "#lib/tenancy/permissions.ts";
import { personOf } from "#lib/tenancy/session.next.ts";

export { oidcName };

/** Asked once for a page, however many of its parts ask. */
export const personOnPage = cache(async (): Promise<Person | undefined> => {
  const jar = await cookies();
  return personOf((name) => jar.get(name)?.value);
});

export type PageAccess = { access: Access; person: Person; membership: Membership };

/**
 * Who looks at a page of this workspace, and may: whoever lacks `allow` finds nothing at its address. Every page asks for itself, since a
 * layout is not rendered again for each of them.
 */
export async function accessOnPage(workspaceId: string, allow: Permission): Promise<PageAccess> {
  const person = await personOnPage();
  if (!person) redirect("/sign-in");
  const membership = membershipOf(person, workspaceId);
  if (!membership) notFound();
  const access = accessOf(person, membership);
  if (!permits(access, allow)) notFound();
  return { access, person, membership };
}

export type DemoSignIns = { password: string; people: { name: string; email: string; role: string }[] };

/** How to enter the demo, on an installation that has it. */
export async function demoSignIns(): Promise<DemoSignIns | undefined> {
  return (await isDemoThere()) ? { password: demoPassword, people: demoPeople } : undefined;
}
