import { z } from "zod";
import { done } from "./attempt.ts";
import { type ContactRow, rankContacts } from "./contacts.ts";
import { Limit, plainly, quoted, Text } from "./fields.ts";
import { defineTool } from "./tool.ts";

const Input = z.strictObject({
  name: Text(200).optional(),
  organisation: Text(200).optional(),
  email: Text(254).optional(),
  role: Text(100).optional(),
  limit: Limit(10),
});
type Input = z.infer<typeof Input>;

const Found = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string(),
  phone: z.string(),
  organisation: z.string(),
  role: z.string(),
  language: z.string(),
  timeZone: z.string(),
  score: z.number(),
  /** exact: the very name; part: a part of it; sound: it sounds so; similar: only the letters are alike; listed: no name was asked for. */
  match: z.enum(["exact", "part", "sound", "similar", "listed"]),
  ambiguous: z.boolean(),
  asked: z.string(),
});
const Output = z.object({ results: z.array(Found), ambiguous: z.boolean(), note: z.string() });

/** Nearer than this, two people answer to a name equally well. */
const sameRank = 0.05;
const certain = 0.7;

export const contactsSearch = defineTool({
  name: "contacts.search",
  title: "Search contacts",
  description: "Finds people by name (in any spelling or script), organisation, role or e-mail, and says when a name may mean several.",
  input: Input,
  output: Output,
  effect: "read",
  isLocal: true,
  takes: { name: "person-name", organisation: "organisation", email: "email-address", role: "role" },
  gives: { results: "contacts" },
  timeoutMs: 30_000,
  describe: (input) => plainly(() => inWords(input), "Search the contacts"),
  run: async (input, { sql }) => {
    const asked = input.name?.trim() ?? "";
    const rows = await rankContacts(sql, { ...input, limit: asked === "" ? input.limit : 50 });
    const best = asked === "" ? rows : bestOf(rows);
    const ambiguous = asked !== "" && best.length > 1;
    const results = best.slice(0, input.limit).map((row) => ({
      ...row,
      score: Math.round(row.score * 100) / 100,
      match: asked === "" ? ("listed" as const) : matchOf(row),
      ambiguous,
      asked,
    }));
    return done({ results, ambiguous, note: noteOf(input, results, best.length) });
  },
});

/** Who answers to the name best, and whoever does as well. */
function bestOf(rows: ContactRow[]): ContactRow[] {
  const top = rows[0]?.score ?? 0;
  return rows.filter(({ score }) => top - score <= sameRank);
}

function matchOf({ score }: ContactRow): "exact" | "part" | "sound" | "similar" {
  if (score >= 1) return "exact";
  if (score >= 0.8) return "part";
  return score >= certain ? "sound" : "similar";
}

function noteOf(input: Input, results: z.infer<typeof Found>[], count: number): string {
  const [first] = results;
  const who = quoted(input.name ?? input.organisation ?? input.email ?? input.role ?? "");
  if (!first) return `Nobody was found for ${who}.`;
  if (first.match === "similar") return `Nobody is called ${who}; the nearest is ${first.name}.`;
  if (first.ambiguous) return `${who} may be any of ${count} people.`;
  return "";
}

function inWords({ name, organisation, email, role }: Input): string {
  if (name) return `Find ${quoted(name)}${organisation ? ` of ${quoted(organisation)}` : ""} among the contacts`;
  const by = [
    organisation && `organisation ${quoted(organisation)}`,
    role && `role ${quoted(role)}`,
    email && `e-mail ${quoted(email)}`,
  ].filter(Boolean);
  return by.length > 0 ? `Search the contacts by ${by.join(" and ")}` : "List the contacts";
}
