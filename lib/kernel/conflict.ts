import { canonicalJson, isRecord, type Json } from "./json.ts";

/** What is done where two want different things of the same: the later one counts, the higher one, both as far as they agree, or a person says. */
export const conflictPolicies = ["last-write", "priority", "merge", "ask"] as const;
export type ConflictPolicy = (typeof conflictPolicies)[number];

/** `rank`: whose word weighs more. */
export type Side = { value: Json; who: string; rank: number };
export type Resolved =
  | { do: "write"; value: Json; how: "written" | "merged" }
  | { do: "keep"; because: string }
  | { do: "ask"; because: string };

/** What becomes of a value that is there when another one comes. What agrees is no conflict, whatever the policy. */
export function resolveConflict(policy: ConflictPolicy, there: Side, coming: Side): Resolved {
  const at = contradictions(there.value, coming.value);
  const sides = `${there.who} and ${coming.who} disagree`;
  if (canonicalJson(there.value) === canonicalJson(coming.value)) return { do: "write", value: coming.value, how: "written" };
  switch (policy) {
    case "last-write":
      return { do: "write", value: coming.value, how: "written" };
    case "priority":
      if (coming.rank > there.rank) return { do: "write", value: coming.value, how: "written" };
      if (coming.rank < there.rank) return { do: "keep", because: `${sides}, and the word of ${there.who} weighs more` };
      return { do: "ask", because: `${sides}${placesIn(at)}, and neither weighs more` };
    case "merge":
      if (at.length > 0) return { do: "ask", because: `${sides}${placesIn(at)}` };
      return { do: "write", value: merged(there.value, coming.value), how: "merged" };
    case "ask":
      return { do: "ask", because: `${sides}${placesIn(at)}` };
  }
}

const placesShown = 5;
const placesIn = (at: string[]): string =>
  at.length === 0 || at[0] === "" ? "" : ` about ${at.slice(0, placesShown).join(", ")}${at.length > placesShown ? " and more" : ""}`;

const deepest = 50;

/** Where two values say different things of the same field; a list says what is in it, and so contradicts no other. */
export function contradictions(a: Json, b: Json, at = "", depth = 0): string[] {
  if (isRecord(a) && isRecord(b) && depth < deepest)
    return Object.keys(a)
      .filter((name) => Object.hasOwn(b, name))
      .flatMap((name) => contradictions(a[name] as Json, b[name] as Json, at === "" ? name : `${at}.${name}`, depth + 1));
  if (Array.isArray(a) && Array.isArray(b)) return [];
  return canonicalJson(a) === canonicalJson(b) ? [] : [at];
}

/** Both, where they do not contradict each other. */
export function merged(a: Json, b: Json): Json {
  if (isRecord(a) && isRecord(b)) {
    const names = [...new Set([...Object.keys(a), ...Object.keys(b)])];
    return Object.fromEntries(
      names.map((name) => {
        if (!Object.hasOwn(a, name)) return [name, b[name] as Json];
        return [name, Object.hasOwn(b, name) ? merged(a[name] as Json, b[name] as Json) : (a[name] as Json)];
      }),
    );
  }
  if (!Array.isArray(a) || !Array.isArray(b)) return b;
  const seen = new Set(a.map((item) => canonicalJson(item)));
  return [...a, ...b.filter((item) => !seen.has(canonicalJson(item)))];
}

/** A person, then a step, then a planner. */
export function rankOf(writer: string): number {
  if (writer.startsWith("planner:")) return 1;
  return writer.startsWith("step:") ? 2 : 3;
}

export type Booking = { title: string; start: Date; end: Date; people: readonly string[]; room: string };

/** Whom or what two meetings would have at the same time; empty: they are apart. */
export function doubleBooked(a: Booking, b: Booking): string[] {
  if (a.start >= b.end || b.start >= a.end) return [];
  const plain = (text: string) => text.trim().toLowerCase();
  const theirs = new Set(b.people.map(plain));
  const room = plain(a.room) !== "" && plain(a.room) === plain(b.room) ? [a.room.trim()] : [];
  return [...a.people.filter((person) => theirs.has(plain(person))), ...room];
}
