import type { Metadata } from "next";
import { Entrance } from "#components/tenancy/entrance.tsx";
import { InvitationForm } from "#components/tenancy/invitation-form.tsx";
import { personOnPage } from "#lib/http/page.next.ts";

export const metadata: Metadata = { title: "Invitation" };

export default async function InvitationPage() {
  const person = await personOnPage();
  return (
    <Entrance title="You are invited">
      <InvitationForm signedInAs={person?.email} />
    </Entrance>
  );
}
