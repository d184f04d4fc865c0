import { z } from "zod";
import { Json } from "#lib/kernel/json.ts";
import { done } from "./attempt.ts";
import { defineTool } from "./tool.ts";

const Anything = z.record(z.string(), Json);

/** Names a value, or joins several: what a plan needs between two tools. */
export const flowPass = defineTool({
  name: "flow.pass",
  title: "Pass on",
  description: "Gives back what it was given.",
  input: Anything,
  output: Anything,
  effect: "read",
  isLocal: true,
  takes: {},
  gives: {},
  describe: () => "Pass on what was found",
  run: async (input) => done(input),
});
