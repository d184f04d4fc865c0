import type { PlanStep } from "#lib/planner/plan.ts";
import { withhold } from "#lib/safety/guardrails/withhold.ts";
import type { Seal } from "./seal.node.ts";

type SealScope = Parameters<Seal["seal"]>[0];

/** What scheduling, lists and statistics need of a step. The rest (parameters, conditions, a list's items) holds people's words. */
const shown = [
  "id",
  "name",
  "tool",
  "agent",
  "dependsOn",
  "critical",
  "onMissing",
  "timeoutMs",
  "retry",
  "approval",
] as const satisfies (keyof PlanStep)[];
type Shown = (typeof shown)[number];

/** A step of a plan as its row keeps it: only what is not private stands open. */
export type SealedSpec = Pick<PlanStep, Shown> & { sealed: string };

export function sealedSpec(seal: Seal, scope: SealScope, spec: PlanStep): SealedSpec {
  const open = Object.entries(spec)
    .filter(([field]) => isShown(field))
    .map(([field, value]) => [field, field === "name" && typeof value === "string" ? withhold(value) : value]);
  const hidden = Object.entries(spec).filter(([field]) => !isShown(field));
  return {
    ...(Object.fromEntries(open) as Pick<PlanStep, Shown>),
    sealed: seal.seal(scope, JSON.stringify(Object.fromEntries(hidden))).toString("base64"),
  };
}

export function openedSpec(seal: Seal, scope: SealScope, { sealed, ...open }: SealedSpec): PlanStep {
  return { ...open, ...JSON.parse(seal.open(scope, Buffer.from(sealed, "base64"))) };
}

function isShown(field: string): boolean {
  return (shown as readonly string[]).includes(field);
}
