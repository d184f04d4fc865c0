import { generateText, NoObjectGeneratedError, Output } from "ai";
import { type Meter, type ModelScore, OverBudget } from "#lib/kernel/meter.ts";
import type { CallOutcome } from "#lib/models/choose.ts";
import { metered } from "#lib/models/metered.aisdk.ts";
import type { ModelSource } from "#lib/models/sources.aisdk.ts";
import { lightened } from "#lib/models/spare.ts";
import { counterFor } from "#lib/models/tokens.gpt.ts";
import { NotOfSchema, type OpenModel } from "./model/planning-model.ts";

/** A planning model of this source. All questions of one planning share its time. */
type Asked = {
  timeoutMs?: number;
  meter?: Meter;
  /** Why this model, and who is told how it did. */
  sheet?: readonly ModelScore[];
  note?: (outcome: CallOutcome) => void;
};

export function planWith({ open, provider }: ModelSource, { timeoutMs = 60_000, meter, sheet, note = () => {} }: Asked = {}): OpenModel {
  return async (signal = new AbortController().signal) => {
    const until = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
    const opened = await open(until).catch((cause) => {
      if (!signal.aborted) note({ ok: false, ms: 0 });
      throw cause;
    });
    const { name } = opened;
    const count = await counterFor({ provider, model: name });
    return {
      name,
      async ask({ instructions, parts, schema }) {
        const { text: prompt, spared } = lightened(parts, await meter?.used(), count);
        const { model, providerOptions } = metered(opened, provider, meter, () => spared, sheet);
        const began = performance.now();
        try {
          const { output } = await generateText({
            model,
            instructions,
            prompt,
            output: Output.object({ schema }),
            temperature: 0,
            maxOutputTokens: 4_000,
            maxRetries: 0,
            abortSignal: until,
            ...(providerOptions && { providerOptions }),
          });
          note({ ok: true, ms: performance.now() - began });
          return output;
        } catch (cause) {
          if (!signal.aborted && !(cause instanceof OverBudget)) note({ ok: false, ms: performance.now() - began });
          if (NoObjectGeneratedError.isInstance(cause) && !until.aborted)
            throw new NotOfSchema("the answer is not an object of the schema that was asked for");
          throw cause;
        }
      },
    };
  };
}
