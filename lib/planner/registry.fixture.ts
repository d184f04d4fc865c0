import { z } from "zod";
import { type AnyTool, defineTool, type EffectClass, toolRegistry } from "#lib/tools/tool.ts";
import type { Lookup, Organisation, Person, Topic } from "./decision.ts";

/** Tools as the product ships them, by what they take and give; nothing runs. */
type Sketch = {
  name: string;
  effect?: AnyTool["effect"];
  input: Record<string, [z.ZodType, string?]>;
  gives: Record<string, string>;
  wait?: boolean;
};

export function sketch({ name, effect = "read", input, gives, wait }: Sketch): AnyTool {
  const shape = Object.fromEntries(Object.entries(input).map(([field, [schema]]) => [field, schema]));
  const takes = Object.fromEntries(
    Object.entries(input).flatMap(([field, [, meaning]]) => (meaning === undefined ? [] : [[field, meaning]])),
  );
  return defineTool({
    name,
    title: name,
    description: name,
    input: z.strictObject(shape) as z.ZodType,
    output: z.any(),
    effect,
    takes,
    gives,
    describe: () => name,
    ...(wait === true ? { waitUntil: (_: unknown, now: Date) => now } : {}),
  });
}

const day = z.iso.date();
const text = z.string().min(1);
const material = z.array(z.union([z.string(), z.looseObject({})]));

export function shippedTools(): AnyTool[] {
  return [
    sketch({
      name: "documents.search",
      input: {
        query: [text.optional(), "query"],
        topic: [text.optional(), "topic"],
        from: [day.optional(), "period-start"],
        to: [day.optional(), "period-end"],
        organisation: [text.optional(), "organisation"],
        limit: [z.int().optional(), "limit"],
      },
      gives: { results: "documents" },
    }),
    sketch({ name: "documents.read", input: { id: [text, "document-id"] }, gives: { text: "document-text", "*": "document" } }),
    sketch({
      name: "contacts.search",
      input: {
        name: [text.optional(), "person-name"],
        organisation: [text.optional(), "organisation"],
        email: [z.email().optional(), "email-address"],
      },
      gives: { results: "contacts" },
    }),
    sketch({
      name: "calendar.search",
      input: {
        from: [day.optional(), "period-start"],
        to: [day.optional(), "period-end"],
        attendee: [text.optional(), "person-name"],
        query: [text.optional(), "query"],
      },
      gives: { results: "events" },
    }),
    sketch({
      name: "calendar.create",
      effect: "send",
      input: {
        title: [text, "title"],
        attendees: [z.array(z.looseObject({})).default([]), "contacts"],
        start: [z.union([z.literal("auto"), z.iso.datetime({ local: true })]).default("auto"), "start"],
        window: [z.strictObject({ from: day, to: day }).optional(), "window"],
        durationMinutes: [z.int().min(5).max(600).optional(), "duration-minutes"],
        description: [z.string().optional(), "description"],
        location: [z.string().optional(), "place"],
      },
      gives: { "*": "meeting", id: "meeting-id", link: "link", start: "start" },
    }),
    sketch({
      name: "text.summarise",
      input: {
        sources: [material, "material"],
        focus: [z.string().optional(), "focus"],
        language: [z.enum(["en", "he"]).optional(), "language"],
        maxWords: [z.int().optional(), "max-words"],
      },
      gives: { text: "summary", citations: "citations" },
    }),
    sketch({
      name: "text.write",
      input: {
        kind: [z.enum(["agenda", "email", "report", "letter", "proposal", "message", "note", "plan", "text"]), "text-kind"],
        topic: [z.string().optional(), "topic"],
        sources: [material.default([]), "material"],
        instructions: [z.string().optional(), "instructions"],
        language: [z.enum(["en", "he"]).optional(), "language"],
        maxWords: [z.int().optional(), "max-words"],
      },
      gives: { text: "text" },
    }),
    sketch({
      name: "report.status",
      input: { from: [day.optional(), "period-start"], to: [day.optional(), "period-end"] },
      gives: { text: "status" },
    }),
    sketch({
      name: "message.send",
      effect: "send",
      input: {
        to: [z.array(z.looseObject({})).min(1), "contacts"],
        subject: [z.string().optional(), "title"],
        body: [text, "text"],
        channel: [z.string().optional(), "channel"],
      },
      gives: { "*": "message", id: "message-id" },
    }),
    sketch({
      name: "http.request",
      effect: (input: unknown): EffectClass => ((input as { method?: string }).method === "GET" ? "read" : "write"),
      input: {
        url: [z.url(), "url"],
        method: [z.enum(["GET", "POST"]).default("GET"), "http-method"],
        body: [z.string().optional(), "body"],
      },
      gives: { body: "response" },
    }),
    sketch({
      name: "flow.wait",
      wait: true,
      input: { minutes: [z.number().optional(), "delay-minutes"], until: [z.string().optional(), "delay-until"] },
      gives: { until: "delay" },
    }),
    sketch({ name: "flow.pass", input: { value: [z.any()] }, gives: {} }),
  ];
}

export const shipped = () => toolRegistry(shippedTools());

/** A workspace's own data, searched by plain inclusion; generous, as a real search is. */
export function lookupOf({
  people = [],
  topics = [],
  organisations = [],
}: {
  people?: Person[];
  topics?: Topic[];
  organisations?: Organisation[];
}): Lookup {
  const near = (a: string, b: string) => a.toLowerCase().slice(0, 3) === b.toLowerCase().slice(0, 3);
  return {
    people: async (name) =>
      people.filter(
        (person) =>
          person.match !== undefined ||
          [person.name, ...(person.aliases ?? [])]
            .join(" ")
            .split(" ")
            .some((word) => name.split(" ").some((asked) => near(word, asked))),
      ),
    topics: async (words) => topics.filter((topic) => words.some((word) => topic.topic.toLowerCase().includes(word.toLowerCase()))),
    organisations: async (name) =>
      organisations.filter(
        (one) => one.name.toLowerCase().includes(name.toLowerCase()) || (one.aliases ?? []).some((alias) => alias.includes(name)),
      ),
  };
}
