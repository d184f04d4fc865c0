import type { Metadata } from "next";
import { firstOf } from "#components/data/first-of.ts";
import { NothingFound } from "#components/data/nothing-found.tsx";
import { RowList } from "#components/data/row-list.tsx";
import { SearchBox } from "#components/data/search-box.tsx";
import { PageHead } from "#components/ui/page-head.tsx";
import { accessOnPage } from "#lib/http/page.next.ts";
import { runtime } from "#lib/runtime.ts";
import { listContacts } from "#lib/tools/browse-contacts.ts";

export const metadata: Metadata = { title: "Contacts" };

type Props = { params: Promise<{ workspace: string }>; searchParams: Promise<{ q?: string | string[] }> };

export default async function ContactsPage({ params, searchParams }: Props) {
  const { access } = await accessOnPage((await params).workspace, "data:read");
  const text = firstOf((await searchParams).q);
  const rows = await listContacts(runtime(), { workspace: access.workspace, text });
  return (
    <>
      <PageHead title="Contacts">The people whom a request may name.</PageHead>
      <SearchBox label="Search contacts" text={text} />
      {rows.length === 0 ? (
        <NothingFound workspaceId={access.workspace.id} what="contacts" text={text} />
      ) : (
        <RowList
          rows={rows.map(({ id, name, role, organisation, email }) => ({
            id,
            href: `/${access.workspace.id}/contacts/${encodeURIComponent(id)}`,
            title: name,
            about: [role, organisation].filter(Boolean).join(", "),
            side: <span className="hidden sm:inline">{email}</span>,
          }))}
        />
      )}
    </>
  );
}
