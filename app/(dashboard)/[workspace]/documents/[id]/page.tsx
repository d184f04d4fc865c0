import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { cache } from "react";
import { BackLink } from "#components/data/back-link.tsx";
import { Facts } from "#components/data/facts.tsx";
import { OriginLink } from "#components/data/origin-link.tsx";
import { Card } from "#components/ui/card.tsx";
import { CopyId } from "#components/ui/copy-id.tsx";
import { PageHead } from "#components/ui/page-head.tsx";
import { accessOnPage } from "#lib/http/page.next.ts";
import { runtime } from "#lib/runtime.ts";
import { readDocument } from "#lib/tools/browse-documents.ts";

type Props = { params: Promise<{ workspace: string; id: string }> };

const documentOn = cache(async (workspaceId: string, id: string) => {
  const { access } = await accessOnPage(workspaceId, "data:read");
  return readDocument(runtime(), { workspace: access.workspace, id: decodeURIComponent(id) });
});

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { workspace, id } = await params;
  return { title: (await documentOn(workspace, id))?.title ?? "Document" };
}

export default async function DocumentPage({ params }: Props) {
  const { workspace, id } = await params;
  const document = await documentOn(workspace, id);
  if (!document) notFound();
  return (
    <>
      <BackLink href={`/${workspace}/documents`}>Documents</BackLink>
      <PageHead title={document.title} />
      <Facts
        facts={[
          ["About the day", document.on],
          ["Kind", document.kind],
          ["Author", document.author],
          ["Folder", document.folder],
          ["Tags", document.tags.join(", ")],
          ["Id", <CopyId key="id" id={document.id} />],
        ]}
      />
      <OriginLink workspaceId={workspace} executionId={document.executionId} />
      <Card className="p-5">
        <div dir="auto" lang={document.language} className="max-w-prose leading-relaxed break-words whitespace-pre-wrap">
          {document.body}
        </div>
      </Card>
    </>
  );
}
