import { isRecord } from "#lib/kernel/json.ts";
import { withhold } from "#lib/safety/guardrails/withhold.ts";
import type { Fact } from "./events.ts";

/** The fields of events that people, tools and far sides fill with words. All others are ids, hashes, names of ours and figures. */
const spoken = new Set([
  "title",
  "request",
  "message",
  "summary",
  "because",
  "text",
  "note",
  "notes",
  "why",
  "name",
  "value",
  "proof",
  "rung",
]);

/**
 * A fact as the log keeps it: what stands in it in plain words has no secret and no personal number in it. The log is kept, streamed
 * and shown to everybody who may look; what was said word for word is in sealed payloads.
 */
export function withheld<F extends Fact>(fact: F): F {
  let next = fact as Record<string, unknown>;
  for (const [field, value] of Object.entries(fact)) {
    if (field !== "hold" && !spoken.has(field)) continue;
    const kept = field === "hold" ? ofHold(value) : within(value);
    if (kept !== value) next = { ...next, [field]: kept };
  }
  return next as F;
}

function ofHold(hold: unknown): unknown {
  if (!isRecord(hold) || typeof hold["because"] !== "string") return hold;
  const because = withhold(hold["because"]);
  return because === hold["because"] ? hold : { ...hold, because };
}

/** The same value where nothing was withheld, so that whoever compares sees that. */
function within(value: unknown): unknown {
  if (typeof value === "string") return withhold(value);
  if (Array.isArray(value)) {
    const kept = value.map(within);
    return kept.some((inner, index) => inner !== value[index]) ? kept : value;
  }
  if (!isRecord(value)) return value;
  const kept = Object.entries(value).map(([key, inner]) => [withhold(key), labelled(key, inner)] as const);
  return kept.some(([key, inner], index) => key !== Object.keys(value)[index] || inner !== value[key]) ? Object.fromEntries(kept) : value;
}

/** A field's name is the label of its value: `password: "…"` is one wherever the two stand. */
function labelled(key: string, value: unknown): unknown {
  if (typeof value !== "string" || value.length > 300) return within(value);
  const before = `${key.replace(/[_-]+/g, " ")}: `;
  const whole = withhold(before + value);
  return whole.startsWith(before) ? whole.slice(before.length) : withhold(value);
}
