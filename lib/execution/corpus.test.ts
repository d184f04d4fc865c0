import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { eventVersion } from "./events.ts";
import { expectFoldsInAnyCut, expectLegal } from "./legal.fixture.ts";
import { fold } from "./reduce.ts";
import { upcast } from "./upcast.ts";

type Recorded = { says: string; events: unknown[]; state: unknown };

const corpus = readdirSync(`${import.meta.dirname}/corpus`).map(
  (file) => [file, JSON.parse(readFileSync(`${import.meta.dirname}/corpus/${file}`, "utf8")) as Recorded] as const,
);

test("the corpus has a log of every version that was ever written", () => {
  for (let version = 0; version <= eventVersion; version++)
    expect(
      corpus.some(([file]) => file.startsWith(`v${version}-`)),
      `version ${version}`,
    ).toBe(true);
});

describe.each(corpus)("%s", (_, { events, state }) => {
  test("still folds to what was recorded", () => {
    const read = events.map(upcast);
    expect(fold(null, read)).toEqual(state);
    expectLegal(read);
    expectFoldsInAnyCut(read, [1, 2, 3, 5, 8]);
  });
});

test("an event of no known shape is refused and not skipped", () => {
  expect(() =>
    upcast({ v: 1, type: "step.invented", id: "evt_1", seq: 1, at: "2026-01-15T09:00:00.000Z", step: null, status: "", message: "" }),
  ).toThrow();
});
