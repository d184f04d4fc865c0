import type { ExecutionEvent } from "#lib/execution/events.ts";

/**
 * Reads frames of a stream as events, in their order; what it does not know is left out.
 * What checks them is read with the first, so that the page is there before it.
 */
export async function readFrames(frames: readonly string[]): Promise<ExecutionEvent[]> {
  const { ExecutionEvent } = await import("#lib/execution/events.ts");
  return frames.flatMap((data) => {
    const event = ExecutionEvent.safeParse(JSON.parse(data));
    return event.success ? [event.data] : [];
  });
}
