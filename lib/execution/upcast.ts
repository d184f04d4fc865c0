import { ExecutionEvent, eventVersion } from "./events.ts";

type Raw = { v?: number; type?: string } & Record<string, unknown>;

/** How an event of version n becomes one of n + 1. Add a step here when a schema changes; never edit an old one. */
const steps: Record<number, (raw: Raw) => Raw> = {
  // Version 0, of the first drafts, named the plain words `text` and had no status.
  0: ({ text, ...raw }) => ({ ...raw, v: 1, message: raw["message"] ?? text ?? "", status: raw["status"] ?? "" }),
};

/** Reads an event of any version as one of today's. */
export function upcast(raw: unknown): ExecutionEvent {
  let event = raw as Raw;
  for (let version = event.v ?? 0; version < eventVersion; version++) event = steps[version]?.(event) ?? event;
  return ExecutionEvent.parse(event);
}
