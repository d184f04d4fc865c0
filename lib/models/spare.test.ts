import { expect, test } from "vitest";
import type { CompleteAsk } from "#lib/kernel/complete.ts";
import { inOrder, lightened, type PromptPart, spare } from "./spare.ts";
import { mostTokens } from "./tokens.ts";

const filler = Array.from({ length: 200 }, (_, at) => `Row ${at} of the ledger speaks of gates and crates.`);
const text = [...filler.slice(0, 100), "The silo in Afula holds 5,000 tonnes.", ...filler.slice(100)].join(" ");
const ask: CompleteAsk = {
  task: "summarise",
  instructions: "the silo in Afula",
  sources: [
    { title: "Ledger", url: "/l", text },
    { title: "Short", url: "/s", text: "A short note." },
  ],
  language: "en",
  signal: new AbortController().signal,
};

test.each([undefined, 0, 74.9])("at %s %% nothing is left out", (percent) => {
  expect(spare(ask, percent)).toEqual({ ask, spared: [], note: undefined });
});

test("from 75 % long material is cut, from 85 % more of it, and what was asked about stays", () => {
  const [yellow, red] = [spare(ask, 75), spare(ask, 85)];
  const sizes = [ask, yellow.ask, red.ask].map(({ sources }) => sources[0]?.text.length ?? 0);
  expect(sizes[1]).toBeLessThanOrEqual((sizes[0] ?? 0) * 0.6);
  expect(sizes[2]).toBeLessThanOrEqual((sizes[0] ?? 0) * 0.3);
  for (const { ask: spared } of [yellow, red]) {
    expect(spared.sources[0]?.text).toContain("The silo in Afula holds 5,000 tonnes.");
    expect(spared.sources[1]).toBe(ask.sources[1]);
  }
});

test("the savings that are told are the tokens that are gone, and the ask itself stays whole", () => {
  const {
    ask: spared,
    spared: [told],
    note,
  } = spare(ask, 90);
  const tokens = (of: CompleteAsk) => of.sources.reduce((sum, source) => sum + mostTokens(source.text), 0);
  expect(told).toEqual({ name: "compact_history", tokens: tokens(ask) - tokens(spared) });
  expect(note).toContain(told?.tokens.toLocaleString("en"));
  expect(ask.sources[0]?.text).toBe(text);
});

test("optimisations come by priority times savings, and what saves nothing is left alone", () => {
  const names = inOrder([
    { name: "unload_skill", savings: 500 },
    { name: "disable_mcp", savings: 300 },
    { name: "compact_history", savings: 100 },
    { name: "compact_history", savings: 0 },
  ]).map(({ name }) => name);
  expect(names).toEqual(["disable_mcp", "unload_skill", "compact_history"]);
});

test("of a prompt's parts the first in that order is made lighter from 75 %, each from 85 %, with the tokens that are gone, and nothing for good", () => {
  const parts: PromptPart[] = [
    { text: "The request." },
    { text: "k".repeat(900), lighter: { by: "unload_skill", text: "k" } },
    { text: "t".repeat(500), lighter: { by: "disable_mcp", text: "t" } },
    { text: "h".repeat(350), lighter: { by: "compact_history", text: "h".repeat(10) } },
    { text: "same", lighter: { by: "compact_history", text: "same" } },
  ];
  const kept = structuredClone(parts);
  const whole = lightened(parts, 74.9);
  expect(whole.spared).toEqual([]);
  const yellow = lightened(parts, 75);
  // 3 x 340 weighs more than 2 x 499 and 1 x 899.
  expect(yellow.spared).toEqual([{ name: "compact_history", tokens: 340 }]);
  for (const percent of [85, 100]) {
    const { text: lighter, spared } = lightened(parts, percent);
    expect(spared.map(({ name }) => name)).toEqual(["compact_history", "disable_mcp", "unload_skill"]);
    expect(spared.reduce((sum, { tokens }) => sum + tokens, 0)).toBe(mostTokens(whole.text) - mostTokens(lighter));
  }
  expect(parts).toEqual(kept);
  expect(lightened(parts, 10)).toEqual(whole);
});

test("no text is more tokens than its bound, whatever it is written in", () => {
  for (const one of ["a", "שלום", "👩‍👩‍👧", "\u0000\u0001"])
    expect(mostTokens(one)).toBeGreaterThanOrEqual(new TextEncoder().encode(one).length);
});
