import { z } from "zod";
import { Json } from "#lib/kernel/json.ts";
import type { AnyTool } from "#lib/tools/tool.ts";

/** A tool as programs and people read of it: what it takes and gives, as JSON Schema. */
export function shownTool({ name, title, description, effect, group, input, output, takes, gives }: AnyTool) {
  return {
    name,
    title,
    description,
    effect: typeof effect === "function" ? "by_parameters" : effect,
    group: group ?? null,
    input: schemaOf(input),
    output: schemaOf(output),
    takes,
    gives,
  };
}

const schemaOf = (schema: z.ZodType): Json => Json.parse(z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }));
