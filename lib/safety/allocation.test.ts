import { expect, test } from "vitest";
import { allocationFault, splitFor } from "./allocation.ts";

test("a window of 200,000 tokens is shared out in full but for what stays free", () => {
  const { reserved, system, dynamic, working } = splitFor(200_000);
  expect({ reserved, system, dynamic, working }).toEqual({
    reserved: 10_000,
    system: { base: 2_000, rules: 3_000, memory: 5_000 },
    dynamic: 30_000,
    working: { conversation: 100_000, results: 30_000, output: 20_000 },
  });
});

test.each([8_192, 32_768, 200_000, 1_000_000])("of a window of %i no token is given out twice", (window) => {
  const { reserved, system, dynamic, working, perPhase } = splitFor(window);
  const given = [reserved, ...Object.values(system), dynamic, ...Object.values(working)].reduce((total, one) => total + one, 0);
  expect(given).toBeLessThanOrEqual(window);
  const inPhases = Object.values(perPhase).reduce((total, one) => total + one, 0);
  expect(inPhases).toBeLessThanOrEqual(Object.values(working).reduce((total, one) => total + one, 0));
});

test("descriptions of 30,000 tokens fit, and not one more", () => {
  const dynamic = { tools: 10_000, skills: 10_000, agents: 10_000 };
  expect(allocationFault({ window: 200_000, dynamic })).toBeUndefined();
  expect(allocationFault({ window: 200_000, dynamic: { ...dynamic, agents: 10_001 } })).toMatch(/^Token allocation exceeds budget/);
  expect(allocationFault({ window: 100_000, dynamic: { tools: 15_001, skills: 0, agents: 0 } })).toMatch(
    /^Token allocation exceeds budget/,
  );
});
