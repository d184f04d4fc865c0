import { expect, test } from "vitest";
import { csvLine } from "./csv.ts";

test("what a table program would take for a formula is given as text, and numbers stay numbers", () => {
  expect(csvLine([1, -2, "=1+1", "@x", 'a "b", c', { a: 1 }, null])).toBe(`1,-2,'=1+1,'@x,"a ""b"", c","{""a"":1}",\r\n`);
});
