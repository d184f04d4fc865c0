import { expect, test } from "vitest";
import { isSameView, readFilters, writeFilters } from "./filters.ts";

test("what an address cannot mean is left out of its filters", () => {
  expect(readFilters({ status: "sleeping", view: ["open", "waiting"], text: "  Tevuot ", other: "1" })).toEqual({ text: "Tevuot" });
});

test("filters go into an address and come out of it as they were, whatever their order", () => {
  const filters = { text: "a & b", status: "failed" };
  expect(readFilters(Object.fromEntries(new URLSearchParams(writeFilters(filters))))).toEqual(filters);
  expect(isSameView(filters, { status: "failed", text: "a & b" })).toBe(true);
});
