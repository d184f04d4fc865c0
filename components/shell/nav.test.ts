import { expect, test } from "vitest";
import { isAt, places } from "./nav.ts";

const at = (pathname: string) => places.filter((place) => isAt(pathname, "demo", place)).map(({ title }) => title);

test("a page stands in one place, home only in itself", () => {
  expect(at("/demo")).toEqual(["Home"]);
  expect(at("/demo/executions/exe_1")).toEqual(["Executions"]);
  expect(at("/demo/approvals")).toEqual(["Approvals"]);
  expect(at("/other/approvals")).toEqual([]);
});

test("no two places answer to one letter", () => {
  expect(new Set(places.map(({ letter }) => letter)).size).toBe(places.length);
});
