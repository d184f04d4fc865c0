import { accept, type Outcome } from "#lib/kernel/outcome.ts";

/** What a route says when all went well. */
export type Reply = { status: number; body?: unknown; headers?: Record<string, string>; stream?: ReadableStream<Uint8Array> };

/** Turns a use case's outcome into a reply; a refusal stays one. */
export function answer<T>(outcome: Outcome<T>, say: (value: T) => Reply = ok): Outcome<Reply> {
  return outcome.ok ? accept(say(outcome.value)) : outcome;
}

export const ok = (body: unknown): Reply => ({ status: 200, body });

/** Taken, and seen to: what it leads to is in the log. */
export const accepted = (body: unknown): Reply => ({ status: 202, body });

/** There from now on; the address says where. */
export const made = (body: unknown, location: string): Reply => ({ status: 201, body, headers: { location } });

/** Begun, not done: the address says where it is read. */
export const begun = (body: { id: string }): Reply => ({ status: 202, body, headers: { location: `/api/orchestrate/${body.id}` } });

export const nothing: Reply = { status: 204 };
