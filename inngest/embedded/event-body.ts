import type { StoredEvent } from "./journal.ts";
import { limits, sizeOf } from "./limits.ts";

export type SentEvent = {
  name: string;
  data?: unknown;
  id?: string | undefined;
  ts?: number | undefined;
  user?: unknown;
  v?: unknown;
  meta?: unknown;
};

const longestName = 256;

/** An event as it is stored and as functions see it: the sender's id if there is one, ours otherwise. */
export function storedEvent(sent: SentEvent, id: string, now: number): StoredEvent {
  refuseBad(sent);
  const { name, data = {}, id: key, ts = now, user = {}, v, meta } = sent;
  const body = JSON.stringify({ name, id: key || id, data, ts, user, v, meta });
  const bytes = Buffer.byteLength(body);
  if (bytes > limits.eventBytes) throw new BadEvent(`the event ${name} is ${sizeOf(bytes)}, the limit is ${sizeOf(limits.eventBytes)}`);
  return { id, key: key || undefined, name, body };
}

export class BadEvent extends Error {}

function refuseBad({ name, data, id, ts }: SentEvent): void {
  if (typeof name !== "string" || name === "" || name.length > longestName || name.includes("\0"))
    throw new BadEvent("an event needs a name");
  if (data !== undefined && (typeof data !== "object" || data === null || Array.isArray(data)))
    throw new BadEvent(`data of ${name} must be an object`);
  if (id !== undefined && (typeof id !== "string" || id.includes("\0"))) throw new BadEvent(`id of ${name} must be a text`);
  if (ts !== undefined && !Number.isFinite(ts)) throw new BadEvent(`ts of ${name} must be a number of milliseconds`);
}
