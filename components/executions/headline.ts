import { took } from "#components/ui/ago.ts";
import type { Times } from "#components/ui/times.ts";
import { sentenceOf } from "#lib/execution/sentence.ts";
import type { Execution, Head } from "#lib/execution/state.ts";

/** Where the execution is and what it waits for, in one sentence, with the times that matter. */
export function headline({ head, approvals }: Pick<Execution, "head" | "approvals">, { clock, dayAndClock, day }: Times): string {
  const sentence = sentenceOf(head);
  if (sentence === null) return endOf(head);
  const [first, ...others] = Object.values(approvals)
    .filter(({ status }) => status === "open")
    .sort((a, b) => a.expiresAt.localeCompare(b.expiresAt));
  if (!first || head.status === "paused" || head.halting) return sentence;
  const which = others.length > 0 ? "the first expires" : "expires";
  const write = day(first.requestedAt) === day(first.expiresAt) ? clock : dayAndClock;
  return `${sentence} since ${write(first.requestedAt)}, ${which} ${write(first.expiresAt)}`;
}

function endOf(head: Head): string {
  const time = head.endedAt ? ` in ${took(Date.parse(head.endedAt) - Date.parse(head.createdAt))}` : "";
  if (head.status === "completed")
    return head.degraded ? `Completed${time}, but not whole: ${head.missing.join(", ")}` : `Completed${time}`;
  const word = head.status === "failed" ? "Failed" : "Cancelled";
  return `${word} after${time.replace(" in", "")}${head.because ? `: ${head.because}` : ""}`;
}

/** How much of the plan is settled, in whole percent. */
export function percentDone({ plan, counts }: Head): number {
  if (!plan || plan.steps === 0) return 0;
  return Math.min(100, Math.floor(((counts.completed + counts.failed + counts.skipped + counts.cancelled) / plan.steps) * 100));
}
