import type { Metadata } from "next";
import { LimitsRoom } from "#components/settings/limits-room.tsx";
import { PageHead } from "#components/ui/page-head.tsx";
import { accessOnPage } from "#lib/http/page.next.ts";
import { readLimits } from "#lib/http/read-limits.next.ts";

export const metadata: Metadata = { title: "Limits" };

type Props = { params: Promise<{ workspace: string }> };

export default async function LimitsPage({ params }: Props) {
  const { workspace } = await params;
  const { access } = await accessOnPage(workspace, "usage:read");
  return (
    <>
      <PageHead title="Limits">
        What you and the workspace may use, and what is used now. Every answer of the interface says the first two as well.
      </PageHead>
      <LimitsRoom workspaceId={workspace} limits={await readLimits(access)} />
    </>
  );
}
