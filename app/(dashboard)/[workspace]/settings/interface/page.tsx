import type { Metadata } from "next";
import { Interface } from "#components/settings/interface.tsx";
import { ButtonLink } from "#components/ui/button-link.tsx";
import { PageHead } from "#components/ui/page-head.tsx";
import { described } from "#lib/http/openapi-read.ts";
import { accessOnPage } from "#lib/http/page.next.ts";
import about from "../../../../../package.json" with { type: "json" };

export const metadata: Metadata = { title: "Interface" };

type Props = { params: Promise<{ workspace: string }>; searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function InterfacePage({ params, searchParams }: Props) {
  const { workspace } = await params;
  await accessOnPage(workspace, "profile:read");
  const { of } = await searchParams;
  return (
    <>
      <PageHead
        title="Interface"
        actions={
          <ButtonLink href="/api/openapi.json" kind="plain" prefetch={false}>
            The document (OpenAPI 3.1)
          </ButtonLink>
        }
      >
        What programs can ask of Fermata, with an API key of yours.
      </PageHead>
      <Interface workspaceId={workspace} {...described(about.version, typeof of === "string" ? of : undefined)} />
    </>
  );
}
