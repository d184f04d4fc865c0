import type { Metadata } from "next";
import { PlanRoom } from "#components/plan/plan-room.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { PageHead } from "#components/ui/page-head.tsx";
import { accessOnPage } from "#lib/http/page.next.ts";
import { permits } from "#lib/tenancy/permissions.ts";

export const metadata: Metadata = { title: "Plan first" };

type Props = { params: Promise<{ workspace: string }>; searchParams: Promise<{ request?: string | string[] }> };

export default async function NewPage({ params, searchParams }: Props) {
  const { workspace } = await params;
  const { access } = await accessOnPage(workspace, "profile:read");
  if (!permits(access, "execution:start"))
    return (
      <>
        <PageHead title="Plan first" />
        <EmptyState title="Your role starts nothing">Ask an operator, a builder or an owner.</EmptyState>
      </>
    );
  const { request } = await searchParams;
  return (
    <PlanRoom
      workspaceId={workspace}
      request={typeof request === "string" ? request.trim() : ""}
      maySave={permits(access, "workflow:write")}
    />
  );
}
