import type { Verdict } from "./decide.ts";
import type { Memo } from "./journal.ts";

const kilobyte = 1_024;
const megabyte = 1_024 * kilobyte;

export const limits = {
  eventBytes: 512 * kilobyte,
  /** Also for what a function returns, and for what a gateway brings. */
  stepBytes: 4 * megabyte,
  stateBytes: 32 * megabyte,
  steps: 1_000,
  /** No setting goes beyond. */
  mostSteps: 10_000,
};

/** What a run has used up: the steps that it remembers and their size. */
export type Used = { steps: number; bytes: number };

export const usedBy = (memos: Memo[]): Used => ({
  steps: memos.length,
  bytes: memos.reduce((sum, { body }) => sum + Buffer.byteLength(body), 0),
});

/** Why a run that has used so much cannot go on, or undefined. */
export function excessOf({ steps, bytes }: Used, maxSteps: number): string | undefined {
  if (steps > maxSteps) return `the run has more than ${maxSteps} steps, which is the limit`;
  if (bytes > limits.stateBytes) return `the state of the run is ${sizeOf(bytes)}, the limit is ${sizeOf(limits.stateBytes)}`;
  return undefined;
}

export function stepExcessOf(bodies: string[]): string | undefined {
  const bytes = Math.max(0, ...bodies.map((body) => Buffer.byteLength(body)));
  return bytes > limits.stepBytes ? `the output of a step is ${sizeOf(bytes)}, the limit is ${sizeOf(limits.stepBytes)}` : undefined;
}

/** The verdict itself, or the failure of a run that it would carry beyond a limit. */
export function withinLimits(verdict: Verdict, used: Used, maxSteps: number): Verdict {
  const excess = excessIn(verdict, used, maxSteps);
  return excess ? { move: "fail", error: limitError(excess) } : verdict;
}

function excessIn(verdict: Verdict, { steps, bytes }: Used, maxSteps: number): string | undefined {
  switch (verdict.move) {
    case "complete":
      return Buffer.byteLength(verdict.output) > limits.stepBytes
        ? `the output of the function is ${sizeOf(Buffer.byteLength(verdict.output))}, the limit is ${sizeOf(limits.stepBytes)}`
        : undefined;
    case "finish":
      return stepExcessOf([verdict.body]);
    case "plan": {
      const added = usedBy(verdict.memos);
      const total = { steps: steps + added.steps + verdict.ops.length, bytes: bytes + added.bytes };
      return stepExcessOf(verdict.memos.map(({ body }) => body)) ?? excessOf(total, maxSteps);
    }
    default:
      return undefined;
  }
}

export const limitError = (message: string) => ({ name: "LimitExceeded", message });

export function sizeOf(bytes: number): string {
  if (bytes >= 10 * megabyte || bytes % megabyte === 0) return `${Math.round(bytes / megabyte)} MB`;
  return bytes >= megabyte ? `${(bytes / megabyte).toFixed(1)} MB` : `${Math.ceil(bytes / kilobyte)} KB`;
}

/** Counts along with the requests in flight, whose checkpoints come while the function runs. */
export function createMeter(maxSteps: number) {
  const open = new Map<string, { used: Used; excess?: string }>();
  return {
    begin: (fence: string, used: Used) => void open.set(fence, { used }),
    /** False when these results are more than the run may have. */
    add(fence: string, memos: Memo[]): boolean {
      const known = open.get(fence);
      if (!known) return true;
      const added = usedBy(memos);
      const used = { steps: known.used.steps + added.steps, bytes: known.used.bytes + added.bytes };
      const excess = stepExcessOf(memos.map(({ body }) => body)) ?? excessOf(used, maxSteps);
      open.set(fence, { used, ...(excess !== undefined && { excess }) });
      return excess === undefined;
    },
    end(fence: string): { used: Used; excess?: string } {
      const known = open.get(fence);
      open.delete(fence);
      return known ?? { used: { steps: 0, bytes: 0 } };
    },
  };
}

export type Meter = ReturnType<typeof createMeter>;
