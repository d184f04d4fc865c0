import { z } from "zod";
import { conflictPolicies, contradictions, resolveConflict } from "#lib/kernel/conflict.ts";
import { Json } from "#lib/kernel/json.ts";
import { done, failed } from "./attempt.ts";
import { askCode } from "./context-share.ts";
import { defineTool } from "./tool.ts";

const Source = z.strictObject({ name: z.string().min(1).max(100), value: Json, rank: z.int().min(0).max(1_000).default(0) });

/** Makes one value of what several steps found, and says where they contradicted each other. */
export const flowReconcile = defineTool({
  name: "flow.reconcile",
  title: "Make one of several",
  description: "Makes one value of what several steps found, by a policy where they contradict each other.",
  input: z.strictObject({ sources: z.array(Source).min(1).max(100), onConflict: z.enum(conflictPolicies).default("ask") }),
  output: z.object({ value: Json, contradictions: z.array(z.object({ at: z.string(), between: z.array(z.string()) })) }),
  effect: "read",
  isLocal: true,
  takes: {},
  gives: {},
  describe: () => "Make one of what several steps found",
  run: async ({ sources, onConflict }) => {
    const [first, ...others] = sources;
    if (!first) return failed("invalid", "there is nothing to make one of");
    let made = { value: first.value, who: first.name, rank: first.rank };
    const found: { at: string; between: string[] }[] = [];
    for (const { name, value, rank } of others) {
      found.push(...contradictions(made.value, value).map((at) => ({ at, between: [made.who, name] })));
      const resolved = resolveConflict(onConflict, made, { value, who: name, rank });
      if (resolved.do === "ask") return failed(askCode, resolved.because);
      if (resolved.do === "keep") continue;
      made = { value: resolved.value, who: resolved.how === "merged" ? `${made.who} and ${name}` : name, rank: Math.max(made.rank, rank) };
    }
    return done({ value: made.value, contradictions: found.slice(0, 100) });
  },
});
