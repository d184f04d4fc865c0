import { z } from "zod";
import { doubleBooked } from "#lib/kernel/conflict.ts";
import { causeId } from "#lib/kernel/hash.ts";
import { done, failed } from "./attempt.ts";
import { askCode } from "./context-share.ts";
import { bookingPolicies, newPeople, type Standing, settleBooking } from "./double-booking.ts";
import { Day, dayOf, inOrder, outOfOrder, plainly, quoted, Text, Words } from "./fields.ts";
import { type Busy, nextFreeSlot, overlaps } from "./free-slot.ts";
import { invitationOf } from "./invitation.ts";
import type { LinkTo } from "./links.ts";
import { instantOf, isTimeZone, localOf, nextDay, readMoment, sayLocally } from "./local-time.ts";
import { putInOutbox, takeFromOutbox, workspaceName } from "./outbox.ts";
import { listOf, People, type Recipient, recipientsOf, sayPeople } from "./people.ts";
import { type Attempt, defineTool, type ToolContext, type UndoContext } from "./tool.ts";

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
  /** Where the time is taken: it is refused, a person says, it is set all the same, the higher priority keeps the time, or two that are one meeting become one. */
  onConflict: z.enum(bookingPolicies, `must be one of ${bookingPolicies.join(", ")}`).default("refuse"),
  priority: z.int().min(0).max(1_000).optional(),
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
  /** Meetings that gave way to it, which are tentative now. */
  displaced: z.array(z.object({ id: z.string(), title: z.string() })).optional(),
  /** It is a meeting that stood there, which these people joined. */
  joined: z.array(z.string()).optional(),
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
    compensate: async (input, { id, displaced = [], joined }, context) => {
      // An invitation that has left says that there is a meeting.
      if (invited(input) > 0 && joined?.length !== 0 && !(await takeFromOutbox(context)))
        return failed("sent", "its invitation has left, and cannot be taken back");
      if (joined) await leave(context, id, joined);
      else
        await context.sql.query(`update calendar_events set status = 'cancelled' where workspace_id = $1 and id = $2`, [
          context.workspace.id,
          id,
        ]);
      await standAs(
        context,
        displaced.map((one) => one.id),
        "confirmed",
      );
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

/** A time, and what becomes of the meetings that stand there. */
type Chosen = Busy & { displaces?: Standing[]; into?: Standing };

async function chooseSlot(input: Input, { sql, workspace, now, timeZone: zoneOfWorkspace }: ToolContext): Promise<Attempt<Chosen>> {
  const timeZone = input.timeZone ?? zoneOfWorkspace;
  const fixed = input.start === "auto" ? undefined : readMoment(input.start, timeZone);
  if (input.start !== "auto" && !fixed) return failed("invalid", `${quoted(input.start)} is not a time`);
  if (fixed && fixed < now) return failed("in_the_past", `${sayLocally(fixed, timeZone)} is in the past`);
  const from = dayOf(input.window?.from ?? localOf(fixed ?? now, timeZone).day);
  const to = dayOf(input.window?.to ?? nextDay(localOf(fixed ?? now, timeZone).day, searchDays));
  const wanted = fixed && { start: fixed, end: new Date(fixed.getTime() + input.durationMinutes * 60_000) };
  const endOfWindow = instantOf({ day: nextDay(to), minutes: 0 }, timeZone);
  const rows = await sql.query<Standing>(
    `select id, title, description, starts_at as "startsAt", ends_at as "endsAt", location, attendees, priority from calendar_events
     where workspace_id = $1 and status <> 'cancelled' and ends_at > $2 and starts_at < $3 order by starts_at limit 5000`,
    [workspace.id, now, wanted && wanted.end > endOfWindow ? wanted.end : endOfWindow],
  );
  const busy = rows.map(({ title, startsAt, endsAt }) => ({ title, start: new Date(startsAt), end: new Date(endsAt) }));
  const free = nextFreeSlot({ from, to, durationMinutes: input.durationMinutes, now, timeZone, busy });
  if (!wanted)
    return free
      ? done(free)
      : failed("no_free_time", `there is no free working time of ${input.durationMinutes} minutes from ${from} to ${to}`);
  const taken = rows.filter(({ startsAt, endsAt }) => overlaps({ start: new Date(startsAt), end: new Date(endsAt) }, wanted));
  const { title, location, priority = 0 } = input;
  const booked = settleBooking(input.onConflict, { title, location, priority, ...wanted }, taken);
  if (booked.do === "set") return done({ ...wanted, displaces: booked.displaces });
  if (booked.do === "join") return done({ ...wanted, into: booked.into });
  if (booked.do === "move" && free) return done(free);
  const [other] = taken;
  const instead = free ? `; the next free time is ${sayLocally(free.start, timeZone)}` : "";
  const why = booked.do === "ask" && input.onConflict !== "ask" ? ` (${booked.because})` : "";
  const because = other
    ? `${quoted(other.title)} stands in the calendar at ${sayLocally(new Date(other.startsAt), timeZone)}${sharedWith(input, wanted, other)}${why}${instead}`
    : "the time is taken";
  return failed(booked.do === "ask" ? askCode : "conflict", because);
}

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
  { start, end, displaces = [], into }: Chosen,
  { linkTo, mailFrom }: CalendarCreateDeps,
): Promise<Output> {
  if (into) return join(input, context, attendees, into, { linkTo, mailFrom });
  const { sql, workspace, executionId, idempotencyKey, now } = context;
  const timeZone = input.timeZone ?? context.timeZone;
  const id = causeId("evt", idempotencyKey);
  const link = linkTo(workspace.id, "calendar", id);
  const organiser = { name: await workspaceName(context), email: mailFrom };
  const { title, description, location } = input;
  const ics = invitationOf({ id, title, description, location, start, end, organiser, attendees, link, stamp: now });
  await sql.query(
    `insert into calendar_events (workspace_id, id, title, description, location, starts_at, ends_at, time_zone, organiser, attendees, status, ics, execution_id, created_at, priority)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10::jsonb, 'confirmed', $11, $12, $13, $14) on conflict do nothing`,
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
      input.priority ?? 0,
    ],
  );
  await standAs(
    context,
    displaces.map((one) => one.id),
    "tentative",
  );
  const made = { id, link, title, start: start.toISOString(), end: end.toISOString(), timeZone, location, attendees, ics };
  await invite(context, attendees, { ...made, description, durationMinutes: input.durationMinutes, mailFrom });
  return { ...made, ...(displaces.length > 0 && { displaced: displaces.map((one) => ({ id: one.id, title: one.title })) }) };
}

