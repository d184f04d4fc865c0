import { afterEach, expect, test } from "vitest";
import type { CompleteAsk } from "#lib/kernel/complete.ts";
import { OverBudget } from "#lib/kernel/meter.ts";
import type { Spend } from "#lib/safety/spend.ts";
import { type CloudDouble, serveClouds } from "./clouds.fixture.ts";
import { completeWith } from "./complete.aisdk.ts";
import { meterWith } from "./meter.ts";
import { type OllamaDouble, serveOllama } from "./ollama.fixture.ts";
import { costOf, priceOf } from "./prices.ts";
import { anthropicSource, googleSource, ollamaSource, openAiSource } from "./sources.aisdk.ts";

const open: (CloudDouble | OllamaDouble)[] = [];
afterEach(() => Promise.all(open.splice(0).map((double) => double.close())));

/** Writes down what it is told, and lets in what a test says. */
function book(isFull = false) {
  const lines: string[] = [];
  const spend: Spend = {
    used: async () => undefined,
    async reserve(_, { model, micros, tokens }) {
      lines.push(`reserve ${model}`);
      expect(tokens).toBeGreaterThan(100);
      expect(Number.isInteger(micros)).toBe(true);
      return isFull
        ? {
            scope: "workspace",
            ref: "",
            period: "day",
            limitMicros: 1,
            limitTokens: null,
            micros: 1,
            tokens: 0,
            resetsAt: "2026-11-22T00:00:00.000Z",
          }
        : undefined;
    },
    async settle(_, { status, tokens }) {
      lines.push(status === "settled" ? `${status} ${tokens}` : status);
      return { before: undefined, after: undefined };
    },
    lost: async () => [],
  };
  return { lines, meter: meterWith({ spend, newId: () => "mdc" })({ scope: { id: "w" } }) };
}

const ask = (over: Partial<CompleteAsk> = {}): CompleteAsk => ({
  task: "summarise",
  instructions: "",
  sources: [{ title: "Notes", url: "/n", text: "The board met in Haifa." }],
  language: "en",
  signal: new AbortController().signal,
  ...over,
});
async function clouds(options?: Parameters<typeof serveClouds>[0]) {
  const cloud = await serveClouds(options);
  open.push(cloud);
  const [baseUrl, apiKey] = [cloud.url, "k"];
  return {
    cloud,
    openai: openAiSource({ apiKey, baseUrl }),
    anthropic: anthropicSource({ apiKey, baseUrl }),
    google: googleSource({ apiKey, baseUrl }),
  };
}

test.each(["openai", "anthropic", "google"] as const)("what %s counted is what is settled", async (name) => {
  const { lines, meter } = book();
  await completeWith([(await clouds())[name]])(ask({ meter }));
  expect(lines).toEqual([expect.stringContaining(`reserve ${name}:`), "settled 12"]);
});

test("a budget without room stops the call before anything is sent, and no other model stands in", async () => {
  const { lines, meter } = book(true);
  const { cloud, openai, anthropic } = await clouds();
  const refused = completeWith([openai, anthropic])(ask({ meter }));
  await expect(refused).rejects.toThrow(OverBudget);
  await expect(refused).rejects.toMatchObject({ by: { budget: "workspace::day", resetsAt: "2026-11-22T00:00:00.000Z" } });
  expect(cloud.asked).toEqual([]);
  expect(lines).toEqual([expect.stringContaining("reserve")]);
});

test("each repetition is a call of its own, and an error that the provider answered with costs nothing", async () => {
  const { lines, meter } = book();
  const { openai, cloud } = await clouds({ status: 503 });
  await completeWith([openai])(ask({ meter }));
  expect(cloud.asked.length).toBe(2);
  expect(lines.filter((line) => line.startsWith("reserve"))).toHaveLength(2);
  expect(lines.filter((line) => line === "released")).toHaveLength(2);
});

test("a call that is stopped half way counts in full, since nobody knows what it used", async () => {
  const { lines, meter } = book();
  const double = await serveOllama({ silent: "chat" });
  open.push(double);
  const stopped = new AbortController();
  const made = completeWith([ollamaSource({ baseUrl: double.url })])(ask({ meter, signal: stopped.signal }));
  await expect.poll(() => double.asked.length).toBe(1);
  stopped.abort(new Error("cancelled"));
  await expect(made).rejects.toThrow();
  await expect.poll(() => lines.at(-1)).toBe("presumed");
});

test("a server at home is free, a model in the cloud that nobody knows is the dearest, and small costs are rounded up", () => {
  expect(priceOf({ provider: "ollama", model: "tiny" })).toEqual({ input: 0, output: 0 });
  const unknown = priceOf({ provider: "openai", model: "brand-new" });
  for (const model of ["gpt-5.4-mini", "claude-opus-5", "gemini-flash-latest"]) {
    const { input, output } = priceOf({ provider: "openai", model });
    expect(unknown.input).toBeGreaterThanOrEqual(input);
    expect(unknown.output).toBeGreaterThanOrEqual(output);
  }
  expect(priceOf({ provider: "openai", model: "gpt-5.4-mini" }, { "gpt-5.4-mini": { input: 1, output: 2 } })).toEqual({
    input: 1,
    output: 2,
  });
  expect(costOf({ input: 0.1, output: 0 }, { inputTokens: 1, outputTokens: 0 })).toBe(1);
});
