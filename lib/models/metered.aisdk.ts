import { type LanguageModel, wrapLanguageModel } from "ai";
import type { Meter, ModelScore, Reserved, Spared, Usage } from "#lib/kernel/meter.ts";
import type { OpenedModel } from "./sources.aisdk.ts";
import { counterFor } from "./tokens.gpt.ts";

/** What a model may write where the call does not say. */
const outputByDefault = 4_000;

type Call = { prompt: unknown; tools?: unknown; responseFormat?: unknown; maxOutputTokens?: number | undefined };

/** The model behind the meter (`sparedNow`: what was left out of the call that is made; `sheet`: why this model): every single call, repeated ones too, is set aside for before it leaves and settled by what the provider counted. */
export function metered(
  opened: OpenedModel,
  provider: string,
  meter: Meter | undefined,
  sparedNow: () => readonly Spared[] = () => [],
  sheet: readonly ModelScore[] = [],
): OpenedModel {
  if (!meter || typeof opened.model === "string") return opened;
  const reserve = async (call: Call) => {
    const count = await counterFor({ provider, model: opened.name });
    const spared = sparedNow();
    return meter.reserve({
      provider,
      model: opened.name,
      inputTokens: count(JSON.stringify([call.prompt, call.tools ?? [], call.responseFormat ?? {}])),
      outputTokens: call.maxOutputTokens ?? outputByDefault,
      ...(spared.length > 0 && { spared }),
      ...(sheet.length > 0 && { sheet }),
    });
  };
  const model = wrapLanguageModel({
    model: opened.model as Exclude<LanguageModel, string>,
    middleware: {
      transformParams: async ({ params }) => ({ ...params, maxOutputTokens: params.maxOutputTokens ?? outputByDefault }),
      async wrapGenerate({ doGenerate, params }) {
        const reserved = await reserve(params);
        try {
          const made = await doGenerate();
          await reserved.end(usageOf(made.usage));
          return made;
        } catch (cause) {
          await reserved.end(wasSent(cause) ? "unknown" : "nothing");
          throw cause;
        }
      },
      async wrapStream({ doStream, params }) {
        const reserved = await reserve(params);
        try {
          const made = await doStream();
          return { ...made, stream: made.stream.pipeThrough(watch(reserved)) };
        } catch (cause) {
          await reserved.end(wasSent(cause) ? "unknown" : "nothing");
          throw cause;
        }
      },
    },
  });
  return { ...opened, model };
}

/** Settles by the last part, which says what was used. A stream that breaks off is counted in full, since nobody knows. */
function watch<Part extends { type: string }>(reserved: Reserved): TransformStream<Part, Part> {
  let used: Usage | "unknown" = "unknown";
  let isEnded = false;
  const end = async () => {
    if (isEnded) return;
    isEnded = true;
    await reserved.end(used);
  };
  const watching = {
    async transform(part: Part, controller: TransformStreamDefaultController<Part>) {
      if (part.type === "finish") {
        used = usageOf((part as unknown as { usage: CountedUsage }).usage);
        await end();
      }
      controller.enqueue(part);
    },
    flush: end,
    cancel: end,
  };
  return new TransformStream<Part, Part>(watching);
}

type CountedUsage = { inputTokens: { total: number | undefined }; outputTokens: { total: number | undefined } };

/** A provider that counts nothing is taken at the bound. */
function usageOf({ inputTokens: { total: input }, outputTokens: { total: output } }: CountedUsage): Usage | "unknown" {
  return input === undefined || output === undefined ? "unknown" : { inputTokens: input, outputTokens: output };
}

/** An error status is an answer without work; nobody heard what could not be connected to. Anything else may have been worked on. */
function wasSent(cause: unknown): boolean {
  for (let at = cause, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth++) {
    if ("statusCode" in at && typeof at.statusCode === "number" && at.statusCode >= 400) return false;
    if ("code" in at && /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|UND_ERR_CONNECT_TIMEOUT)$/.test(String(at.code))) return false;
    if ("status_code" in at && typeof at.status_code === "number" && at.status_code >= 400) return false;
  }
  return true;
}
