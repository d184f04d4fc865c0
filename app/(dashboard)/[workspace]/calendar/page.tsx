import type { Metadata } from "next";
import { firstOf } from "#components/data/first-of.ts";
import { NothingFound } from "#components/data/nothing-found.tsx";
import { RowList } from "#components/data/row-list.tsx";
import { SearchBox } from "#components/data/search-box.tsx";
import { ButtonLink } from "#components/ui/button-link.tsx";
import { PageHead } from "#components/ui/page-head.tsx";
import { accessOnPage } from "#lib/http/page.next.ts";
import { runtime } from "#lib/runtime.ts";
import { listMeetings, type MeetingRow } from "#lib/tools/browse-calendar.ts";

export const metadata: Metadata = { title: "Calendar" };

type Props = {
  params: Promise<{ workspace: string }>;
  searchParams: Promise<{ q?: string | string[]; period?: string | string[] }>;
};

export default async function CalendarPage({ params, searchParams }: Props) {
  const { access } = await accessOnPage((await params).workspace, "data:read");
  const asked = await searchParams;
  const text = firstOf(asked.q);
  const period = firstOf(asked.period) === "past" ? "past" : "coming";
  const rows = await listMeetings(runtime(), { workspace: access.workspace, text, period });
  const other = period === "past" ? { period: "coming", words: "What comes" } : { period: "past", words: "What was" };
  const query = new URLSearchParams({ period: other.period, ...(text !== "" && { q: text }) });
  return (
    <>
      <PageHead
        title="Calendar"
        actions={
          <ButtonLink href={`/${access.workspace.id}/calendar?${query}`} size="sm">
            {other.words}
          </ButtonLink>
        }
      >
        {period === "past" ? "What was, the latest first." : "What comes, the next first."}
      </PageHead>
      <SearchBox label="Search meetings" text={text} keep={{ period }} />
      {rows.length === 0 && <NothingFound workspaceId={access.workspace.id} what="meetings" text={text} />}
      {[...Map.groupBy(rows, ({ day }) => day)].map(([day, meetings]) => (
        <section key={day} aria-label={day} className="grid gap-2">
          <h2 className="text-lg font-medium">
            <time dateTime={day}>{dayWords(day)}</time>
          </h2>
          <RowList rows={meetings.map((meeting) => rowOf(meeting, access.workspace.id))} />
        </section>
      ))}
    </>
  );
}

const dayWords = (day: string): string =>
  new Intl.DateTimeFormat("en-GB", { weekday: "long", day: "numeric", month: "long", year: "numeric", timeZone: "UTC" }).format(
    new Date(`${day}T00:00:00Z`),
  );

function rowOf({ id, title, from, to, timeZone, location, attendees, status }: MeetingRow, workspaceId: string) {
  const people = attendees.map(({ name, email }) => name ?? email).join(", ");
  return {
    id,
    href: `/${workspaceId}/calendar/${encodeURIComponent(id)}`,
    title,
    about: [status === "confirmed" ? "" : status, location, people].filter(Boolean).join(" · "),
    side: (
      <span title={timeZone}>
        {from} to {to}
      </span>
    ),
  };
}
