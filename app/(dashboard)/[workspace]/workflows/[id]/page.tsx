import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { cache } from "react";
import { BackLink } from "#components/data/back-link.tsx";
import { Facts } from "#components/data/facts.tsx";
import { PlanEditor } from "#components/plan/plan-editor.tsx";
import { SettingsRoom } from "#components/settings/settings-room.tsx";
import { CopyId } from "#components/ui/copy-id.tsx";
import { Moment } from "#components/ui/moment.tsx";
import { PageHead } from "#components/ui/page-head.tsx";
import { GroupForm } from "#components/workflows/group-form.tsx";
import { PutAway } from "#components/workflows/put-away.tsx";
import { RecentRuns } from "#components/workflows/recent-runs.tsx";
import { WorkflowVersions } from "#components/workflows/workflow-versions.tsx";
import { listExecutions } from "#lib/execution/list-executions.ts";
import { accessOnPage } from "#lib/http/page.next.ts";
import { runtime } from "#lib/runtime.ts";
import { groupPermission, permits } from "#lib/tenancy/permissions.ts";
import { mostAutonomy, resolveAll, settableAt } from "#lib/tenancy/settings.ts";
import { knownGroups } from "#lib/workflows/groups.ts";
import { workflowCard } from "#lib/workflows/workflow-card.ts";

type Props = { params: Promise<{ workspace: string; id: string }> };

const workflowOn = cache(async (workspaceId: string, id: string) => {
  const { access } = await accessOnPage(workspaceId, "workflow:read");
  const read = await workflowCard(runtime(), { workspace: access.workspace, id });
  return { access, found: read.ok ? read.value : undefined };
});

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { workspace, id } = await params;
  return { title: (await workflowOn(workspace, id)).found?.workflow.name ?? "Workflow" };
}

export default async function WorkflowPage({ params }: Props) {
  const { workspace, id } = await params;
  const { access, found } = await workflowOn(workspace, id);
  if (!found) notFound();
  const { workflow, card } = found;
  const { name, version, plan } = workflow;
  const runs = permits(access, "execution:read")
    ? await listExecutions(runtime(), { workspace: access.workspace, workflow: id, limit: 8 })
    : undefined;
  const maySave = permits(access, "workflow:write");
  const mayRun = permits(access, "execution:start") && (workflow.group === null || permits(access, groupPermission(workflow.group)));
  const groups = maySave ? await knownGroups(runtime(), { workspace: access.workspace }) : [];
  const around = await runtime().settingsAround(access.workspace, id);
  const settings = resolveAll(around).filter(({ name }) => settableAt[name].includes("workflow"));
  const most = mostAutonomy(around).value;
  return (
    <>
      <BackLink href={`/${workspace}/workflows`}>Workflows</BackLink>
      <PageHead title={name}>{workflow.description || undefined}</PageHead>
      <Facts
        facts={[
          ["Version", String(version)],
          ["Kept by", workflow.createdBy],
          ["Last changed", <Moment key="at" at={workflow.updatedAt} />],
          ["Id", <CopyId key="id" id={id} />],
        ]}
      />
      <PlanEditor
        key={version}
        workspaceId={workspace}
        origin={{ is: "workflow", id, name, version }}
        card={{ estimate: card.estimate, confidence: card.confidence, risks: card.risks, notes: [] }}
        plan={{ steps: card.steps, ...(plan.outputs && { outputs: plan.outputs }) }}
        may={{ run: mayRun, save: maySave }}
      />
      <section aria-labelledby="settings" className="grid gap-3">
        <h2 id="settings" className="text-xl font-medium">
          Settings
        </h2>
        <p className="text-quiet">What its executions go by when they do not say, and which level says so.</p>
        <SettingsRoom workspaceId={workspace} whose={{ level: "workflow", id }} settings={settings} most={most} mayChange={maySave} />
      </section>
      <section aria-labelledby="who" className="grid gap-3">
        <h2 id="who" className="text-xl font-medium">
          Who may start it
        </h2>
        <GroupForm workspaceId={workspace} id={id} group={workflow.group} known={groups.map((one) => one.group)} mayChange={maySave} />
      </section>
      {runs && <RecentRuns workspaceId={workspace} workflowId={id} runs={runs.ok ? runs.value.data : []} />}
      <section aria-labelledby="versions" className="grid gap-3">
        <h2 id="versions" className="text-xl font-medium">
          Versions
        </h2>
        <WorkflowVersions
          workspaceId={workspace}
          id={id}
          version={version}
          versions={workflow.versions.map((one) => ({ ...one, isCurrent: one.version === version }))}
          mayRestore={maySave}
        />
      </section>
      {maySave && <PutAway workspaceId={workspace} id={id} name={name} />}
    </>
  );
}
