import { z } from "zod";
import { patternFrom } from "#lib/safety/egress-rules.ts";
import { levels, Settings, settingNames } from "#lib/tenancy/settings.ts";
import type { Operation } from "./operations.ts";

const Id = z.object({ id: z.string().regex(/^[A-Za-z0-9_-]{1,100}$/) });

const Pattern = z
  .string()
  .max(253)
  .transform((text, context) => {
    const kept = patternFrom(text);
    if (kept !== undefined) return kept;
    context.addIssue({ code: "custom", message: "is no host, such as api.example.org or *.example.org" });
    return z.NEVER;
  });
const {
  autonomy,
  autonomyMost,
  concurrency,
  stepTimeoutMs,
  stepAttempts,
  executionTimeoutMs,
  executionTimeoutCounts,
  minEffectiveness,
  replanning,
} = Settings.shape;
const orNothing = {
  autonomy: autonomy.nullable().optional(),
  concurrency: concurrency.nullable().optional(),
  stepTimeoutMs: stepTimeoutMs.nullable().optional(),
  stepAttempts: stepAttempts.nullable().optional(),
  executionTimeoutMs: executionTimeoutMs.nullable().optional(),
  executionTimeoutCounts: executionTimeoutCounts.nullable().optional(),
  minEffectiveness: minEffectiveness.nullable().optional(),
  replanning: replanning.nullable().optional(),
};
const Hosts = z.array(Pattern).max(200).nullable().optional();
const says = (change: object) => Object.values(change).some((value) => value !== undefined);

export const settings = {
  /** Nothing (`null`) in place of a value takes it back. */
  change: {
    body: z
      .strictObject({ ...orNothing, autonomyMost: autonomyMost.nullable().optional(), egressOnly: Hosts, egressNever: Hosts })
      .refine(says, "say what changes"),
  },
  ofWorkflow: { params: Id },
  changeOfWorkflow: { params: Id, body: z.strictObject(orNothing).refine(says, "say what changes") },
  ofExecution: { params: Id },
};

const Value = z.union([z.string(), z.number(), z.array(z.string())]).nullable();
const Resolved = z.object({
  name: z.enum(settingNames as [string, ...string[]]),
  value: Value,
  /** Where the value comes from. */
  from: z.enum(levels),
  /** What each level says, the widest first. */
  chain: z.array(z.object({ level: z.enum(levels), value: Value })),
});
const SettingList = z.object({ data: z.array(Resolved) });
export const ExecutionSettings = z.object({
  data: z.array(z.object({ name: z.string(), value: Value, from: z.enum(levels) })),
  steps: z.array(z.object({ id: z.string(), name: z.string().nullable(), settings: z.array(Resolved) })),
});

export const LimitList = z.object({
  data: z.array(
    z.object({
      name: z.string(),
      says: z.string(),
      used: z.int(),
      /** Nothing: there is no limit, and it is counted all the same. */
      most: z.int().nullable(),
      /** After how long all of it is free again; absent where that is no matter of time. */
      windowSeconds: z.int().nullable(),
    }),
  ),
});

/** Settings with where they come from, and limits with what is left of them. */
export const settingsOperations: Operation[] = [
  {
    method: "get",
    path: "/api/settings",
    allow: "workspace:read",
    summary: "The settings of the workspace: what counts, what each level says, and where the value comes from",
    status: 200,
    answer: SettingList,
  },
  {
    method: "put",
    path: "/api/settings",
    allow: "workspace:write",
    summary: "Changes what the workspace says; null takes it back. Later executions go by it",
    ...settings.change,
    status: 200,
    answer: SettingList,
  },
  {
    method: "get",
    path: "/api/workflows/{id}/settings",
    allow: "workflow:read",
    summary: "The settings under which executions of a workflow begin, and where each value comes from",
    ...settings.ofWorkflow,
    status: 200,
    answer: SettingList,
  },
  {
    method: "put",
    path: "/api/workflows/{id}/settings",
    allow: "workflow:write",
    summary: "Changes what a workflow says in place of its workspace; null takes it back",
    ...settings.changeOfWorkflow,
    status: 200,
    answer: SettingList,
  },
  {
    method: "get",
    path: "/api/orchestrate/{id}/settings",
    allow: "execution:read",
    summary: "The settings that an execution and each of its steps go by, and where each value comes from",
    ...settings.ofExecution,
    status: 200,
    answer: ExecutionSettings,
  },
  {
    method: "get",
    path: "/api/limits",
    allow: "usage:read",
    summary: "The limits that the one who asks is under, and how much of each is used now",
    status: 200,
    answer: LimitList,
  },
];
