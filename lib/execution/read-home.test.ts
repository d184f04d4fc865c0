import { expect, test } from "vitest";
import { examplesOf } from "./read-home.ts";

const nothing = { person: null, organisation: null, month: null, topic: null, other: null };

test("a workspace without papers or people is given no examples", () => {
  expect(examplesOf(nothing)).toEqual([]);
});

test("an example names what the workspace knows, and nothing else", () => {
  expect(examplesOf({ ...nothing, topic: "minutes", person: "Ruth Shapira" })).toEqual([
    "Find the latest minutes and summarise it",
    "Write to Ruth Shapira that the report is ready",
  ]);
});
