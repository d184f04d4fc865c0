import type { Metadata } from "next";
import { firstOf } from "#components/data/first-of.ts";
import { NothingFound } from "#components/data/nothing-found.tsx";
import { RowList } from "#components/data/row-list.tsx";
import { SearchBox } from "#components/data/search-box.tsx";
import { PageHead } from "#components/ui/page-head.tsx";
import { accessOnPage } from "#lib/http/page.next.ts";
import { runtime } from "#lib/runtime.ts";
import { listDocuments } from "#lib/tools/browse-documents.ts";

export const metadata: Metadata = { title: "Documents" };

type Props = { params: Promise<{ workspace: string }>; searchParams: Promise<{ q?: string | string[] }> };

export default async function DocumentsPage({ params, searchParams }: Props) {
  const { access } = await accessOnPage((await params).workspace, "data:read");
  const text = firstOf((await searchParams).q);
  const rows = await listDocuments(runtime(), { workspace: access.workspace, text });
  return (
    <>
      <PageHead title="Documents">What the steps read, and what they wrote.</PageHead>
      <SearchBox label="Search documents" text={text} />
      {rows.length === 0 ? (
        <NothingFound workspaceId={access.workspace.id} what="documents" text={text} />
      ) : (
        <RowList
          rows={rows.map(({ id, title, kind, author, tags, on }) => ({
            id,
            href: `/${access.workspace.id}/documents/${encodeURIComponent(id)}`,
            title,
            about: [kind, author, tags.join(", ")].filter(Boolean).join(" · "),
            side: <time dateTime={on}>{on}</time>,
          }))}
        />
      )}
    </>
  );
}
