import { accept } from "#lib/kernel/outcome.ts";
import type { Workspace } from "#lib/tenancy/workspace.ts";
import type { ToolRegistry } from "#lib/tools/tool.ts";
import { settleCommand } from "./carry-steps.ts";
import { decideLook, defaultLimitMs } from "./decide-gates.ts";
import type { Gating } from "./gate-plan.ts";
import type { Row } from "./slice.ts";
import type { Command, ExecutionStore } from "./store.ts";

export type LookDeps = {
  store: ExecutionStore;
  registry: ToolRegistry;
  now: () => Date;
  gating?: Pick<Gating, "memory"> | undefined;
};

/** Looks at one execution that runs. What the look finds is written down once; a step that nobody ends is taken from its worker. */
export async function lookAfter(
  deps: LookDeps,
  { scope, executionId }: { scope: Workspace; executionId: string },
): Promise<{ found: boolean }> {
  const { store, now, gating, registry } = deps;
  const slice = await store.slice(scope, executionId, { open: true });
  if (!slice) return { found: false };
  const at = now().toISOString();
  const look = {
    at,
    memory: gating?.memory(),
    limitOf: (row: Row) => row.spec.timeoutMs ?? registry.get(row.spec.tool)?.timeoutMs ?? defaultLimitMs,
  };
  const seen = decideLook(slice, look);
  if (seen.facts.length > 0) {
    const command: Command<unknown> = {
      cause: `look:${executionId}:${slice.execution.head.seq}`,
      need: { open: true },
      decide: (current) => accept(decideLook(current, look)),
    };
    await store.act(scope, executionId, command);
  }
  for (const { step, fence } of seen.answer.overdue) await takeFromWorker(deps, { scope, executionId, step, fence });
  return { found: seen.facts.length > 0 };
}

/** Its claim ends as a call that took too long does. What it may have done outside is not known then, and a person is asked. */
async function takeFromWorker(
  { store, now, registry }: LookDeps,
  { scope, executionId, step, fence }: { scope: Workspace; executionId: string; step: string; fence: number },
): Promise<void> {
  const slice = await store.slice(scope, executionId, { edgesFrom: [step] });
  const row = slice?.rows[step];
  if (!slice || !row) return;
  const because = "its time is over, and nobody ended it";
  const mayHaveHappened = Object.values(slice.execution.effects).some(
    (effect) => effect.step === step && effect.status === "intended" && registry.get(row.spec.tool)?.run !== undefined,
  );
  const end = mayHaveHappened
    ? ({ kind: "unknown", because } as const)
    : ({ kind: "failed", because, code: "timeout", retryable: true } as const);
  await store.act(scope, executionId, settleCommand({ now }, { row, fence, executionId, end }));
}
