import { z } from "zod";
import { doubleBooked } from "#lib/kernel/conflict.ts";
import { causeId } from "#lib/kernel/hash.ts";
import { done, failed } from "./attempt.ts";
import { askCode } from "./context-share.ts";
import { Day, dayOf, inOrder, outOfOrder, plainly, quoted, Text, Words } from "./fields.ts";
import { type Busy, nextFreeSlot, overlaps } from "./free-slot.ts";
import { invitationOf } from "./invitation.ts";
import type { LinkTo } from "./links.ts";
import { instantOf, isTimeZone, localOf, nextDay, readMoment, sayLocally } from "./local-time.ts";
import { putInOutbox, takeFromOutbox, workspaceName } from "./outbox.ts";
import { listOf, People, type Recipient, recipientsOf, sayPeople } from "./people.ts";
import { type Attempt, defineTool, type ToolContext } from "./tool.ts";

const Input = z.strictObject({
  title: Words(300),
  attendees: People.optional(),
  start: z
    .string()
    .refine((text) => text === "auto" || readMoment(text, "UTC") !== undefined, 'must be a date-time such as 2026-01-15T10:00, or "auto"')
    .default("auto"),
  window: z.strictObject({ from: Day.optional(), to: Day.optional() }).refine(inOrder, outOfOrder).optional(),
  durationMinutes: z.int().min(5, "at least 5").max(480, "at most 480").default(60),
  description: Text(20_000).default(""),
  location: Text(500).default(""),
  timeZone: z.string().refine(isTimeZone, "is not a time zone").optional(),
  /** Where the time is taken: it is refused, a person says, or it is set all the same. */
  onConflict: z.enum(["refuse", "ask", "last-write"], "must be refuse, ask or last-write").default("refuse"),
});
type Input = z.infer<typeof Input>;

const Output = z.object({
  id: z.string(),
  link: z.string(),
  title: z.string(),
  start: z.string(),
  end: z.string(),
  timeZone: z.string(),
  location: z.string(),
  attendees: z.array(z.object({ name: z.string(), email: z.string() })),
  ics: z.string(),
});
type Output = z.infer<typeof Output>;

/** How far ahead a free time is looked for when nothing is said. */
const searchDays = 30;

export type CalendarCreateDeps = { linkTo: LinkTo; mailFrom: string };

export const calendarCreate = ({ linkTo, mailFrom }: CalendarCreateDeps) =>
  defineTool<Input, Output>({
    name: "calendar.create",
    title: "Set a meeting",
    description: "Puts a meeting into the calendar, at a given time or the next free working time, and invites people.",
    input: Input,
    output: Output,
    effect: (input) => (invited(input) > 0 ? "send" : "write"),
    group: "calendar",
    takes: {
      title: "title",
      attendees: "contacts",
      start: "start",
      window: "window",
      durationMinutes: "duration-minutes",
      description: "description",
      location: "place",
    },
    gives: { "*": "meeting", id: "meeting-id", link: "link", start: "start" },
    timeoutMs: 30_000,
    countOf: (input) => Math.max(1, invited(input)),
    messageOf: ({ attendees, title, description }) => {
      const who = attendees === undefined ? { ok: false as const } : recipientsOf(attendees);
      return { channel: "email", kind: "service", text: `${title}\n${description}`, to: who.ok ? who.recipients : [] };
    },
    describe: (input) => plainly(() => inWords(input), "Set a meeting"),
    compensate: async (input, { id }, context) => {
      // An invitation that has left says that there is a meeting.
      if (invited(input) > 0 && !(await takeFromOutbox(context)))
        return failed("sent", "its invitation has left, and cannot be taken back");
      await context.sql.query(`update calendar_events set status = 'cancelled' where workspace_id = $1 and id = $2`, [
        context.workspace.id,
        id,
      ]);
      return done(null);
    },
    commit: async (input, context, _ran) => {
      const who = input.attendees === undefined ? { ok: true as const, recipients: [] } : recipientsOf(input.attendees);
      if (!who.ok) return failed(who.code, who.code === "no_recipient" ? "nobody was found to invite" : who.because);
      // Two meetings that are set at the same moment must not both find the same free time.
      await context.sql.query(`select pg_advisory_xact_lock(hashtextextended($1, 0))`, [`calendar ${context.workspace.id}`]);
      const slot = await chooseSlot(input, context);
      return slot.ok ? done(await setMeeting(input, context, who.recipients, slot.output, { linkTo, mailFrom })) : slot;
    },
  });

const invited = ({ attendees }: Input): number => (attendees === undefined ? 0 : listOf(attendees).length);

