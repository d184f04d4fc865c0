import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { cache } from "react";
import { BackLink } from "#components/data/back-link.tsx";
import { Facts } from "#components/data/facts.tsx";
import { OriginLink } from "#components/data/origin-link.tsx";
import { Card } from "#components/ui/card.tsx";
import { CopyId } from "#components/ui/copy-id.tsx";
import { PageHead } from "#components/ui/page-head.tsx";
import { accessOnPage } from "#lib/http/page.next.ts";
import { runtime } from "#lib/runtime.ts";
import { readMeeting } from "#lib/tools/browse-calendar.ts";

type Props = { params: Promise<{ workspace: string; id: string }> };

const meetingOn = cache(async (workspaceId: string, id: string) => {
  const { access } = await accessOnPage(workspaceId, "data:read");
  return readMeeting(runtime(), { workspace: access.workspace, id: decodeURIComponent(id) });
});

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { workspace, id } = await params;
  return { title: (await meetingOn(workspace, id))?.title ?? "Meeting" };
}

export default async function MeetingPage({ params }: Props) {
  const { workspace, id } = await params;
  const meeting = await meetingOn(workspace, id);
  if (!meeting) notFound();
  const { title, day, from, to, timeZone, location, organiser, attendees, status, hasInvitation, description, executionId } = meeting;
  return (
    <>
      <BackLink href={`/${workspace}/calendar`}>Calendar</BackLink>
      <PageHead title={title}>
        <time dateTime={day}>{day}</time>, {from} to {to} ({timeZone})
      </PageHead>
      <Facts
        facts={[
          ["Where", location],
          ["Invited by", organiser],
          ["Who", attendees.map(({ name, email }) => [name, email].filter(Boolean).join(", ")).join("; ")],
          ["Status", status],
          ["Invitation", hasInvitation ? "was made, as a calendar file" : ""],
          ["Id", <CopyId key="id" id={meeting.id} />],
        ]}
      />
      <OriginLink workspaceId={workspace} executionId={executionId} />
      {description !== "" && (
        <Card className="p-5">
          <div dir="auto" className="max-w-prose leading-relaxed break-words whitespace-pre-wrap">
            {description}
          </div>
        </Card>
      )}
    </>
  );
}
