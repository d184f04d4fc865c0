import type { Metadata } from "next";
import { firstOf } from "#components/data/first-of.ts";
import { PeriodLinks } from "#components/reliability/period-links.tsx";
import { ReliabilityRoom } from "#components/reliability/reliability-room.tsx";
import { PageHead } from "#components/ui/page-head.tsx";
import { readReliability } from "#lib/execution/read-reliability.ts";
import { accessOnPage } from "#lib/http/page.next.ts";
import { runtime } from "#lib/runtime.ts";
import { permits } from "#lib/tenancy/permissions.ts";

export const metadata: Metadata = { title: "Reliability" };

const periods = [1, 7, 30] as const;

type Props = { params: Promise<{ workspace: string }>; searchParams: Promise<{ days?: string | string[] }> };

export default async function ReliabilityPage({ params, searchParams }: Props) {
  const { workspace } = await params;
  const { access } = await accessOnPage(workspace, "execution:read");
  const asked = Number(firstOf((await searchParams).days));
  const days = periods.find((period) => period === asked) ?? 7;
  const read = await readReliability(runtime(), { workspace: access.workspace, days });
  return (
    <>
      <PageHead title="Reliability" actions={<PeriodLinks workspaceId={workspace} page="reliability" days={days} periods={periods} />}>
        What went wrong, what came right again by itself, and where people were needed.
      </PageHead>
      {read.ok && (
        <ReliabilityRoom key={days} workspaceId={workspace} mayTurn={permits(access, "execution:control")} reliability={read.value} />
      )}
    </>
  );
}
