import type { Metadata } from "next";
import { FalseAlarms } from "#components/guardrails/false-alarms.tsx";
import { PolicyGroup } from "#components/guardrails/policy-group.tsx";
import { TryText } from "#components/guardrails/try-text.tsx";
import { PageHead } from "#components/ui/page-head.tsx";
import { listFalsePositives } from "#lib/execution/false-positives.ts";
import { accessOnPage } from "#lib/http/page.next.ts";
import { runtime } from "#lib/runtime.ts";
import { PolicyType } from "#lib/safety/guardrails/policy.ts";
import { permits } from "#lib/tenancy/permissions.ts";

export const metadata: Metadata = { title: "Guardrails" };

type Props = { params: Promise<{ workspace: string }> };

export default async function GuardrailsPage({ params }: Props) {
  const { workspace } = await params;
  const { access } = await accessOnPage(workspace, "guardrail:read");
  const [policies, reports] = await Promise.all([
    runtime().policies.list(access.workspace),
    listFalsePositives(runtime(), { workspace: access.workspace }),
  ]);
  const mayChange = permits(access, "guardrail:write");
  const mayAsk = permits(access, "guardrail:evaluate");
  return (
    <>
      <PageHead title="Guardrails">What every call is held against, before it begins and again before it leaves.</PageHead>
      {mayAsk && <TryText workspaceId={workspace} />}
      {reports.length > 0 && <FalseAlarms workspaceId={workspace} reports={reports} mayReview={mayChange} />}
      {PolicyType.options.map((type) => (
        <PolicyGroup
          key={type}
          type={type}
          workspaceId={workspace}
          mayChange={mayChange}
          mayAsk={mayAsk}
          policies={policies.filter((policy) => policy.type === type)}
        />
      ))}
    </>
  );
}
