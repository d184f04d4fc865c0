import type { Workspace } from "#lib/tenancy/workspace.ts";
import { containing, type Reading, shownAtMost } from "./browse.ts";

export type ContactRow = { id: string; name: string; email: string; organisation: string; role: string };
export type ContactPage = ContactRow & {
  aliases: string[];
  phone: string;
  language: string;
  timeZone: string;
  tags: string[];
  notes: string;
  consent: string;
  consentAt: string | null;
  optedOutAt: string | null;
  /** Meetings with this person that are still to come or were lately. */
  meetings: { id: string; title: string; startsAt: string }[];
};

export function listContacts({ readAt }: Reading, { workspace, text }: { workspace: Workspace; text: string }): Promise<ContactRow[]> {
  return readAt(workspace, (sql) =>
    sql.query<ContactRow>(
      `select id, name, email, organisation, role from contacts
       where name ilike $1 or email ilike $1 or organisation ilike $1 or array_to_string(aliases, ' ') ilike $1
       order by name, id limit $2`,
      [containing(text), shownAtMost],
    ),
  );
}

export async function readContact(
  { readAt }: Reading,
  { workspace, id }: { workspace: Workspace; id: string },
): Promise<ContactPage | undefined> {
  return readAt(workspace, async (sql) => {
    const [row] = await sql.query<Omit<ContactPage, "meetings">>(
      `select id, name, email, organisation, role, aliases, phone, language, time_zone as "timeZone", tags, notes, consent,
         to_char(consent_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as "consentAt", to_char(opted_out_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as "optedOutAt"
       from contacts where id = $1`,
      [id],
    );
    if (!row) return;
    const meetings = await sql.query<ContactPage["meetings"][number]>(
      `select id, title, to_char(starts_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI"Z"') as "startsAt" from calendar_events
       where attendees @> $1::jsonb order by starts_at desc limit 20`,
      [JSON.stringify([{ email: row.email }])],
    );
    return { ...row, meetings };
  });
}
