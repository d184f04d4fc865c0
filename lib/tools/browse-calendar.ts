import type { Workspace } from "#lib/tenancy/workspace.ts";
import { containing, type Reading, shownAtMost } from "./browse.ts";

export type MeetingRow = {
  id: string;
  title: string;
  location: string;
  status: string;
  attendees: { name?: string; email?: string }[];
  timeZone: string;
  /** In the meeting's own zone, as people there would read it: `2026-11-23`, `10:00`. */
  day: string;
  from: string;
  to: string;
};
export type MeetingPage = MeetingRow & { description: string; organiser: string; hasInvitation: boolean; executionId: string | null };

const fields = `id, title, location, status, attendees, time_zone as "timeZone", to_char(starts_at at time zone time_zone, 'YYYY-MM-DD') as day,
  to_char(starts_at at time zone time_zone, 'HH24:MI') as "from", to_char(ends_at at time zone time_zone, 'HH24:MI') as "to"`;

export type Period = "coming" | "past";

/** What comes, the next first; or what was, the latest first. */
export function listMeetings(
  { readAt, now }: Reading & { now: () => Date },
  { workspace, text, period }: { workspace: Workspace; text: string; period: Period },
): Promise<MeetingRow[]> {
  const [side, order] = period === "coming" ? ["ends_at >= $3", "asc"] : ["ends_at < $3", "desc"];
  return readAt(workspace, (sql) =>
    sql.query<MeetingRow>(
      `select ${fields} from calendar_events
       where (title ilike $1 or location ilike $1 or attendees::text ilike $1) and ${side}
       order by starts_at ${order}, id limit $2`,
      [containing(text), shownAtMost, now()],
    ),
  );
}

export async function readMeeting(
  { readAt }: Reading,
  { workspace, id }: { workspace: Workspace; id: string },
): Promise<MeetingPage | undefined> {
  const [row] = await readAt(workspace, (sql) =>
    sql.query<MeetingPage>(
      `select ${fields}, description, organiser, ics <> '' as "hasInvitation", execution_id as "executionId" from calendar_events where id = $1`,
      [id],
    ),
  );
  return row;
}
