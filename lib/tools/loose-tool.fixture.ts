import { z } from "zod";
import { Json as AnyJson, type Json } from "#lib/kernel/json.ts";
import { type AnyTool, defineTool, type EffectClass } from "./tool.ts";

/** A tool that takes anything and does nothing, but for what a test gives it. */
export const looseTool = (name: string, effect: EffectClass = "read", more: Partial<AnyTool> = {}): AnyTool =>
  defineTool({
    name,
    title: name,
    description: name,
    input: z.looseObject({}) as z.ZodType<Record<string, Json>>,
    output: AnyJson,
    effect,
    takes: {},
    gives: {},
    describe: () => name,
    run: async () => ({ ok: true as const, output: {} }),
    ...more,
  });
