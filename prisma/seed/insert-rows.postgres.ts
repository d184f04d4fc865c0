import type pg from "pg";
import { isWorkingDay } from "#lib/tools/free-slot.ts";
import { invitationOf } from "#lib/tools/invitation.ts";
import { instantOf, localOf, nextDay } from "#lib/tools/local-time.ts";
import type { ContactRow, DocumentRow, EventRow, ThreadRow } from "./rows.ts";

export type WorkspaceRows = {
  id: string;
  timeZone: string;
  documents: DocumentRow[];
  contacts: ContactRow[];
  events: EventRow[];
  threads: ThreadRow[];
};

/** Fills one workspace through the app's role: row-level security holds for the seed as for everybody. */
export async function insertRows(
  client: pg.ClientBase,
  { id: workspace, timeZone, documents, contacts, events, threads }: WorkspaceRows,
  now: Date,
): Promise<void> {
  for (const { id, title, body, kind, language, folder, tags, author, date } of documents)
    await client.query(
      `insert into documents (workspace_id, id, title, body, kind, language, folder, tags, author, happened_on, created_at, updated_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, least($10::date + interval '10 hours', $11), least($10::date + interval '10 hours', $11)) on conflict do nothing`,
      [workspace, id, title, body.trim(), kind, language, folder, tags, author, date, now],
    );
  for (const { id, name, aliases, email, phone, organisation, role, language, timeZone: zone, tags, notes } of contacts)
    await client.query(
      `insert into contacts (workspace_id, id, name, aliases, email, phone, organisation, role, language, time_zone, tags, notes, created_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) on conflict do nothing`,
      [
        workspace,
        id,
        name,
        aliases,
        email,
        phone,
        organisation,
        role,
        language,
        zone,
        tags,
        notes,
        new Date(now.getTime() - 200 * 86_400_000),
      ],
    );
  for (const event of events) await insertEvent(client, workspace, timeZone, event, now);
  for (const { id, subject, messages } of threads) {
    const first = new Date(now.getTime() - Math.max(...messages.map(({ daysAgo }) => daysAgo)) * 86_400_000);
    await client.query(
      "insert into threads (workspace_id, id, subject, channel, created_at) values ($1, $2, $3, 'email', $4) on conflict do nothing",
      [workspace, id, subject, first],
    );
    for (const [at, { direction, sender, recipients, daysAgo, body, status }] of messages.entries()) {
      const when = new Date(now.getTime() - daysAgo * 86_400_000 + at * 3_600_000);
      await client.query(
        `insert into messages (workspace_id, id, thread_id, direction, channel, sender, recipients, subject, body, status, sent_at, created_at)
         values ($1, $2, $3, $4, 'email', $5, $6::jsonb, $7, $8, $9, $10, $10) on conflict do nothing`,
        [
          workspace,
          `${id.replace("thr_", "msg_")}_${at + 1}`,
          id,
          direction,
          sender,
          JSON.stringify(recipients),
          subject,
          body,
          status,
          when,
        ],
      );
    }
  }
}

async function insertEvent(
  client: pg.ClientBase,
  workspace: string,
  timeZone: string,
  { id, title, description, location, day, from, minutes, organiser, attendees, status }: EventRow,
  now: Date,
): Promise<void> {
  const [hours = "9", rest = "0"] = from.split(":");
  const start = instantOf({ day, minutes: Number(hours) * 60 + Number(rest) }, timeZone);
  const end = new Date(start.getTime() + minutes * 60_000);
  const [first = { name: organiser, email: "office@demo.example" }] = attendees;
  const ics = invitationOf({
    id,
    title,
    description,
    location,
    start,
    end,
    organiser: first,
    attendees: attendees.slice(1),
    link: "",
    stamp: now,
  });
  await client.query(
    `insert into calendar_events (workspace_id, id, title, description, location, starts_at, ends_at, time_zone, organiser, attendees, status, ics, created_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10::jsonb, $11, $12, $13) on conflict do nothing`,
    [
      workspace,
      id,
      title,
      description,
      location,
      start,
      end,
      timeZone,
      organiser,
      JSON.stringify(attendees),
      status ?? "confirmed",
      ics,
      now,
    ],
  );
}

/** The day that lies so many working days from today; 0 is today, or the next working day. */
export function workingDayAt(now: Date, timeZone: string): (days: number) => string {
  return (days) => {
    let day = localOf(now, timeZone).day;
    while (!isWorkingDay(day, timeZone)) day = nextDay(day);
    for (let left = Math.abs(days); left > 0; ) {
      day = nextDay(day, Math.sign(days));
      if (isWorkingDay(day, timeZone)) left--;
    }
    return day;
  };
}
