import { z } from "zod";
import { done } from "./attempt.ts";
import { rankContacts } from "./contacts.ts";
import { Day, dayOf, inOrder, Limit, outOfOrder, plainly, quoted, Text } from "./fields.ts";
import type { LinkTo } from "./links.ts";
import { instantOf, localOf, nextDay } from "./local-time.ts";
import { defineTool } from "./tool.ts";

const Input = z
  .strictObject({ from: Day.optional(), to: Day.optional(), attendee: Text(200).optional(), query: Text(500).optional(), limit: Limit(20) })
  .refine(inOrder, outOfOrder);

const Entry = z.object({
  id: z.string(),
  title: z.string(),
  description: z.string(),
  location: z.string(),
  start: z.string(),
  end: z.string(),
  timeZone: z.string(),
  attendees: z.array(z.object({ name: z.string(), email: z.string() })),
  organiser: z.string(),
  status: z.string(),
  link: z.string(),
});
const Output = z.object({ results: z.array(Entry), total: z.int() });

type Row = Omit<z.infer<typeof Entry>, "start" | "end" | "link" | "attendees"> & {
  startsAt: Date | string;
  endsAt: Date | string;
  attendees: unknown;
  total: number;
};

const Attendees = z.array(z.object({ name: z.string().catch(""), email: z.string().catch("") })).catch([]);

export const calendarSearch = (linkTo: LinkTo) =>
  defineTool({
    name: "calendar.search",
    title: "Search the calendar",
    description: "Finds meetings in the workspace's calendar by days, by who takes part and by words. Without days: the next 30.",
    input: Input,
    output: Output,
    effect: "read",
    isLocal: true,
    takes: { from: "period-start", to: "period-end", attendee: "person-name", query: "query" },
    gives: { results: "events" },
    timeoutMs: 30_000,
    describe: ({ from, to, attendee, query }) =>
      plainly(() => {
        const period = from || to ? `, ${from ? `from ${dayOf(from)}` : ""}${from && to ? " " : ""}${to ? `to ${dayOf(to)}` : ""}` : "";
        return `Search the calendar${query ? ` for ${quoted(query)}` : ""}${attendee ? ` with ${quoted(attendee)}` : ""}${period}`;
      }, "Search the calendar"),
    run: async ({ from, to, attendee, query, limit }, { sql, workspace, now, timeZone }) => {
      const today = localOf(now, timeZone).day;
      const [first, last] =
        from === undefined && to === undefined ? [today, nextDay(today, 30)] : [from ?? "0001-01-01", to ?? "9998-12-31"];
      const who = attendee?.trim() ?? "";
      const known = who === "" ? [] : (await rankContacts(sql, { name: who, limit: 20 })).filter(({ score }) => score >= 0.7);
      const rows = await sql.query<Row>(
        `select id, title, description, location, starts_at as "startsAt", ends_at as "endsAt", time_zone as "timeZone", attendees, organiser, status, (count(*) over ())::int as total
         from calendar_events
         where starts_at < $2 and ends_at > $1 and status <> 'cancelled'
           and ($3::text is null or search.plain($3) <> '' and search.plain(attendees::text) like '%' || search.plain($3) || '%'
                or exists (select 1 from jsonb_array_elements(case when jsonb_typeof(attendees) = 'array' then attendees else '[]' end) as one
                           where lower(one->>'email') = any ($4::text[]) or one->>'name' = any ($5::text[])))
           and ($6::text is null or to_tsvector('simple', search.plain(concat_ws(' ', title, description, location))) @@ search.question($6, true)
                or search.plain($6) <> '' and search.plain(concat_ws(' ', title, description, location)) like '%' || search.plain($6) || '%')
         order by starts_at, id limit $7`,
        [
          instantOf({ day: dayOf(first), minutes: 0 }, timeZone),
          instantOf({ day: nextDay(dayOf(last)), minutes: 0 }, timeZone),
          who || null,
          known.map(({ email }) => email.toLowerCase()).filter((email) => email !== ""),
          known.map(({ name }) => name),
          query?.trim() || null,
          limit,
        ],
      );
      return done({
        results: rows.map(({ startsAt, endsAt, attendees, total: _total, ...row }) => ({
          ...row,
          start: new Date(startsAt).toISOString(),
          end: new Date(endsAt).toISOString(),
          attendees: Attendees.parse(attendees),
          link: linkTo(workspace.id, "calendar", row.id),
        })),
        total: rows[0]?.total ?? 0,
      });
    },
  });
