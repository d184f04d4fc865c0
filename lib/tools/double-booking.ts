import type { ConflictPolicy } from "#lib/kernel/conflict.ts";
import { quoted } from "./fields.ts";
import type { Recipient } from "./people.ts";

export const bookingPolicies = ["refuse", "ask", "last-write", "priority", "merge"] as const satisfies ("refuse" | ConflictPolicy)[];
export type BookingPolicy = (typeof bookingPolicies)[number];

/** A meeting that stands at the time that another one wants. */
export type Standing = {
  id: string;
  title: string;
  description: string;
  location: string;
  startsAt: Date | string;
  endsAt: Date | string;
  attendees: Recipient[];
  priority: number;
};
export type Wanted = { title: string; location: string; start: Date; end: Date; priority: number };

export type Booked =
  /** It is set; what gives way to it is there, tentative, until somebody finds it another time. */
  | { do: "set"; displaces: Standing[] }
  /** What stands there weighs more: it takes the next free time. */
  | { do: "move" }
  /** Both are one meeting: its people join the one that stands. */
  | { do: "join"; into: Standing }
  | { do: "ask" | "refuse"; because: string };

/**
 * What becomes of a meeting whose time is taken. By priority the one with the higher figure keeps the time; with equal figures a person says.
 * Two are merged where they are one meeting: the same title, the same times, and places that do not contradict each other.
 */
export function settleBooking(policy: BookingPolicy, wanted: Wanted, taken: Standing[]): Booked {
  const [first] = taken;
  if (!first || policy === "last-write") return { do: "set", displaces: [] };
  if (policy === "priority") {
    if (taken.every(({ priority }) => wanted.priority > priority)) return { do: "set", displaces: taken };
    if (taken.some(({ priority }) => priority > wanted.priority)) return { do: "move" };
    return { do: "ask", because: `${quoted(first.title)} stands there with the same priority` };
  }
  if (policy === "merge") {
    const contradiction = taken.length > 1 ? "several meetings stand there" : contradictionOf(wanted, first);
    return contradiction === undefined ? { do: "join", into: first } : { do: "ask", because: contradiction };
  }
  return { do: policy, because: `${quoted(first.title)} stands there` };
}

const plain = (text: string): string => text.trim().replace(/\s+/g, " ").toLowerCase();

/** Why two are not one meeting; nothing where they are. */
function contradictionOf(wanted: Wanted, standing: Standing): string | undefined {
  if (plain(wanted.title) !== plain(standing.title)) return `${quoted(standing.title)} is another meeting`;
  const isSameTime =
    wanted.start.getTime() === new Date(standing.startsAt).getTime() && wanted.end.getTime() === new Date(standing.endsAt).getTime();
  if (!isSameTime) return `${quoted(standing.title)} stands there at another time`;
  const [there, coming] = [plain(standing.location), plain(wanted.location)];
  return there !== "" && coming !== "" && there !== coming ? `${quoted(standing.title)} is at ${standing.location}` : undefined;
}

/** Those who are not invited yet. */
export function newPeople(standing: readonly Recipient[], coming: readonly Recipient[]): Recipient[] {
  const known = new Set(standing.map(({ email }) => plain(email)));
  return coming.filter(({ email }) => !known.has(plain(email)));
}
