import fc from "fast-check";
import ICAL from "ical.js";
import { expect, test } from "vitest";
import { invitationOf, type Meeting } from "./invitation.ts";

const meeting: Meeting = {
  id: "evt_1",
  title: "Zarhava; strategy, part 1",
  description: "Line one\nLine two: a\\b; “quoted”, שלום",
  location: "Haifa, room 2",
  start: new Date("2026-01-15T08:00:00Z"),
  end: new Date("2026-01-15T09:00:00Z"),
  organiser: { name: "Sadot: Advisory", email: "office@demo.example" },
  attendees: [
    { name: 'Zohar "Zo" Peled', email: "zohar@example.com" },
    { name: "", email: "b@example.com" },
  ],
  link: "https://fermata.example/w1/calendar/evt_1",
  stamp: new Date("2026-01-07T08:00:00Z"),
};

const read = (ics: string) => {
  const calendar = new ICAL.Component(ICAL.parse(ics));
  const event = calendar.getFirstSubcomponent("vevent");
  if (!event) throw new Error("no event");
  return { calendar, event, value: (name: string) => event.getFirstPropertyValue(name)?.toString() };
};

test("an invitation is a request that a calendar program reads back as it was meant", () => {
  const { calendar, event, value } = read(invitationOf(meeting));
  expect(calendar.getFirstPropertyValue("method")).toBe("REQUEST");
  expect(calendar.getFirstPropertyValue("version")).toBe("2.0");
  expect([value("uid"), value("summary"), value("description"), value("location"), value("sequence")]).toEqual([
    "evt_1@fermata",
    meeting.title,
    meeting.description,
    meeting.location,
    "0",
  ]);
  expect([value("dtstart"), value("dtend"), value("dtstamp")]).toEqual([
    "2026-01-15T08:00:00Z",
    "2026-01-15T09:00:00Z",
    "2026-01-07T08:00:00Z",
  ]);
  expect(value("organizer")?.toLowerCase()).toBe("mailto:office@demo.example");
  expect(event.getAllProperties("attendee").map((one) => String(one.getFirstValue()).toLowerCase())).toEqual([
    "mailto:zohar@example.com",
    "mailto:b@example.com",
  ]);
  expect(event.getAllProperties("attendee").map((one) => one.getParameter("partstat"))).toEqual(["NEEDS-ACTION", "NEEDS-ACTION"]);
});

test("a meeting without guests is published and asks nobody", () => {
  const { calendar, event } = read(invitationOf({ ...meeting, attendees: [] }));
  expect(calendar.getFirstPropertyValue("method")).toBe("PUBLISH");
  expect(event.getAllProperties("attendee")).toEqual([]);
});

test("every line is at most 75 bytes, ends with CRLF, and no text breaks out of its line", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", maxLength: 200 }), fc.string({ maxLength: 80 }), (title, name) => {
      const ics = invitationOf({
        ...meeting,
        title: `${title}x`,
        description: `${title}\r\nATTENDEE:mailto:evil@x.example\nBEGIN:VALARM`,
        location: name,
        attendees: [{ name, email: "a@example.com" }],
      });
      const lines = ics.split("\r\n");
      expect(lines.at(-1)).toBe("");
      for (const line of lines) expect(new TextEncoder().encode(line).length).toBeLessThanOrEqual(75);
      const { event } = read(ics);
      expect(event.getAllProperties("attendee")).toHaveLength(1);
      expect(event.getAllSubcomponents()).toEqual([]);
    }),
  );
});
