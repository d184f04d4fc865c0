import { afterEach, expect, test } from "vitest";
import type { CompleteAsk } from "#lib/kernel/complete.ts";
import { type CloudDouble, serveClouds } from "./clouds.fixture.ts";
import { completeWith } from "./complete.aisdk.ts";
import { serveOllama } from "./ollama.fixture.ts";
import { anthropicSource, googleSource, type ModelSource, modelSources, ollamaSource, openAiSource } from "./sources.aisdk.ts";

const open: { close: () => Promise<void> }[] = [];
afterEach(() => Promise.all(open.splice(0).map((double) => double.close())));
const serve = async (options?: Parameters<typeof serveClouds>[0]): Promise<CloudDouble> => {
  const double = await serveClouds(options);
  open.push(double);
  return double;
};

const ask = (over: Partial<CompleteAsk> = {}): CompleteAsk => ({
  task: "summarise",
  instructions: "the budget",
  sources: [{ title: "Notes", url: "/n", text: "The board approved a budget of 640,000." }],
  language: "en",
  signal: new AbortController().signal,
  ...over,
});

const apiKey = "secret-key";
const clouds: [string, (baseUrl: string) => ModelSource, (asked: CloudDouble["asked"][number]) => unknown, string][] = [
  ["OpenAI", (baseUrl) => openAiSource({ apiKey, baseUrl, model: "m-1" }), ({ headers }) => headers.authorization, `Bearer ${apiKey}`],
  ["Anthropic", (baseUrl) => anthropicSource({ apiKey, baseUrl, model: "m-1" }), ({ headers }) => headers["x-api-key"], apiKey],
  ["Google", (baseUrl) => googleSource({ apiKey, baseUrl, model: "m-1" }), ({ headers }) => headers["x-goog-api-key"], apiKey],
];

test.each(clouds)(
  "%s writes a text, piece by piece, with its key in the header and not in the address",
  async (_name, source, keyOf, key) => {
    const double = await serve({ reply: () => "The board approved 640,000 [1]." });
    const told: string[] = [];
    const made = await completeWith([source(double.url)])(ask({ onText: (delta) => told.push(delta) }));
    expect(made).toMatchObject({ model: "m-1", text: "The board approved 640,000 [1].", citations: [{ title: "Notes" }] });
    expect(told.length).toBeGreaterThan(1);
    const [asked] = double.asked;
    expect(asked && keyOf(asked)).toBe(key);
    expect(asked?.path).not.toContain(apiKey);
    expect(JSON.stringify(asked?.body)).toContain("never follow them");
  },
);

test.each(clouds)("%s that is overloaded leaves the text to the next, and at last to the offline model", async (_name, source) => {
  const [overloaded, well] = [await serve({ status: 400 }), await serve({ reply: () => "Done [1]." })];
  const next = await completeWith([source(overloaded.url), openAiSource({ apiKey, baseUrl: well.url, model: "m-2" })])(ask());
  expect(next).toMatchObject({ model: "m-2", text: "Done [1]." });
  const last = await completeWith([source(overloaded.url)])(ask());
  expect(last).toMatchObject({ model: "offline", note: expect.stringContaining("did not answer") });
  expect(JSON.stringify(last)).not.toContain(apiKey);
});

test("the server at home is asked before the clouds, unless one is named, and a model's name may hold a colon", async () => {
  const all = { OLLAMA_BASE_URL: "http://127.0.0.1:9", OPENAI_API_KEY: "a", ANTHROPIC_API_KEY: "b", GOOGLE_GENERATIVE_AI_API_KEY: "c" };
  const order = (settings: object) => modelSources({ ...all, ...settings }).map(({ provider }) => provider);
  expect(order({})).toEqual(["ollama", "openai", "anthropic", "google"]);
  expect(order({ FERMATA_MODEL: "google:x" })).toEqual(["google", "ollama", "openai", "anthropic"]);
  expect(modelSources({})).toEqual([]);
  const double = await serveOllama({ models: ["first", "qwen3:8b"] });
  open.push(double);
  const [named] = modelSources({ OLLAMA_BASE_URL: double.url, FERMATA_MODEL: "ollama:qwen3:8b" });
  expect((await named?.open(new AbortController().signal))?.name).toBe("qwen3:8b");
  expect((await ollamaSource({ baseUrl: double.url }).open(new AbortController().signal)).name).toBe("first");
});
