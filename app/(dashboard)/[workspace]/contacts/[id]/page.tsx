import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { cache } from "react";
import { BackLink } from "#components/data/back-link.tsx";
import { ConsentFact } from "#components/data/consent-fact.tsx";
import { ConsentForm } from "#components/data/consent-form.tsx";
import { Facts } from "#components/data/facts.tsx";
import { CopyId } from "#components/ui/copy-id.tsx";
import { PageHead } from "#components/ui/page-head.tsx";
import { accessOnPage } from "#lib/http/page.next.ts";
import { runtime } from "#lib/runtime.ts";
import { permits } from "#lib/tenancy/permissions.ts";
import { readContact } from "#lib/tools/browse-contacts.ts";

type Props = { params: Promise<{ workspace: string; id: string }> };

const contactOn = cache(async (workspaceId: string, id: string) => {
  const { access } = await accessOnPage(workspaceId, "data:read");
  return readContact(runtime(), { workspace: access.workspace, id: decodeURIComponent(id) });
});

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { workspace, id } = await params;
  return { title: (await contactOn(workspace, id))?.name ?? "Contact" };
}

export default async function ContactPage({ params }: Props) {
  const { workspace, id } = await params;
  const contact = await contactOn(workspace, id);
  if (!contact) notFound();
  const mayChange = permits((await accessOnPage(workspace, "data:read")).access, "contact:write");
  return (
    <>
      <BackLink href={`/${workspace}/contacts`}>Contacts</BackLink>
      <PageHead title={contact.name}>{[contact.role, contact.organisation].filter(Boolean).join(", ")}</PageHead>
      <Facts
        facts={[
          ["Also written", contact.aliases.join(", ")],
          ["E-mail", contact.email],
          ["Phone", contact.phone],
          ["Language", contact.language],
          ["Time zone", contact.timeZone],
          ["Consent", <ConsentFact key="consent" {...contact} />],
          ["Tags", contact.tags.join(", ")],
          ["Notes", contact.notes],
          ["Id", <CopyId key="id" id={contact.id} />],
        ]}
      />
      {mayChange && (
        <section aria-labelledby="consent" className="grid gap-3">
          <h2 id="consent" className="text-xl font-medium">
            Being written to
          </h2>
          <ConsentForm workspaceId={workspace} id={contact.id} consent={contact.consent} isOptedOut={contact.optedOutAt !== null} />
        </section>
      )}
      <section aria-labelledby="meetings" className="grid gap-3">
        <h2 id="meetings" className="text-xl font-medium">
          Meetings
        </h2>
        {contact.meetings.length === 0 && <p className="text-quiet">None in the calendar.</p>}
        <ul className="grid gap-1">
          {contact.meetings.map(({ id: meetingId, title, startsAt }) => (
            <li key={meetingId} className="flex flex-wrap gap-x-4">
              <time dateTime={startsAt} className="text-quiet">
                {startsAt.slice(0, 10)}
              </time>
              <Link href={`/${workspace}/calendar/${encodeURIComponent(meetingId)}`} className="text-accent underline underline-offset-2">
                <bdi>{title}</bdi>
              </Link>
            </li>
          ))}
        </ul>
      </section>
    </>
  );
}
