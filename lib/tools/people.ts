import { z } from "zod";
import { EmailAddress, Text } from "./fields.ts";

/** Somebody to write to: an e-mail address, or a contact as `contacts.search` gives it. Never a bare name, which could be anybody. */
export const Person = z.union(
  [
    EmailAddress,
    z.looseObject({
      name: Text(200).optional(),
      email: z.union([EmailAddress, z.literal("")]).optional(),
      match: z.string().max(40).optional(),
      ambiguous: z.boolean().optional(),
      asked: Text(500).optional(),
    }),
  ],
  "must be an e-mail address or a contact (contacts.search finds contacts)",
);
export const People = z.union([Person, z.array(Person).max(500, "at most 500 people")], "must be contacts or e-mail addresses");
export type People = z.infer<typeof People>;
export type Recipient = { name: string; email: string };

export const listOf = (people: People): z.infer<typeof Person>[] => (Array.isArray(people) ? people : [people]);

/** Exactly the people who were named, each once; a reason when it is not certain who they are. */
export function recipientsOf(people: People): { ok: true; recipients: Recipient[] } | { ok: false; because: string; code: string } {
  const given = listOf(people);
  if (given.length === 0) return { ok: false, code: "no_recipient", because: "nobody was found to send this to" };
  const unsure = unsureOf(given);
  if (unsure) return { ok: false, code: "ambiguous_recipient", because: unsure };
  const recipients = new Map<string, Recipient>();
  for (const person of given) {
    const { name = "", email = "" } = typeof person === "string" ? { email: person } : person;
    if (email === "") return { ok: false, code: "no_address", because: `${name === "" ? "a contact" : name} has no e-mail address` };
    if (!recipients.has(email.toLowerCase())) recipients.set(email.toLowerCase(), { name, email });
  }
  return { ok: true, recipients: [...recipients.values()] };
}

function unsureOf(given: z.infer<typeof Person>[]): string | undefined {
  const byName = new Map<string, string[]>();
  for (const person of given) {
    if (typeof person === "string") continue;
    const { name = "?", asked = "", ambiguous, match } = person;
    if (match === "similar") return `nobody is called “${asked}”; the nearest is ${name}: say whom you mean`;
    if (ambiguous) byName.set(asked, [...(byName.get(asked) ?? []), name]);
  }
  for (const [asked, names] of byName)
    if (names.length > 1) return `“${asked}” may be ${names.slice(0, 5).join(" or ")}: say whom you mean`;
  return undefined;
}

export function sayPeople(people: People): string {
  const names = listOf(people).map((person) => (typeof person === "string" ? person : person.name || person.email || "somebody"));
  if (names.length === 0) return "nobody";
  if (names.length <= 3) return names.length === 1 ? `${names[0]}` : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
  return `${names.slice(0, 2).join(", ")} and ${names.length - 2} others`;
}
