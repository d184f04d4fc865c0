import { z } from "zod";
import { defineTool } from "#lib/tools/tool.ts";

/** Has a model say something. */
export const saying = defineTool({
  name: "test.say",
  title: "Say",
  description: "Asks a model.",
  input: z.object({}),
  output: z.object({ said: z.string() }),
  effect: "read",
  takes: {},
  gives: {},
  describe: () => "Ask",
  run: async (_, { complete, signal }) => {
    const { text } = await complete({ task: "write", instructions: "say something", sources: [], language: "en", maxWords: 20, signal });
    return { ok: true as const, output: { said: text } };
  },
});

/** Says that it sent a text. */
export const sending = defineTool({
  name: "post.send",
  title: "Send",
  description: "Sends a text.",
  input: z.object({ text: z.string() }),
  output: z.object({}),
  effect: "send",
  takes: {},
  gives: {},
  describe: () => "Send",
  run: async () => ({ ok: true as const, output: {} }),
});