async function chooseSlot(input: Input, { sql, workspace, now, timeZone: zoneOfWorkspace }: ToolContext): Promise<Attempt<Busy>> {
  const timeZone = input.timeZone ?? zoneOfWorkspace;
  const fixed = input.start === "auto" ? undefined : readMoment(input.start, timeZone);
  if (input.start !== "auto" && !fixed) return failed("invalid", `${quoted(input.start)} is not a time`);
  if (fixed && fixed < now) return failed("in_the_past", `${sayLocally(fixed, timeZone)} is in the past`);
  const from = dayOf(input.window?.from ?? localOf(fixed ?? now, timeZone).day);
  const to = dayOf(input.window?.to ?? nextDay(localOf(fixed ?? now, timeZone).day, searchDays));
  const wanted = fixed && { start: fixed, end: new Date(fixed.getTime() + input.durationMinutes * 60_000) };
  const endOfWindow = instantOf({ day: nextDay(to), minutes: 0 }, timeZone);
  const rows = await sql.query<Standing>(
    `select title, starts_at as "startsAt", ends_at as "endsAt", location, attendees from calendar_events
     where workspace_id = $1 and status <> 'cancelled' and ends_at > $2 and starts_at < $3 order by starts_at limit 5000`,
    [workspace.id, now, wanted && wanted.end > endOfWindow ? wanted.end : endOfWindow],
  );
  const busy = rows.map(({ title, startsAt, endsAt }) => ({ title, start: new Date(startsAt), end: new Date(endsAt) }));
  const free = nextFreeSlot({ from, to, durationMinutes: input.durationMinutes, now, timeZone, busy });
  if (!wanted)
    return free
      ? done(free)
      : failed("no_free_time", `there is no free working time of ${input.durationMinutes} minutes from ${from} to ${to}`);
  const other = rows.find(({ startsAt, endsAt }) => overlaps({ start: new Date(startsAt), end: new Date(endsAt) }, wanted));
  if (!other || input.onConflict === "last-write") return done(wanted);
  const instead = free ? `; the next free time is ${sayLocally(free.start, timeZone)}` : "";
  const because = `${quoted(other.title)} stands in the calendar at ${sayLocally(new Date(other.startsAt), timeZone)}${sharedWith(input, wanted, other)}${instead}`;
  return failed(input.onConflict === "ask" ? askCode : "conflict", because);
}

type Standing = { title: string; startsAt: Date | string; endsAt: Date | string; location: string; attendees: Recipient[] };

/** Whom or what the two meetings would both have. */
function sharedWith({ attendees, location, title }: Input, wanted: Busy, other: Standing): string {
  const who = attendees === undefined ? undefined : recipientsOf(attendees);
  const people = who?.ok ? who.recipients.map(({ email }) => email) : [];
  const standing = {
    title: other.title,
    start: new Date(other.startsAt),
    end: new Date(other.endsAt),
    people: other.attendees.map(({ email }) => email),
    room: other.location,
  };
  const both = doubleBooked({ title, ...wanted, people, room: location }, standing);
  return both.length > 0 ? `, with ${both.slice(0, 5).join(", ")} too` : "";
}

async function setMeeting(
  input: Input,
  context: ToolContext,
  attendees: Recipient[],
  { start, end }: Busy,
  { linkTo, mailFrom }: CalendarCreateDeps,
): Promise<Output> {
  const { sql, workspace, executionId, idempotencyKey, now } = context;
  const timeZone = input.timeZone ?? context.timeZone;
  const id = causeId("evt", idempotencyKey);
  const link = linkTo(workspace.id, "calendar", id);
  const organiser = { name: await workspaceName(context), email: mailFrom };
  const { title, description, location } = input;
  const ics = invitationOf({ id, title, description, location, start, end, organiser, attendees, link, stamp: now });
  await sql.query(
    `insert into calendar_events (workspace_id, id, title, description, location, starts_at, ends_at, time_zone, organiser, attendees, status, ics, execution_id, created_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10::jsonb, 'confirmed', $11, $12, $13) on conflict do nothing`,
    [
      workspace.id,
      id,
      title,
      description,
      location,
      start,
      end,
      timeZone,
      organiser.name,
      JSON.stringify(attendees),
      ics,
      executionId,
      now,
    ],
  );
  if (attendees.length > 0) {
    const place = location === "" ? "" : `\n${location}`;
    const body = `${title}\n${sayLocally(start, timeZone)} (${timeZone}), ${input.durationMinutes} minutes${place}${description === "" ? "" : `\n\n${description}`}\n\n${ics}`;
    await putInOutbox(context, {
      channel: "email",
      sender: mailFrom,
      recipients: attendees,
      subject: title,
      body,
      kind: "service",
      status: "queued",
    });
  }
  return { id, link, title, start: start.toISOString(), end: end.toISOString(), timeZone, location, attendees, ics };
}

function inWords({ title, attendees, start, window, durationMinutes, location }: Input): string {
  const who = attendees === undefined ? "" : ` with ${sayPeople(attendees)}`;
  const days = window?.from || window?.to ? ` between ${window.from ?? "now"} and ${window.to ?? "later"}` : "";
  const when = start === "auto" ? `at the next free working time${days}` : `at ${start.replace("T", " ")}`;
  const invites = attendees !== undefined && listOf(attendees).length > 0 ? ", and send the invitation" : "";
  return `Set a meeting ${quoted(title)}${who} ${when} (${durationMinutes} minutes)${location ? ` in ${quoted(location)}` : ""}${invites}`;
}
