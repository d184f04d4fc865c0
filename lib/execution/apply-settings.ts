import type { PlanStep } from "#lib/planner/plan.ts";
import { builtIn, type Given, type Resolved, resolve } from "#lib/tenancy/settings.ts";
import { defaultRetry } from "./decide-settle.ts";
import type { SettingsTaken } from "./events.ts";

/** What an execution goes by from its first moment on: later changes of a workspace or a workflow are for later executions. */
export type Taken = SettingsTaken;

const implied = ["executionTimeoutCounts", "minEffectiveness", "replanning"] as const;
const names = ["autonomy", "concurrency", "stepTimeoutMs", "stepAttempts", "executionTimeoutMs", ...implied] as const;
/** Not written down where it is what holds everywhere: the head is written with every append. */
const isImplied = (name: (typeof names)[number]): boolean => (implied as readonly string[]).includes(name);

/** What the levels above an execution say, of whom nobody asks again. */
export function takenFrom(given: Parameters<typeof resolve>[1]): Taken {
  const { step: _, ...around } = given;
  return Object.fromEntries(
    names.flatMap((name) => {
      const { value, from } = resolve(name, around);
      return value === null || (isImplied(name) && value === builtIn[name]) ? [] : [[name, { value, from }]];
    }),
  ) as Taken;
}

/** What a step itself says. */
const ofStep = ({ timeoutMs, retry }: PlanStep): Given => ({ stepTimeoutMs: timeoutMs, stepAttempts: retry?.maxAttempts });

/** What counts for one step of an execution, and where it comes from. */
export function settingsOfStep(step: PlanStep, taken: Taken | undefined): [Resolved<"stepTimeoutMs">, Resolved<"stepAttempts">] {
  const above = { ...(taken && levelsOf(taken)), step: ofStep(step) };
  return [resolve("stepTimeoutMs", above), resolve("stepAttempts", above)];
}

function levelsOf(taken: Taken) {
  const levels: Parameters<typeof resolve>[1] = {};
  for (const [name, said] of Object.entries(taken)) if (said) levels[said.from] = { ...levels[said.from], [name]: said.value };
  return levels;
}

/** A step as the settings of its execution have it; its plan stays as somebody agreed to it. */
export function withSettings(spec: PlanStep, taken: Taken | undefined): PlanStep {
  if (!taken?.stepTimeoutMs && !taken?.stepAttempts) return spec;
  const [timeout, attempts] = settingsOfStep(spec, taken);
  const isSaid =
    taken.stepAttempts !== undefined && (taken.stepAttempts.from !== "system" || taken.stepAttempts.value !== defaultRetry.maxAttempts);
  return {
    ...spec,
    ...(timeout.value !== null && { timeoutMs: timeout.value }),
    ...(isSaid && attempts.value !== null && { retry: { ...(spec.retry ?? defaultRetry), maxAttempts: attempts.value } }),
  };
}
