import type { Meaning } from "#lib/tools/tool.ts";

/**
 * The words by which the planner joins tools. A tool says what its inputs take and what its outputs give in these words;
 * the planner never looks at a tool's name. A tool may bring words of its own (`invoice`): a request that names the
 * word then finds it.
 *
 * Dates are the workspace's local days, `YYYY-MM-DD`, both ends included. A field is required or not by its zod schema:
 * a required field gets a value or a producer, an optional one only what the request says or what is there anyway.
 *
 * Keys of `gives` are output fields; `"*"` is the whole output. A key may go into a list: `results[].email`.
 *
 * | tool             | effect | input field → takes                                                                                       | output field → gives |
 * |------------------|--------|-----------------------------------------------------------------------------------------------------------|----------------------|
 * | documents.search | read   | query → query, topic → topic, from → period-start, to → period-end, organisation → organisation, limit → limit (all optional) | results → documents (items: id, title, url, text, date, …) |
 * | documents.read   | read   | id → document-id (or url → url)                                                                           | text → document-text, "*" → document |
 * | contacts.search  | read   | name → person-name, organisation → organisation, email → email-address (all optional)                       | results → contacts (items: id, name, email, phone, organisation) |
 * | calendar.search  | read   | from → period-start, to → period-end, attendee → person-name, query → query                                 | results → events |
 * | calendar.create  | send   | title → title, attendees → contacts, start → start (local date-time, or "auto": the next free working slot), window → window ({ from, to } local days), durationMinutes → duration-minutes, description → description, location → place | "*" → meeting, id → meeting-id, link → link, start → start |
 * | text.summarise   | read   | sources → material, focus → focus, language → language, maxWords → max-words                               | text → summary, citations → citations |
 * | text.write       | read   | kind → text-kind, topic → topic, sources → material, instructions → instructions, language → language, maxWords → max-words | text → text, title → title |
 * | report.status    | read   | from → period-start, to → period-end                                                                       | text → status |
 * | message.send     | send   | to → contacts, channel → channel, subject → title, body → text                                              | "*" → message, id → message-id |
 * | http.request     | by method | url → url, method → http-method, body → body                                                           | body → response |
 * | flow.wait        | read   | minutes → delay-minutes, until → delay-until                                                               | until → delay |
 * | flow.pass        | read   | (nothing)                                                                                                 | (nothing) |
 * | flow.reconcile   | read   | (nothing)                                                                                                 | (nothing) |
 * | context.get      | read   | (nothing)                                                                                                 | (nothing) |
 * | context.set      | write  | (nothing)                                                                                                 | (nothing) |
 *
 * `material` is a list of `{ title, url?, text }` or of whole results (documents, events, contacts), or texts: whatever there is
 * to read. `text-kind` is one of `textKinds`.
 */
export const meanings = {
  // what a request may say in its own words
  query: "words to search for",
  topic: "the name of a topic or project",
  "person-name": "a person's name",
  organisation: "an organisation's name",
  place: "where something happens",
  "email-address": "an e-mail address",
  url: "a web address",
  "period-start": "the first day of a period",
  "period-end": "the last day of a period",
  period: "a period: { from, to }",
  start: 'when something begins: a local date-time, or "auto"',
  window: "the days in which something may begin: { from, to }",
  "duration-minutes": "how long something takes, in minutes",
  "delay-minutes": "how long to wait, in minutes",
  "delay-until": "until when to wait",
  title: "a title or a subject line",
  description: "a longer text about a thing that is made",
  focus: "what a reader wants to know",
  instructions: "what a text should do",
  "text-kind": "what kind of text to write",
  "max-words": "how long a text may be, in words",
  language: "the language to write in",
  channel: "the way that a message goes",
  "http-method": "the verb of a web request",
  body: "what a web request carries",
  limit: "how many at most",
  "document-id": "the id of one document",
  // what tools give
  documents: "documents, each with its title, address, date and text",
  document: "one document",
  "document-text": "what one document says",
  contacts: "people, each with name, e-mail and organisation",
  events: "entries of a calendar",
  meeting: "a meeting that was set",
  "meeting-id": "the id of a meeting",
  link: "where a thing can be opened",
  summary: "what material says, in short",
  analysis: "what material means",
  citations: "where a text's claims come from",
  text: "a written text",
  agenda: "the agenda of a meeting",
  email: "the text of an e-mail",
  report: "a written report",
  status: "how the work of this workspace stands",
  message: "a message that was sent",
  "message-id": "the id of a message",
  response: "what a web address answered",
  delay: "a wait that is over",
  material: "anything that can be read",
} as const satisfies Record<Meaning, string>;

/** The kinds of text that `text-kind` may name. */
export const textKinds = [
  "agenda",
  "email",
  "report",
  "letter",
  "proposal",
  "message",
  "note",
  "plan",
  "summary",
  "analysis",
  "text",
] as const;
export type TextKind = (typeof textKinds)[number];

/** What may stand for what: a summary can be sent where a text is wanted; documents are material to be read. */
const broader: Record<Meaning, Meaning[]> = {
  documents: ["material"],
  document: ["material"],
  "document-text": ["material", "text"],
  events: ["material"],
  contacts: ["material"],
  response: ["material"],
  status: ["text", "material"],
  summary: ["text", "material", "description"],
  analysis: ["summary"],
  agenda: ["text"],
  email: ["text"],
  report: ["text", "material"],
  text: ["description"],
};

/** Whether a value of this meaning will do where the other is wanted, and at how many removes (0: the very same; undefined: it won't do). */
export function distance(given: Meaning, wanted: Meaning): number | undefined {
  const seen = new Map<Meaning, number>([[given, 0]]);
  for (const [meaning, far] of seen) {
    if (meaning === wanted) return far;
    for (const wider of Object.hasOwn(broader, meaning) ? (broader[meaning] ?? []) : []) if (!seen.has(wider)) seen.set(wider, far + 1);
  }
  return undefined;
}
