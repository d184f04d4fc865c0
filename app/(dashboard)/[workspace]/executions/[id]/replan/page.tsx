import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { BackLink } from "#components/data/back-link.tsx";
import { PlanEditor } from "#components/plan/plan-editor.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { PageHead } from "#components/ui/page-head.tsx";
import { planToChange } from "#lib/execution/plan-to-change.ts";
import { accessOnPage } from "#lib/http/page.next.ts";
import { runtime } from "#lib/runtime.ts";

export const metadata: Metadata = { title: "Change the plan" };

type Props = { params: Promise<{ workspace: string; id: string }> };

export default async function ReplanPage({ params }: Props) {
  const { workspace, id } = await params;
  const { access } = await accessOnPage(workspace, "execution:control");
  const read = await planToChange(runtime(), { workspace: access.workspace, id });
  if (!read.ok) notFound();
  const { head, card, outputs, why } = read.value;
  return (
    <>
      <BackLink href={`/${workspace}/executions/${id}`}>The execution</BackLink>
      <PageHead title="Change the plan">
        Another execution goes on in the place of this one. What is done and stays as it is in the plan is not done again.
      </PageHead>
      {why === undefined ? (
        <PlanEditor
          workspaceId={workspace}
          origin={{ is: "execution", id, title: head.title, version: head.plan?.version ?? 1 }}
          card={{ estimate: card.estimate, confidence: card.confidence, risks: card.risks, notes: [] }}
          plan={{ steps: card.steps, ...(outputs && { outputs }) }}
          may={{ run: true, save: false }}
        />
      ) : (
        <EmptyState title="Its plan cannot be changed now">{why}</EmptyState>
      )}
    </>
  );
}
