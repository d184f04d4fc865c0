import type { Metadata } from "next";
import { InvitationList, InviteButton } from "#components/settings/invitations-room.tsx";
import { MembersRoom } from "#components/settings/members-room.tsx";
import { choiceOf } from "#components/settings/role-choice.ts";
import { ButtonLink } from "#components/ui/button-link.tsx";
import { PageHead } from "#components/ui/page-head.tsx";
import { members as contract } from "#lib/http/contracts/people.ts";
import { cursorOf } from "#lib/http/cursor.ts";
import { accessOnPage } from "#lib/http/page.next.ts";
import { runtime } from "#lib/runtime.ts";
import { covers, permits, Role, roleName } from "#lib/tenancy/permissions.ts";

export const metadata: Metadata = { title: "Members" };

type Props = { params: Promise<{ workspace: string }>; searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function MembersPage({ params, searchParams }: Props) {
  const { workspace } = await params;
  const { access, person } = await accessOnPage(workspace, "member:read");
  const { members, invitations, roles: made } = runtime().people;
  const asked = contract.list.query.safeParse({ cursor: (await searchParams)["cursor"] });
  const { data, next } = await members.listMembers(access.workspace, asked.success ? asked.data : { limit: 50 });
  const open = await invitations.listInvitations(access.workspace, { limit: 200 });
  const mayChange = permits(access, "member:write");
  const roles = [...Role.options, ...(await made.listRoles(access.workspace))].filter((role) => covers(access, role)).map(choiceOf);
  return (
    <>
      <PageHead title="Members" actions={mayChange && <InviteButton workspaceId={workspace} roles={roles} />}>
        Who belongs to this workspace, and what each may do.
      </PageHead>
      <MembersRoom
        workspaceId={workspace}
        members={data.map((member) => ({
          ...member,
          role: choiceOf(member.role),
          isYou: member.id === person.id,
          isInReach: covers(access, member.role),
        }))}
        roles={roles}
        mayChange={mayChange}
      />
      {next && (
        <ButtonLink href={`/${workspace}/settings/members?cursor=${cursorOf(next)}`} kind="plain" className="justify-self-center">
          Later
        </ButtonLink>
      )}
      {open.data.length > 0 && (
        <section aria-labelledby="invitations" className="grid gap-3">
          <h2 id="invitations" className="text-xl font-medium">
            Invited
          </h2>
          <InvitationList
            workspaceId={workspace}
            invitations={open.data.map((one) => ({ ...one, role: roleName(one.role) }))}
            mayChange={mayChange}
          />
        </section>
      )}
    </>
  );
}
