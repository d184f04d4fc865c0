import { beforeAll, expect, test } from "vitest";
import { call, makeDocuments, makeWorkspace, outputOf, sqlOf } from "./context.fixture.ts";
import { documentsRead } from "./documents-read.ts";
import { documentsSearch } from "./documents-search.ts";
import { relativeLink } from "./links.ts";

type Found = {
  results: { id: string; title: string; url: string; date: string; snippet: string; text: string; truncated: boolean; score: number }[];
  total: number;
};
const search = documentsSearch(relativeLink);
const idsOf = async (params: object, workspace = "w1") => (await outputOf<Found>(search, params, workspace)).results.map(({ id }) => id);

beforeAll(async () => {
  await makeWorkspace("w1");
  await makeWorkspace("w2");
  await makeDocuments("w1", [
    {
      id: "en1",
      title: "Zarhava strategy, December",
      body: "We aim to double the Zarhava acreage. The board agreed on a budget of 240,000.",
      tags: ["Zarhava", "זרהבה"],
      date: "2025-12-09",
    },
    {
      id: "he1",
      title: "סיכום פגישה על זרהבה",
      body: "הוחלט להרחיב את המחסן. היעד של זרהבה לשנה הבאה הוא 5,000 טון.",
      tags: ["זרהבה"],
      language: "he",
      date: "2025-12-21",
    },
    { id: "he2", title: "פרוטוקול רבעוני", body: "דיברנו בזרהבה ועל הלקוחות החדשים.", language: "he", date: "2025-11-02" },
    {
      id: "en2",
      title: "Travel policy",
      body: "Reports of travel expenses are due within 30 days. Zarhava is mentioned once.",
      kind: "policy",
      date: "2025-06-01",
    },
    {
      id: "en3",
      title: "Kelmoor logistics review",
      body: "Trucks and warehouses of Kelmoor in the north.",
      tags: ["Kelmoor"],
      date: "2025-12-12",
    },
    {
      id: "en4",
      title: "Quarterly report",
      body: "Revenue grew by 12%. Customers were reporting fewer delays.",
      kind: "report",
      date: "2025-10-01",
    },
    { id: "en5", title: 'דו"ח שנתי', body: "הדו״ח מסכם את השנה.", language: "he", date: "2025-12-31" },
  ]);
  await makeDocuments("w2", [{ id: "other", title: "Zarhava secrets", body: "Zarhava", tags: ["Zarhava"] }]);
});

test.each([
  ["a topic finds what carries it in either language", { topic: "Zarhava" }, ["en1", "he1", "he2", "en2"]],
  ["a topic in Hebrew finds what carries it in either language", { topic: "זרהבה" }, ["en1", "he1", "he2", "en2"]],
  ["days bound the search, both ends included", { topic: "Zarhava", from: "2025-12-09", to: "2025-12-21" }, ["en1", "he1"]],
  ["a day given as a date-time is its day", { topic: "Zarhava", from: "2025-12-09T22:00:00Z", to: "2025-12-09T23:00:00Z" }, ["en1"]],
  ["a language is kept to", { topic: "Zarhava", language: "he" }, ["he1", "he2"]],
  ["a kind is kept to", { topic: "Zarhava", kind: "policy" }, ["en2"]],
  ["stems meet: report, reports, reporting", { query: "reported" }, ["en4", "en2"]],
  ["an attached Hebrew letter does not hide a word", { query: "לזרהבה" }, ["en1", "he1", "he2", "en2"]],
  ["a word is found by its beginning", { query: "kelm" }, ["en3"]],
  ["a misspelt word is found by its sound", { query: "Kelmur" }, ["en3"]],
  ["a badly misspelt title is found by its letters", { query: "Kelmgoor logistics" }, ["en3"]],
  ["gershayim in an abbreviation do not matter", { query: "דוח שנתי" }, ["en5"]],
  [
    "the query ranks within the topic and excludes nothing",
    { topic: "Zarhava", query: "budget of the board" },
    ["en1", "he1", "en2", "he2"],
  ],
  ["nothing is asked: the newest first", { limit: 2 }, ["en5", "he1"]],
  ["nothing is there", { topic: "Quxblorp" }, []],
  ["only words without weight", { query: "the of and" }, "all"],
])("%s", async (_says, params, expected) => {
  const found = await idsOf(params);
  if (expected === "all") expect(found).toHaveLength(7);
  else expect(found.toSorted()).toEqual((expected as string[]).toSorted());
  if (Array.isArray(expected) && expected.length > 0 && !("limit" in params)) expect([found[0], "first"]).toEqual([expected[0], "first"]);
});

