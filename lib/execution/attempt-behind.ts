import { classifyFailure } from "#lib/kernel/failure.ts";
import type { Breakers } from "#lib/safety/breaker.ts";
import type { ToolRegistry } from "#lib/tools/tool.ts";
import type { Attempted, AttemptStep } from "./attempt.ts";
import { overtime } from "./overtime.ts";

type Deps = { registry: ToolRegistry; breakers: Breakers };

/** Calls components behind their breakers: one that is unwell is not called, and its steps wait without an attempt being counted. */
export function attemptBehind({ registry, breakers }: Deps, attempt: AttemptStep): AttemptStep {
  return async (claim) => {
    const component = registry.get(claim.row.spec.tool)?.component?.(claim.params);
    // What a lost worker may have done is asked about, however unwell the far side is.
    if (component === undefined || claim.recovered) return attempt(claim);
    const passage = await breakers.enter(claim.scope, component);
    if (!passage.passes)
      return { kind: "blocked", component, because: `${component} is not well, and is given time`, waitMs: passage.waitMs };
    const ended = await attempt(claim);
    const went = wentOf(ended);
    if (went) await breakers.leave(claim.scope, component, went);
    return ended;
  };
}

/** What a call says of its component; nothing when it was ended by us. A refusal is an answer, and whoever answers is well. */
function wentOf(ended: Attempted): { ok: true } | { ok: false; because: string } | undefined {
  switch (ended.kind) {
    case "completed":
    case "settled":
      return { ok: true };
    case "unknown":
      return { ok: false, because: ended.because };
    case "failed":
      if (ended.code === "aborted" || ended.code === "database" || ended.code === overtime) return;
      return classifyFailure({ code: ended.code }).isFault ? { ok: false, because: ended.because } : { ok: true };
    case "aborted":
    case "blocked":
    case "waits":
      return;
  }
}
