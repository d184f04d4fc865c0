import type { Metadata } from "next";
import { SessionsRoom } from "#components/settings/sessions-room.tsx";
import { PageHead } from "#components/ui/page-head.tsx";
import { accessOnPage } from "#lib/http/page.next.ts";
import { runtime } from "#lib/runtime.ts";

export const metadata: Metadata = { title: "Sessions" };

type Props = { params: Promise<{ workspace: string }> };

export default async function SessionsPage({ params }: Props) {
  const { workspace } = await params;
  const { person } = await accessOnPage(workspace, "profile:read");
  const sessions = await runtime().people.sessions.sessionsOf(person.id);
  return (
    <>
      <PageHead title="Sessions">Where you are signed in. One that you end is shut out at once, its open pages within seconds.</PageHead>
      <SessionsRoom
        workspaceId={workspace}
        sessions={sessions.map(({ id, createdAt, seenAt, address, agent }) => ({
          id,
          createdAt: createdAt.toISOString(),
          seenAt: seenAt.toISOString(),
          address,
          agent,
          isThis: id === person.session,
        }))}
      />
    </>
  );
}
