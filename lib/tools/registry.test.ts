import fc from "fast-check";
import { expect, test } from "vitest";
import { z } from "zod";
import { writeOffline } from "#lib/models/offline-text.ts";
import { meanings } from "#lib/planner/meanings.ts";
import { egressThrough } from "#lib/safety/egress.undici.ts";
import { contextOf, noSql, now } from "./context.fixture.ts";
import { sourcesOf } from "./material.ts";
import { shippedTools } from "./registry.ts";
import type { AnyTool } from "./tool.ts";

const executions = [
  { id: "exe_1", title: "This one", status: "running", waitingOn: null, createdAt: now, endedAt: null },
  { id: "exe_2", title: "Report on Zarhava", status: "completed", waitingOn: null, createdAt: now, endedAt: now },
  { id: "exe_3", title: "Send it", status: "awaiting_approval", waitingOn: "Waiting for an approver", createdAt: now, endedAt: null },
];
const asked: unknown[] = [];
const registry = shippedTools({
  egress: egressThrough(),
  executionsBetween: async (...given) => {
    asked.push(given);
    return executions;
  },
});
const tools = registry.all();
const tool = (name: string): AnyTool => registry.get(name) as AnyTool;
const run = async (name: string, params: unknown) => {
  const attempt = await tool(name).run?.(
    tool(name).input.parse(params),
    contextOf(noSql, "w1", { complete: async (ask) => writeOffline(ask) }),
  );
  if (!attempt?.ok) throw new Error(attempt?.because);
  return tool(name).output.parse(attempt.output) as Record<string, unknown>;
};

test("the shipped tools are these", () => {
  expect(tools.map(({ name }) => name)).toEqual([
    "documents.search",
    "documents.read",
    "contacts.search",
    "calendar.search",
    "calendar.create",
    "text.summarise",
    "text.write",
    "report.status",
    "message.send",
    "http.request",
    "flow.wait",
    "flow.pass",
    "flow.reconcile",
    "context.get",
    "context.set",
  ]);
});

test.each(tools.map((one) => [one.name, one] as const))("%s can be told to a model, and joins by fields that it has", (_name, one) => {
  const schema = z.toJSONSchema(one.input, { io: "input" }) as { properties?: object };
  expect(() => z.toJSONSchema(one.output)).not.toThrow();
  for (const field of Object.keys(one.takes)) expect(Object.keys(schema.properties ?? {})).toContain(field);
  const output = z.toJSONSchema(one.output) as { properties?: object };
  for (const field of Object.keys(one.gives)) if (field !== "*") expect(Object.keys(output.properties ?? {})).toContain(field);
  expect(one.description).toMatch(/\.$/);
  expect(one.run ?? one.commit).toBeDefined();
});

test("the meanings are the planner's words, or words of the tool's own", () => {
  const own = new Set(["document-language", "role", "web-response", "executions"]);
  const used = new Set(tools.flatMap(({ takes, gives }) => [...Object.values(takes), ...Object.values(gives)]));
  expect([...used].filter((word) => !Object.hasOwn(meanings, word) && !own.has(word))).toEqual([]);
});

test("whatever the params are, a tool says what it would do and how grave that is", () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...tools),
      fc.oneof(
        fc.jsonValue(),
        fc.dictionary(
          fc.constantFrom(
            "to",
            "attendees",
            "url",
            "method",
            "title",
            "query",
            "from",
            "subject",
            "body",
            "minutes",
            "start",
            "name",
            "window",
          ),
          fc.jsonValue(),
        ),
      ),
      (one, params) => {
        const input = one.input.safeParse(params);
        if (input.success) {
          expect(one.describe(input.data)).toMatch(/\S/);
          expect(one.countOf?.(input.data) ?? 1).toBeGreaterThan(0);
        }
        if (params !== null && typeof params === "object" && !Array.isArray(params)) {
          expect(one.describe(params)).toMatch(/\S/);
          expect(["read", "write", "send", "spend", "delete"]).toContain(
            typeof one.effect === "function" ? one.effect(params) : one.effect,
          );
        }
      },
    ),
  );
});

