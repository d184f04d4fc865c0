import { expect, test } from "vitest";
import { counterFor } from "./tokens.gpt.ts";
import { besideText, mostTokens } from "./tokens.ts";

const openAi = { provider: "openai", model: "gpt-5.4-mini" };
const prose = "The harvest was good this year, and the board agreed to invest in the northern fields. ".repeat(200);

test("a model whose vocabulary is published is counted, and never below what it counts itself", async () => {
  const { countTokens } = await import("gpt-tokenizer/encoding/o200k_base");
  const count = await counterFor(openAi);
  for (const text of [prose, "שלום לכולם, הנה הדוח של השבוע. ".repeat(100), '{"a":[1,2,3]}', "🙂👩‍👩‍👧".repeat(300), ""]) {
    expect(count(text)).toBeGreaterThanOrEqual(countTokens(text));
    expect(count(text)).toBeLessThanOrEqual(mostTokens(text));
  }
  expect(count(prose) - besideText).toBeLessThan(countTokens(prose) * 1.05);
});

test("any other model has the bound", async () => {
  for (const other of [
    { provider: "ollama", model: "gpt-oss" },
    { provider: "openai", model: "llama-3.1-70b" },
    { provider: "anthropic", model: "claude-sonnet-5" },
  ])
    expect(await counterFor(other)).toBe(mostTokens);
});

test("a mark of the vocabulary in a text is text, and a run without a space takes its length and no more", async () => {
  const count = await counterFor(openAi);
  expect(count("a <|endoftext|> b")).toBeGreaterThan(besideText);
  expect(count("a".repeat(100_000))).toBeGreaterThan(10_000);
});
