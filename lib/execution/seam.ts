/**
 * Moments between which it differs what a process that dies leaves behind. Each is passed just before or just after something
 * becomes durable or happens outside; the product does nothing there, a test kills the process.
 */
export const seamNames = [
  "admit.before",
  "admit.after",
  "ask.before",
  "ask.after",
  "call.before",
  "call.after",
  "settle.before",
  "settle.after",
  "append.before",
  "append.after",
  "commit.before",
  "commit.after",
  "nudge.before",
  "nudge.after",
  "nudge.forgotten",
] as const;
export type SeamName = (typeof seamNames)[number];

/** `seq`: where the log stands, or would stand, with this write. */
export type Seam = (name: SeamName, at: { executionId: string; seq?: number }) => void;

export const noSeam: Seam = () => {};
