import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createChooser } from "./choose.ts";
import { type Candidate, scoreModels, scoreWeights } from "./score.ts";

const usual: Candidate = {
  model: "cloud",
  isWanted: false,
  isLocal: false,
  window: 200_000,
  micros: 100,
  errorRate: 0,
  seconds: 1,
};
const need = { tokens: 10_000, mostMicros: 1_000 };

test("the weights are 1 together, and a model that has everything has 1", () => {
  expect(Object.values(scoreWeights).reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1);
  const [best] = scoreModels([{ ...usual, isWanted: true, isLocal: true, seconds: 0 }], need);
  expect(best?.score).toBe(1);
});

test("models are ranked by the sum, and the sheet says what spoke for each", () => {
  const sheet = scoreModels(
    [
      { ...usual, model: "slow", seconds: 9 },
      { ...usual, model: "failing", errorRate: 0.5 },
      { ...usual, model: "small", window: 8_000 },
      { ...usual, model: "dear", micros: 5_000 },
      { ...usual, model: "wanted", isWanted: true },
      { ...usual, model: "home", isLocal: true, micros: 0 },
      { ...usual, model: "unknown", seconds: undefined },
    ],
    need,
  );
  expect(sheet.map(({ model, score }) => [model, score])).toEqual([
    ["wanted", 0.85],
    ["home", 0.8],
    ["unknown", 0.7],
    ["slow", 0.66],
    ["failing", 0.6],
    ["dear", 0.6],
    ["small", 0.5],
  ]);
  expect(sheet.at(-1)?.parts).toEqual({ suitability: 0.5, reliability: 1, speed: 0.5, context: 0, cost: 1, local: 0 });
});

const candidate = fc.record({
  model: fc.string(),
  isWanted: fc.boolean(),
  isLocal: fc.boolean(),
  window: fc.nat(300_000),
  micros: fc.nat(5_000),
  errorRate: fc.double({ min: 0, max: 1, noNaN: true }),
  seconds: fc.option(fc.double({ min: 0, max: 600, noNaN: true }), { nil: undefined }),
});

test("every model is on the sheet, none is above 1, and of equals the one at home comes first", () => {
  fc.assert(
    fc.property(fc.array(candidate, { maxLength: 12 }), (candidates) => {
      const sheet = scoreModels(candidates, need);
      expect(sheet).toHaveLength(candidates.length);
      for (const [at, { score, parts }] of sheet.entries()) {
        expect(score).toBeGreaterThanOrEqual(0);
        expect(score).toBeLessThanOrEqual(1);
        const next = sheet[at + 1];
        if (!next) continue;
        expect(score).toBeGreaterThanOrEqual(next.score);
        if (score === next.score) expect(parts.local).toBeGreaterThanOrEqual(next.parts.local);
      }
    }),
  );
});

describe("a chooser", () => {
  const sources = [{ provider: "ollama" }, { provider: "openai", model: "gpt-5.4-mini" }];
  const first = (chooser: ReturnType<typeof createChooser>, mostMicros?: number) =>
    chooser.choose(sources, { tokens: 10_000, ...(mostMicros !== undefined && { mostMicros }) }).sources[0]?.provider;

  test("asks at home first, the cloud while home fails, and home again after a while", () => {
    let now = 0;
    const chooser = createChooser({ now: () => now });
    expect(first(chooser)).toBe("ollama");
    for (let call = 0; call < 3; call++) chooser.note({ provider: "ollama" }, { ok: false, ms: 1_500 });
    expect(first(chooser)).toBe("openai");
    expect(chooser.choose(sources, { tokens: 10_000 }).sheet.map(({ model, parts }) => [model, parts.reliability])).toEqual([
      ["openai:gpt-5.4-mini", 1],
      ["ollama", 0],
    ]);
    now += 11 * 60_000;
    expect(first(chooser)).toBe("ollama");
  });

  test("a slow home is still asked before a quick cloud that costs more than may be spent", () => {
    const chooser = createChooser({ now: () => 0 });
    chooser.note({ provider: "ollama" }, { ok: true, ms: 60_000 });
    chooser.note(sources[1] as (typeof sources)[number], { ok: true, ms: 200 });
    expect(first(chooser, 1_000)).toBe("ollama");
    expect(chooser.choose(sources, { tokens: 100_000 }).sources[0]?.provider).toBe("openai");
  });
});
