import type { Metadata } from "next";
import { BudgetBoard } from "#components/budgets/budget-board.tsx";
import { SpendReportView } from "#components/budgets/spend-report.tsx";
import { firstOf } from "#components/data/first-of.ts";
import { PeriodLinks } from "#components/reliability/period-links.tsx";
import { PageHead } from "#components/ui/page-head.tsx";
import { accessOnPage } from "#lib/http/page.next.ts";
import { runtime } from "#lib/runtime.ts";
import { permits } from "#lib/tenancy/permissions.ts";

export const metadata: Metadata = { title: "Budgets" };

const periods = [7, 30, 90] as const;

type Props = { params: Promise<{ workspace: string }>; searchParams: Promise<{ days?: string | string[] }> };

export default async function BudgetsPage({ params, searchParams }: Props) {
  const { workspace } = await params;
  const { access } = await accessOnPage(workspace, "usage:read");
  const asked = Number(firstOf((await searchParams).days));
  const days = periods.find((period) => period === asked) ?? 30;
  const { budgets, workflows } = runtime();
  const [kept, report, listed] = await Promise.all([
    budgets.list(access.workspace),
    budgets.report(access.workspace, days),
    workflows.list(access.workspace, { limit: 100 }),
  ]);
  return (
    <>
      <PageHead title="Budgets" actions={<PeriodLinks workspaceId={workspace} page="budgets" days={days} periods={periods} />}>
        What models may cost, what they cost, and what it comes to at this pace. Days and months are those of UTC.
      </PageHead>
      <BudgetBoard
        workspaceId={workspace}
        budgets={kept}
        mayChange={permits(access, "budget:write")}
        mayAsk={permits(access, "execution:start")}
        workflows={listed.data.map(({ id, name }) => ({ id, name }))}
        people={report.users.map(({ ref, name }) => ({ id: ref, name }))}
      />
      <SpendReportView report={report} days={days} />
    </>
  );
}
