import type { Metadata } from "next";
import { ApprovalChannels } from "#components/settings/approval-channels.tsx";
import { ApprovalRules } from "#components/settings/approval-rules.tsx";
import { ApproverGroups } from "#components/settings/approver-groups.tsx";
import { Delegations } from "#components/settings/delegations.tsx";
import { StandingApprovals } from "#components/settings/standing-approvals.tsx";
import { PageHead } from "#components/ui/page-head.tsx";
import { accessOnPage } from "#lib/http/page.next.ts";
import { runtime } from "#lib/runtime.ts";
import { permits } from "#lib/tenancy/permissions.ts";

export const metadata: Metadata = { title: "Approvals" };

const shown = 100;

type Props = { params: Promise<{ workspace: string }> };

export default async function ApprovalSettingsPage({ params }: Props) {
  const { workspace: workspaceId } = await params;
  const { access, person } = await accessOnPage(workspaceId, "approval:read");
  const { workspace } = access;
  const { approvalRules, approvers, channels, decidersOf, registry, now } = runtime();
  const [kept, groups, delegations, standing, { people }, told] = await Promise.all([
    approvalRules.readPolicy(workspace),
    approvers.listGroups(workspace),
    approvers.listDelegations(workspace),
    approvalRules.listStanding(workspace, { limit: shown }),
    decidersOf(workspace),
    channels.listChannels(workspace),
  ]);
  const mayGovern = permits(access, "approval:govern");
  const named = people.map(({ id, name }) => ({ id, name }));
  const tools = registry.all().map(({ name }) => name);
  const at = now().toISOString();
  return (
    <>
      <PageHead title="Approvals">Who decides what is held, how many have to agree, and what follows when nobody does.</PageHead>
      <ApprovalRules {...{ workspaceId, groups, tools, mayGovern }} version={kept.version} policy={kept.policy} />
      <ApproverGroups {...{ workspaceId, groups, mayGovern }} people={named} />
      <Delegations
        {...{ workspaceId, delegations, mayGovern }}
        me={person.id}
        people={named}
        mayDelegate={permits(access, "approval:decide")}
      />
      <StandingApprovals
        {...{ workspaceId, tools, mayGovern }}
        rules={standing.data.map((rule) => ({ ...rule, isOver: rule.revokedAt !== null || rule.until <= at }))}
      />
      <ApprovalChannels {...{ workspaceId, mayGovern }} channels={told} />
    </>
  );
}
