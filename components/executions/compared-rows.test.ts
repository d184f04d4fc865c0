import fc from "fast-check";
import { expect, test } from "vitest";
import { rowsAskedIn, rowsAtOnce, rowsOf } from "./compared-rows.ts";

const pairs = fc.array(fc.record({ differs: fc.array(fc.constant("output"), { maxLength: 1 }) }), { maxLength: 3 * rowsAtOnce });

test("every step is shown, or counted among those left out", () => {
  fc.assert(
    fc.property(pairs, fc.boolean(), fc.integer({ min: 1, max: 700 }), (steps, all, to) => {
      const { rows, alike, more } = rowsOf(steps, { to, all });
      expect(rows.length + alike + more).toBe(steps.length);
      expect(rows.length).toBeLessThanOrEqual(to);
      if (all || steps.length <= rowsAtOnce) expect(alike).toBe(0);
      else expect(rows.every(({ differs }) => differs.length > 0)).toBe(true);
    }),
  );
});

test.each([
  [{}, { to: rowsAtOnce, all: false }],
  [
    { to: "400", all: "1" },
    { to: 400, all: true },
  ],
  [{ to: "1e9" }, { to: 20_000, all: false }],
  [
    { to: ["1", "2"], all: ["1"] },
    { to: rowsAtOnce, all: false },
  ],
  [{ to: "-5" }, { to: rowsAtOnce, all: false }],
])("%j asks for %j", (asked, rows) => {
  expect(rowsAskedIn(asked)).toEqual(rows);
});
