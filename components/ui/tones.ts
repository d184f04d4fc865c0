/** What time is spent on, and how it ends. The one list of tones that a mark may have. */
export type Tone = "plain" | "accent" | "queue" | "work" | "wait" | "retry" | "cached" | "failed" | "done";

/** Words in the tone, on its own soft ground. */
export const softTone: Record<Tone, string> = {
  plain: "bg-sunken text-quiet",
  accent: "bg-accent-soft text-accent",
  queue: "bg-tone-queue-soft text-tone-queue",
  work: "bg-tone-work-soft text-tone-work",
  wait: "bg-tone-wait-soft text-tone-wait",
  retry: "bg-tone-retry-soft text-tone-retry",
  cached: "bg-tone-cached-soft text-tone-cached",
  failed: "bg-tone-failed-soft text-tone-failed",
  done: "bg-tone-done-soft text-tone-done",
};
