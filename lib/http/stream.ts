import type { Reply } from "./answer.ts";

/**
 * Where a reader is: what it last saw, else what its address says. A browser that comes back sends the header and repeats the
 * address, so the header is the newer one.
 */
export function placeOf(headers: Headers, fromQuery: number | undefined): number | undefined {
  const last = headers.get("last-event-id");
  if (last === null || last === "") return fromQuery ?? 0;
  return /^\d{1,10}$/.test(last) && Number(last) <= 2_147_483_647 ? Number(last) : undefined;
}

export const streaming = (stream: ReadableStream<Uint8Array>): Reply => ({
  status: 200,
  stream,
  headers: {
    "content-type": "text/event-stream; charset=utf-8",
    "cache-control": "private, no-store, no-transform",
    "x-accel-buffering": "no", // a proxy in front must not collect it
  },
});
