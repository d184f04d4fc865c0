import { expect, test } from "vitest";
import { receiversOf } from "#lib/execution/receivers.ts";
import { plannedIn, readable } from "./consequence.ts";

test("a payload says to whom it goes, whether by address or by person", () => {
  expect(receiversOf({ to: "yoav@example.test", subject: "Hello" })).toEqual(["yoav@example.test"]);
  expect(receiversOf({ attendees: [{ name: "Yoav", email: "y@example.test" }, { email: "r@example.test" }] })).toEqual([
    "Yoav, y@example.test",
    "r@example.test",
  ]);
  expect(receiversOf(["a"])).toEqual([]);
});

test("its fields are read as words, and what holds none is left to the exact payload", () => {
  expect(readable({ startsAt: "2026-12-01", isOnline: true, empty: "", deep: { a: { b: 1 } } })).toEqual([
    { name: "Starts at", text: "2026-12-01" },
    { name: "Is online", text: "yes" },
  ]);
});

test("a plan is read as its steps, in order", () => {
  expect(plannedIn({ steps: [{ id: "a", tool: "documents.search", name: "Look" }, { id: "b", tool: "text.write" }, 3] })).toEqual([
    { id: "a", name: "Look", tool: "documents.search" },
    { id: "b", name: "b", tool: "text.write" },
  ]);
  expect(plannedIn({ to: "a" })).toEqual([]);
});
