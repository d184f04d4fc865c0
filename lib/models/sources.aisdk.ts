import { createAnthropic } from "@ai-sdk/anthropic";
import { createGoogle } from "@ai-sdk/google";
import { createOpenAI } from "@ai-sdk/openai";
import type { JSONValue, LanguageModel } from "ai";
import { createOllama } from "ai-sdk-ollama";
import { z } from "zod";

// What a client makes of our request is its matter; the process's log is for its readers.
globalThis.AI_SDK_LOG_WARNINGS = false;

export type OpenedModel = { name: string; model: LanguageModel; providerOptions?: Record<string, Record<string, JSONValue>> };

/** Where a model comes from. */
export type ModelSource = {
  provider: "ollama" | "openai" | "anthropic" | "google";
  /** The model that is configured, where one is. */
  model?: string | undefined;
  /** It is the one that the operator named. */
  isWanted?: boolean;
  /** Finds a model that may answer now, every call of which ends with the signal; throws, soon, when there is none. */
  open(signal: AbortSignal): Promise<OpenedModel>;
};

type Named = { model?: string | undefined };
type Cloud = Named & { apiKey: string; baseUrl?: string | undefined };

/** A server that is away costs this much and no more. */
const reachMs = 1_500;

/** The signal goes on the call itself: some clients drop it when nothing is streamed, or until the first words. */
const bounded = (signal: AbortSignal) =>
  Object.assign((url: URL | RequestInfo, init?: RequestInit) => fetch(url, { ...init, signal }), fetch);

export function ollamaSource({ baseUrl, model }: Named & { baseUrl: string }): ModelSource {
  return {
    provider: "ollama",
    model,
    async open(signal) {
      const first = await firstModel(baseUrl, AbortSignal.any([signal, AbortSignal.timeout(reachMs)]));
      const name = model ?? first;
      return { name, model: createOllama({ baseURL: baseUrl, fetch: bounded(signal) })(name) };
    },
  };
}

export function openAiSource({ apiKey, baseUrl, model: name = "gpt-5.4-mini" }: Cloud): ModelSource {
  return {
    provider: "openai",
    model: name,
    open: async (signal) => ({
      name,
      model: createOpenAI({ apiKey, fetch: bounded(signal), ...(baseUrl !== undefined && { baseURL: baseUrl }) })(name),
      // A plan's schema has optional fields and open maps, which the strict form refuses; our own validator is the judge.
      providerOptions: { openai: { strictJsonSchema: false, store: false } },
    }),
  };
}

export function anthropicSource({ apiKey, baseUrl, model: name = "claude-sonnet-5" }: Cloud): ModelSource {
  return {
    provider: "anthropic",
    model: name,
    open: async (signal) => ({
      name,
      model: createAnthropic({ apiKey, fetch: bounded(signal), ...(baseUrl !== undefined && { baseURL: baseUrl }) })(name),
    }),
  };
}

export function googleSource({ apiKey, baseUrl, model: name = "gemini-flash-latest" }: Cloud): ModelSource {
  return {
    provider: "google",
    model: name,
    open: async (signal) => ({
      name,
      model: createGoogle({ apiKey, fetch: bounded(signal), ...(baseUrl !== undefined && { baseURL: baseUrl }) })(name),
      providerOptions: { google: { structuredOutputs: false } },
    }),
  };
}

export type ModelSettings = {
  OLLAMA_BASE_URL?: string | undefined;
  OPENAI_API_KEY?: string | undefined;
  OPENAI_BASE_URL?: string | undefined;
  ANTHROPIC_API_KEY?: string | undefined;
  GOOGLE_GENERATIVE_AI_API_KEY?: string | undefined;
  /** `provider:model`. */
  FERMATA_MODEL?: string | undefined;
};

/** What is configured: the one that is named, then the server at home, then the clouds. */
export function modelSources(settings: ModelSettings): ModelSource[] {
  const [wanted, ...rest] = settings.FERMATA_MODEL?.split(":") ?? [];
  const modelOf = (provider: ModelSource["provider"]): Named => (provider === wanted ? { model: rest.join(":") } : {});
  const { OLLAMA_BASE_URL: ollama, OPENAI_API_KEY: openai, ANTHROPIC_API_KEY: anthropic, GOOGLE_GENERATIVE_AI_API_KEY: google } = settings;
  const sources = [
    ollama !== undefined && ollamaSource({ baseUrl: ollama, ...modelOf("ollama") }),
    openai !== undefined && openAiSource({ apiKey: openai, baseUrl: settings.OPENAI_BASE_URL, ...modelOf("openai") }),
    anthropic !== undefined && anthropicSource({ apiKey: anthropic, ...modelOf("anthropic") }),
    google !== undefined && googleSource({ apiKey: google, ...modelOf("google") }),
  ].filter((source) => source !== false);
  return sources
    .map((source) => ({ ...source, isWanted: source.provider === wanted }))
    .sort((one, other) => Number(other.isWanted) - Number(one.isWanted));
}

const Tags = z.object({ models: z.array(z.object({ name: z.string() })).min(1, "the server has no model") });

async function firstModel(baseUrl: string, signal: AbortSignal): Promise<string> {
  const response = await fetch(new URL("/api/tags", baseUrl), { signal });
  if (!response.ok) throw new Error(`it answered ${response.status}`);
  const [first] = Tags.parse(await response.json()).models;
  return first?.name ?? "";
}