test("a summary and an agenda come from whole results, and cite them", async () => {
  const documents = [
    { id: "d1", title: "Notes", url: "/d1", date: "2025-12-09", text: "It was decided to buy 12 trucks. Who drives them?", score: 1 },
  ];
  const summary = await run("text.summarise", { sources: documents, focus: "strategy" });
  expect(summary).toMatchObject({
    model: "offline",
    language: "en",
    sources: 1,
    citations: [{ title: "Notes", url: "/d1", quote: "It was decided to buy 12 trucks." }, { quote: "Who drives them?" }],
  });
  const agenda = await run("text.write", { kind: "agenda", topic: "Zarhava", sources: [documents, summary["text"]] });
  expect(agenda).toMatchObject({ title: "Agenda: Zarhava", kind: "agenda" });
  expect(agenda["text"]).toContain("“Who drives them?” (Notes, 2025-12-09)");
  expect(await run("text.write", { kind: "agenda", topic: "אסטרטגיה של זרהבה", sources: documents })).toMatchObject({
    language: "he",
    title: "סדר יום: אסטרטגיה של זרהבה",
  });
  expect(await run("text.summarise", { sources: [] })).toMatchObject({
    text: expect.stringContaining("no source was given"),
    citations: [],
  });
});

test.each([
  ["a text", "hello", [{ title: "", url: "", text: "hello" }]],
  [
    "texts",
    ["a", "b", ""],
    [
      { title: "", url: "", text: "a" },
      { title: "", url: "", text: "b" },
    ],
  ],
  ["a whole output", { results: [{ title: "T", url: "/t", text: "x" }], total: 1 }, [{ title: "T", url: "/t", text: "x" }]],
  [
    "a document twice",
    [
      { title: "T", url: "/t", text: "x" },
      { title: "T", url: "/t", text: "x" },
    ],
    [{ title: "T", url: "/t", text: "x" }],
  ],
  [
    "an event",
    { title: "Board", start: "2026-01-08T08:00:00Z", location: "Haifa", attendees: [{ name: "Zohar", email: "z@x.example" }], link: "/c" },
    [{ title: "Board", url: "/c", date: "2026-01-08", text: "Board, 2026-01-08T08:00:00Z, Haifa, Zohar" }],
  ],
  [
    "a contact",
    { name: "Zohar", email: "z@x.example", role: "Sales", organisation: "Mills" },
    [{ title: "Zohar", url: "", text: "Zohar, Sales, Mills, z@x.example" }],
  ],
  [
    "an answer of the web",
    { status: 200, url: "https://a.example/", body: { a: 1 } },
    [{ title: "", url: "https://a.example/", text: '{"a":1}' }],
  ],
  ["nothing", null, []],
])("%s is material", (_says, material, expected) => {
  expect(sourcesOf(material)).toEqual(expected);
});

test("a status counts by status, leaves out the execution that asks, and knows the workspace's week", async () => {
  const status = await run("report.status", {});
  expect(status).toMatchObject({ from: "2026-01-01", to: "2026-01-07", total: 2, byStatus: { completed: 1, awaiting_approval: 1 } });
  expect(status["text"]).toBe(
    "Status from 2026-01-01 to 2026-01-07: 2 executions.\n\nAwaiting approval: 1\n- Send it (Wed 7 Jan 2026, 10:00): Waiting for an approver\n\nCompleted: 1\n- Report on Zarhava (Wed 7 Jan 2026, 10:00)",
  );
  expect(asked.at(-1)).toEqual([
    { id: "w1" },
    { from: new Date("2025-12-31T22:00:00Z"), to: new Date("2026-01-07T22:00:00Z"), limit: 200 },
  ]);
  expect((await run("report.status", { language: "he" }))["text"]).toContain("ממתינות לאישור: 1");
});

test("a wait ends when it was told to", async () => {
  const wait = tool("flow.wait");
  expect(wait.waitUntil?.(wait.input.parse({ minutes: 30 }), now)).toEqual(new Date("2026-01-07T08:30:00Z"));
  expect(wait.waitUntil?.(wait.input.parse({ until: "2026-01-08T10:00:00+02:00" }), now)).toEqual(new Date("2026-01-08T08:00:00Z"));
  expect(await run("flow.wait", { minutes: 1 })).toEqual({ until: now.toISOString() });
  for (const bad of [
    {},
    { minutes: 1, until: "2026-01-08T10:00:00Z" },
    { minutes: -1 },
    { minutes: 600_000 },
    { until: "2026-01-08T10:00" },
  ])
    expect(wait.input.safeParse(bad).success).toBe(false);
});

test("what is passed on is what was given", async () => {
  expect(await run("flow.pass", { a: [1, { b: null }], c: "x" })).toEqual({ a: [1, { b: null }], c: "x" });
});
