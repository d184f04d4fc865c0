import { generateText, NoObjectGeneratedError, Output } from "ai";
import { createOllama } from "ai-sdk-ollama";
import { firstModel } from "#lib/models/complete.aisdk.ts";
import { NotOfSchema, type OpenModel } from "./model/planning-model.ts";

/** A server that is away costs this much and no more. */
const reachMs = 1_500;

/** A planning model on an Ollama server, by default the first that it has. All questions of one planning share its time. */
export function planWithOllama({ baseUrl, model, timeoutMs = 60_000 }: { baseUrl: string; model?: string; timeoutMs?: number }): OpenModel {
  return async (signal = new AbortController().signal) => {
    const first = await firstModel(baseUrl, AbortSignal.any([signal, AbortSignal.timeout(reachMs)]));
    const name = model ?? first;
    const until = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
    // The client drops the signal of a call that does not stream, so it is put on the call itself.
    const ollama = createOllama({ baseURL: baseUrl, fetch: (url, init) => fetch(url, { ...init, signal: until }) });
    return {
      name,
      async ask({ instructions, prompt, schema }) {
        try {
          const { output } = await generateText({
            model: ollama(name),
            instructions,
            prompt,
            output: Output.object({ schema }),
            temperature: 0,
            maxOutputTokens: 4_000,
            maxRetries: 0,
            abortSignal: until,
          });
          return output;
        } catch (cause) {
          if (NoObjectGeneratedError.isInstance(cause) && !until.aborted)
            throw new NotOfSchema("the answer is not an object of the schema that was asked for");
          throw cause;
        }
      },
    };
  };
}
