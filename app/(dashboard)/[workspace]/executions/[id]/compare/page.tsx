import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { BackLink } from "#components/data/back-link.tsx";
import { rowsAskedIn } from "#components/executions/compared-rows.ts";
import { ComparisonView } from "#components/executions/comparison-view.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { PageHead } from "#components/ui/page-head.tsx";
import { compareExecutions } from "#lib/execution/compare-executions.ts";
import { accessOnPage } from "#lib/http/page.next.ts";
import { runtime } from "#lib/runtime.ts";

export const metadata: Metadata = { title: "Compare" };

type Props = {
  params: Promise<{ workspace: string; id: string }>;
  searchParams: Promise<{ [name in "with" | "to" | "all"]?: string | string[] }>;
};

export default async function ComparePage({ params, searchParams }: Props) {
  const { workspace, id } = await params;
  const { access } = await accessOnPage(workspace, "execution:read");
  const asked = await searchParams;
  const other = typeof asked.with === "string" ? asked.with : undefined;
  const read = await compareExecutions(runtime(), { workspace: access.workspace, id, other });
  if (!read.ok && read.refusal.code === "not_found") notFound();
  return (
    <>
      <BackLink href={`/${workspace}/executions/${id}`}>The execution</BackLink>
      <PageHead title="Compare">Two executions side by side, and where they part.</PageHead>
      {read.ok ? (
        <ComparisonView comparison={read.value} asked={rowsAskedIn(asked)} />
      ) : (
        <EmptyState title="There is nothing to compare it with">Open a fork of it, and compare from there.</EmptyState>
      )}
    </>
  );
}
