import { durationWords } from "#lib/kernel/duration-words.ts";
import { accept } from "#lib/kernel/outcome.ts";
import type { Workspace } from "#lib/tenancy/workspace.ts";
import type { Fact } from "./events.ts";
import { overtimeNudge } from "./nudges.ts";
import { type Decision, type Nudge, nothing, type Slice } from "./slice.ts";
import { type Head, isOver } from "./state.ts";
import type { ExecutionStore } from "./store.ts";
import { later } from "./times.ts";

/** What a call failed with whose execution had no time left. */
export const overtime = "execution_timeout";

/** How long an execution may go on, as of a moment; nothing where it is not limited. While a call is under way it is at work. */
export function leftMs({ settings, work, startedAt }: Head, at: string): number | undefined {
  const limit = settings?.executionTimeoutMs?.value;
  if (limit === undefined) return;
  const now = Date.parse(at);
  if (settings?.executionTimeoutCounts?.value === "all") return limit - (startedAt === undefined ? 0 : now - Date.parse(startedAt));
  return limit - (work?.ms ?? 0) - (work?.since === undefined ? 0 : now - Date.parse(work.since));
}

export const overtimeWords = ({ settings }: Head): string =>
  `it took longer than it may, ${durationWords(settings?.executionTimeoutMs?.value ?? 0)}`;

/** Where waits count, the end may come while nothing is at work that could find it. */
export function overtimeNudges(head: Head, at: string): Nudge[] {
  const limit = settings(head);
  return limit === undefined ? [] : [overtimeNudge(head.id, later(at, limit))];
}

const settings = ({ settings: of, simulated }: Head): number | undefined =>
  of?.executionTimeoutCounts?.value === "all" && !simulated ? of.executionTimeoutMs?.value : undefined;

/** Its time is over: nothing begins any more, and the end follows when what runs was stopped. `running`: what runs beside. */
export function overtimeFacts(head: Head, running: number): Fact[] {
  const because = overtimeWords(head);
  if (head.halting) return [];
  const halted: Fact = {
    type: "execution.halted",
    step: null,
    status: head.status,
    message: `Stopping: ${because}`,
    as: "failed",
    because,
  };
  if (running > 0) return [halted];
  return [
    halted,
    { type: "execution.failed", step: null, status: "failed", message: `Failed: ${because}`, because, code: overtime, result: null },
  ];
}

/** Ends an execution whose time is over, whatever it waits for. Too soon, it is told again. */
export function decideOvertime(slice: Slice, at: string): Decision<{ ended: boolean }> {
  const { head } = slice.execution;
  const left = leftMs(head, at);
  if (isOver(head.status) || left === undefined) return nothing({ ended: false });
  if (left > 0) return { facts: [], nudges: [overtimeNudge(head.id, later(at, left))], answer: { ended: false } };
  return { facts: overtimeFacts(head, head.running), answer: { ended: true } };
}

export async function endOvertime(
  { store, now }: { store: ExecutionStore; now: () => Date },
  { scope, executionId }: { scope: Workspace; executionId: string },
): Promise<void> {
  await store.act(scope, executionId, {
    cause: `overtime:${now().toISOString()}`,
    need: { open: true },
    decide: (slice) => accept(decideOvertime(slice, now().toISOString())),
  });
}
