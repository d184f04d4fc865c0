import ical, { ICalAttendeeRole, ICalAttendeeStatus, ICalCalendarMethod, ICalEventStatus } from "ical-generator";
import type { Recipient } from "./people.ts";

export type Meeting = {
  id: string;
  title: string;
  description: string;
  location: string;
  start: Date;
  end: Date;
  organiser: Recipient;
  attendees: Recipient[];
  link: string;
  stamp: Date;
};

/** A meeting as RFC 5545, in UTC so that no client needs our time zones; a request (RFC 5546) when somebody is invited. */
export function invitationOf({ id, title, description, location, start, end, organiser, attendees, link, stamp }: Meeting): string {
  const isRequest = attendees.length > 0;
  const calendar = ical({
    prodId: { company: "fermata", product: "fermata", language: "EN" },
    method: isRequest ? ICalCalendarMethod.REQUEST : ICalCalendarMethod.PUBLISH,
  });
  calendar.createEvent({
    id: `${id}@fermata`,
    sequence: 0,
    stamp,
    start,
    end,
    summary: title,
    description: description || null,
    location: location || null,
    url: URL.canParse(link) ? link : null,
    status: ICalEventStatus.CONFIRMED,
    organizer: { name: organiser.name || organiser.email, email: organiser.email },
    attendees: attendees.map(({ name, email }) => ({
      name: name || email,
      email,
      rsvp: true,
      role: ICalAttendeeRole.REQ,
      status: ICalAttendeeStatus.NEEDSACTION,
    })),
  });
  // Every line of a calendar file ends, the last one too.
  return `${calendar.toString()}\r\n`;
}
