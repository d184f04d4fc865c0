import type { Metadata } from "next";
import { Facts } from "#components/data/facts.tsx";
import { NameForm, PasswordForm } from "#components/settings/profile-form.tsx";
import { SecondFactor } from "#components/settings/second-factor.tsx";
import { PageHead } from "#components/ui/page-head.tsx";
import { accessOnPage } from "#lib/http/page.next.ts";
import { runtime } from "#lib/runtime.ts";
import { roleName, saysOf } from "#lib/tenancy/permissions.ts";

export const metadata: Metadata = { title: "You" };

type Props = { params: Promise<{ workspace: string }> };

export default async function ProfilePage({ params }: Props) {
  const { workspace } = await params;
  const { person, membership } = await accessOnPage(workspace, "profile:read");
  const factor = await runtime().people.factors.factorState(person.id);
  return (
    <>
      <PageHead title="You">Who you are here, and how you sign in.</PageHead>
      <Facts
        facts={[
          ["E-mail", person.email],
          ["Role here", [roleName(membership.role), saysOf(membership.role)].filter(Boolean).join(": ")],
        ]}
      />
      <NameForm workspaceId={workspace} name={person.name} />
      <section aria-labelledby="password" className="grid gap-4">
        <h2 id="password" className="text-xl font-medium">
          Password
        </h2>
        <PasswordForm workspaceId={workspace} email={person.email} />
      </section>
      <section aria-labelledby="factor" className="grid gap-4">
        <h2 id="factor" className="text-xl font-medium">
          Second factor
        </h2>
        <SecondFactor workspaceId={workspace} isOn={factor.isOn} recoveryCodes={factor.recoveryCodes} />
      </section>
    </>
  );
}