type Invitation = Pick<Output, "title" | "start" | "timeZone" | "location" | "ics"> & {
  description: string;
  durationMinutes: number;
  mailFrom: string;
};

async function invite(context: ToolContext, people: Recipient[], invitation: Invitation): Promise<void> {
  if (people.length === 0) return;
  const { title, start, timeZone, location, ics, description, durationMinutes, mailFrom } = invitation;
  const place = location === "" ? "" : `\n${location}`;
  const body = `${title}\n${sayLocally(new Date(start), timeZone)} (${timeZone}), ${durationMinutes} minutes${place}${description === "" ? "" : `\n\n${description}`}\n\n${ics}`;
  await putInOutbox(context, {
    channel: "email",
    sender: mailFrom,
    recipients: people,
    subject: title,
    body,
    kind: "service",
    status: "queued",
  });
}

/** The people join the meeting that stands there; who is invited already hears nothing again. */
async function join(
  input: Input,
  context: ToolContext,
  coming: Recipient[],
  into: Standing,
  { linkTo, mailFrom }: CalendarCreateDeps,
): Promise<Output> {
  const { sql, workspace, now } = context;
  const timeZone = input.timeZone ?? context.timeZone;
  const [start, end] = [new Date(into.startsAt), new Date(into.endsAt)];
  const added = newPeople(into.attendees, coming);
  const attendees = [...into.attendees, ...added];
  const location = into.location.trim() === "" ? input.location : into.location;
  const description = [...new Set([into.description.trim(), input.description.trim()])].filter((text) => text !== "").join("\n\n");
  const { id, title } = into;
  const link = linkTo(workspace.id, "calendar", id);
  const organiser = { name: await workspaceName(context), email: mailFrom };
  const ics = invitationOf({ id, title, description, location, start, end, organiser, attendees, link, stamp: now });
  await sql.query(
    "update calendar_events set attendees = $3::jsonb, location = $4, description = $5, ics = $6 where workspace_id = $1 and id = $2",
    [workspace.id, id, JSON.stringify(attendees), location, description, ics],
  );
  const made = { id, link, title, start: start.toISOString(), end: end.toISOString(), timeZone, location, attendees, ics };
  await invite(context, added, { ...made, description, durationMinutes: input.durationMinutes, mailFrom });
  return { ...made, joined: added.map(({ email }) => email) };
}

/** Takes back who joined. */
async function leave({ sql, workspace }: UndoContext, id: string, joined: string[]): Promise<void> {
  await sql.query(
    `update calendar_events set attendees = coalesce((select jsonb_agg(a) from jsonb_array_elements(attendees) a where not (a->>'email' = any($3))), '[]')
     where workspace_id = $1 and id = $2`,
    [workspace.id, id, joined],
  );
}

async function standAs({ sql, workspace }: UndoContext, ids: string[], status: "confirmed" | "tentative"): Promise<void> {
  if (ids.length > 0)
    await sql.query("update calendar_events set status = $3 where workspace_id = $1 and id = any($2) and status <> 'cancelled'", [
      workspace.id,
      ids,
      status,
    ]);
}

function inWords({ title, attendees, start, window, durationMinutes, location }: Input): string {
  const who = attendees === undefined ? "" : ` with ${sayPeople(attendees)}`;
  const days = window?.from || window?.to ? ` between ${window.from ?? "now"} and ${window.to ?? "later"}` : "";
  const when = start === "auto" ? `at the next free working time${days}` : `at ${start.replace("T", " ")}`;
  const invites = attendees !== undefined && listOf(attendees).length > 0 ? ", and send the invitation" : "";
  return `Set a meeting ${quoted(title)}${who} ${when} (${durationMinutes} minutes)${location ? ` in ${quoted(location)}` : ""}${invites}`;
}
