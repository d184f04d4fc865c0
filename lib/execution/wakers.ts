import type { HoldReason } from "./events.ts";

/** What the backstop calls the things that it finds (`stuck_work`). */
export type StuckKind = "lost" | "due" | "expired" | "idle" | "waiting";

export type Waker =
  | {
      produced: true;
      /** What lets the step go; the append that does it writes the nudge. */
      by: string;
      /** How the backstop finds the step when that nudge, or the wake itself, was lost. */
      foundAs: StuckKind[];
    }
  /** Nothing holds a step for this yet. Whoever makes it hold one says here who lets it go. */
  | { produced: false };

/** Who wakes a held step: every reason has an answer, and the tests walk this table. */
export const wakers: Record<HoldReason, Waker> = {
  approval: {
    produced: true,
    by: "a person's decision, or the clock: a reminder, an escalation, the end of its time",
    foundAs: ["waiting", "expired"],
  },
  pause: { produced: true, by: "a resume", foundAs: ["waiting", "idle"] },
  concurrency: { produced: true, by: "a step that ends and leaves its slot", foundAs: ["waiting", "idle"] },
  wait: { produced: true, by: "the clock: its nudge is due at the time that it waits for", foundAs: ["due"] },
  guardrail: { produced: false },
  budget: { produced: true, by: "the clock, when the period begins anew, or whoever raises the budget", foundAs: ["due", "waiting"] },
  lock: { produced: true, by: "whoever leaves the lock, or the clock, which looks again", foundAs: ["due", "waiting"] },
  rate: { produced: true, by: "the clock, when there is a call left for it", foundAs: ["due"] },
  breaker: { produced: true, by: "the clock, when a call may try again, or a person who closes it", foundAs: ["due"] },
};