test("a result has what a reader and the next step need", async () => {
  const { results, total } = await outputOf<Found>(search, { topic: "Zarhava", query: "budget", limit: 1 });
  expect(total).toBe(4);
  expect(results).toMatchObject([{ id: "en1", date: "2025-12-09", url: "/w1/documents/en1", truncated: false }]);
  expect(results[0]?.snippet).toContain("240,000");
  expect(results[0]?.text).toContain("double the Zarhava acreage");
});

test("another workspace's documents are not there", async () => {
  expect(await idsOf({ topic: "secrets" })).toEqual([]);
  expect(await idsOf({ topic: "Zarhava" }, "w2")).toEqual(["other"]);
  expect(await call(documentsRead(relativeLink), { id: "other" })).toMatchObject({ ok: false, code: "not_found" });
});

test("hostile words are words", async () => {
  for (const text of [
    "'); drop table documents; --",
    "a & | ! <-> ( ):*",
    "\\",
    "%",
    "'",
    '"',
    "{}",
    "$1",
    ":*",
    "🙂",
    "__proto__",
    "a".repeat(500),
    "ש".repeat(500),
  ])
    expect(Array.isArray(await idsOf({ query: text, topic: text.slice(0, 200) }))).toBe(true);
  for (const bad of [
    { query: "\u0000" },
    { query: "\ud800" },
    { query: { not: "" } },
    { topic: ["a"] },
    { limit: 0 },
    { limit: 51 },
    { limit: 1.5 },
    { from: "yesterday" },
    { from: "2025-02-30" },
    { from: "2025-12-02", to: "2025-12-01" },
    { nonsense: 1 },
  ]) {
    const { success } = search.input.safeParse(bad);
    expect([bad, success]).toEqual([bad, false]);
  }
});

test("a changed document is found by its new words and not by its old ones", async () => {
  await makeDocuments("w1", [{ id: "chg", title: "Plimsol", body: "" }]);
  await sqlOf("w1").query("update documents set title = 'Grandoak' where id = 'chg'");
  expect(await idsOf({ query: "Grandoak" })).toEqual(["chg"]);
  expect(await idsOf({ query: "Plimsol" })).toEqual([]);
  await sqlOf("w1").query("delete from documents where id = 'chg'");
  expect(await idsOf({ query: "Grandoak" })).toEqual([]);
});

test("a document is read by its id and by its address", async () => {
  const read = documentsRead(relativeLink);
  expect(await outputOf(read, { id: "he1" })).toMatchObject({
    id: "he1",
    date: "2025-12-21",
    text: expect.stringContaining("5,000 טון"),
    truncated: false,
  });
  expect(await outputOf(read, { url: "/w1/documents/he1" })).toMatchObject({ id: "he1" });
  expect(await call(read, { id: "nothing" })).toMatchObject({ ok: false, kind: "final", code: "not_found" });
  expect(read.input.safeParse({}).success).toBe(false);
  expect(read.input.safeParse({ id: "a", url: "b" }).success).toBe(false);
});

test("a thousand documents are searched in well under a second", async () => {
  await makeWorkspace("big");
  await sqlOf("big").query(
    `insert into documents (workspace_id, id, title, body, tags, happened_on)
     select 'big', 'd' || n, 'Report ' || n, repeat('Some words about logistics and harvest number ' || n || '. ', 40), '{}', '2025-01-01'::date + (n % 300) from generate_series(1, 1000) as n`,
  );
  const before = performance.now();
  const { total } = await outputOf<Found>(search, { query: "harvest logistics" }, "big");
  expect(total).toBe(1000);
  expect(performance.now() - before).toBeLessThan(1500);
});
