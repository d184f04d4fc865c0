import { beforeAll, expect, test } from "vitest";
import { contactsSearch } from "./contacts-search.ts";
import { makeContacts, makeWorkspace, outputOf } from "./context.fixture.ts";

type Found = {
  results: { name: string; email: string; match: string; ambiguous: boolean; score: number; asked: string }[];
  ambiguous: boolean;
  note: string;
};
const find = (params: object, workspace = "w1") => outputOf<Found>(contactsSearch, params, workspace);

beforeAll(async () => {
  await makeWorkspace("w1");
  await makeWorkspace("w2");
  await makeContacts("w1", [
    { id: "c1", name: "Zohar Peled", aliases: ["זוהר פלד"], organisation: "Brimstone Mills", role: "Director of sales" },
    { id: "c2", name: "Maor Tzur", aliases: [], organisation: "זרהבה", role: "Engineer" },
    { id: "c3", name: "Ella Novik", aliases: ["אלה נוביק"], organisation: "Zarhava" },
    { id: "c4", name: "Ella Brand", organisation: "Kelmoor" },
    { id: "c5", name: "Bob O'Neill", organisation: "Kelmoor", email: "Bob@Kelmoor.example" },
    { id: "c6", name: "José Álvarez", organisation: "" },
    { id: "c7", name: "Pnina Gabay", aliases: ["פנינה גבאי"] },
    { id: "c8", name: "Ann", organisation: "" },
    { id: "c9", name: "Yoel Lavi", organisation: "" },
  ]);
  await makeContacts("w2", [{ id: "x", name: "Zohar Peled", email: "other@w2.example" }]);
});

test.each([
  ["a first name", "Zohar", ["Zohar Peled"], "part"],
  ["a whole name", "zohar peled", ["Zohar Peled"], "exact"],
  ["the other order", "Peled Zohar", ["Zohar Peled"], "part"],
  ["an alias in the other script", "זוהר פלד", ["Zohar Peled"], "exact"],
  ["a name with an attached letter", "לזוהר", ["Zohar Peled"], "part"],
  ["the other script without an alias", "מאור צור", ["Maor Tzur"], "sound"],
  ["the other script without an alias, with vav for v", "יואל לוי", ["Yoel Lavi"], "sound"],
  ["two consonants alone are no more than a likeness", "לביא", ["Yoel Lavi"], "similar"],
  ["the beginning of a name", "Zoh", ["Zohar Peled"], "part"],
  ["another spelling that sounds the same", "Zohr Paled", ["Zohar Peled"], "sound"],
  ["no accents", "jose alvarez", ["José Álvarez"], "exact"],
  ["an apostrophe left out", "oneill", ["Bob O'Neill"], "part"],
  ["a short name is not a part of a longer one", "Ann", ["Ann"], "exact"],
  ["a near miss", "Zohak Pelek", ["Zohar Peled"], "similar"],
])("%s finds one person", async (_says, name, expected, match) => {
  const { results, ambiguous } = await find({ name });
  expect(results.map((person) => person.name)).toEqual(expected);
  expect(results[0]).toMatchObject({ match, asked: name, ambiguous: false });
  expect(ambiguous).toBe(false);
});

test("a name that two people answer to is said to be ambiguous", async () => {
  const { results, ambiguous, note } = await find({ name: "Ella" });
  expect(results.map(({ name }) => name).sort()).toEqual(["Ella Brand", "Ella Novik"]);
  expect(ambiguous).toBe(true);
  expect(note).toBe("“Ella” may be any of 2 people.");
  expect(await find({ name: "Ella", organisation: "Kelmoor" })).toMatchObject({ ambiguous: false, results: [{ name: "Ella Brand" }] });
  expect(await find({ name: "Ella Novik" })).toMatchObject({ ambiguous: false, results: [{ name: "Ella Novik" }] });
});

test("a near miss says that it is one", async () => {
  expect((await find({ name: "Zohak Pelek" })).note).toBe("Nobody is called “Zohak Pelek”; the nearest is Zohar Peled.");
});

test.each(["Gandalf", "Joav", "Xx", "%", "'; drop table contacts; --", "🙂", "__proto__"])(
  "nobody is called %s, and nobody is made up",
  async (name) => {
    const { results, note } = await find({ name });
    expect(results.filter(({ match }) => match !== "similar")).toEqual([]);
    expect(note).toMatch(/^Nobody/);
  },
);

test("an organisation is found in either script", async () => {
  expect((await find({ organisation: "Zarhava" })).results.map(({ name }) => name)).toEqual(["Ella Novik", "Maor Tzur"]);
  expect((await find({ organisation: "זרהבה" })).results.map(({ name }) => name)).toEqual(["Ella Novik", "Maor Tzur"]);
  expect((await find({ role: "sales" })).results.map(({ name }) => name)).toEqual(["Zohar Peled"]);
  expect((await find({ email: "bob@kelmoor.example" })).results.map(({ name }) => name)).toEqual(["Bob O'Neill"]);
});

test("another workspace's people are not there", async () => {
  expect((await find({ name: "Zohar" })).results).toHaveLength(1);
  expect((await find({ name: "Zohar" }, "w2")).results).toMatchObject([{ email: "other@w2.example" }]);
  expect((await find({}, "w2")).results).toHaveLength(1);
});

test("input that does not fit is refused with its field", () => {
  for (const bad of [
    { name: { contains: "a" } },
    { name: "\u0000" },
    { name: "a".repeat(201) },
    { limit: 0 },
    { limit: 1_000 },
    { nmae: "x" },
  ])
    expect(contactsSearch.input.safeParse(bad).success).toBe(false);
});
