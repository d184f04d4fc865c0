import type { Tone } from "#components/ui/tones.ts";
import { namesIn } from "#lib/execution/receivers.ts";
import type { Json } from "#lib/kernel/json.ts";
import { isRecord } from "#lib/kernel/record.ts";

/** What becomes true when it is approved, by the class of the effect. */
export const consequences: Record<string, { word: string; says: string; tone: Tone }> = {
  read: { word: "Reads", says: "Nothing changes: it only reads.", tone: "work" },
  write: { word: "Writes", says: "It changes something in this workspace or beyond.", tone: "work" },
  send: { word: "Sends", says: "It leaves this workspace, and cannot be called back.", tone: "wait" },
  spend: { word: "Spends", says: "It costs money.", tone: "retry" },
  delete: { word: "Deletes", says: "What it removes may not come back.", tone: "failed" },
};

/** The same for a budget that is to be raised. */
export const raising = {
  word: "Raises a budget",
  says: "More may be spent on models from the moment of the decision.",
  tone: "retry" as Tone,
};

/** The steps of a payload that is a plan. */
export function plannedIn(payload: Json): { id: string; name: string; tool: string }[] {
  const steps = isRecord(payload) ? payload["steps"] : undefined;
  if (!Array.isArray(steps)) return [];
  return steps.flatMap((step) => {
    if (!isRecord(step) || typeof step["id"] !== "string" || typeof step["tool"] !== "string") return [];
    return [{ id: step["id"], name: typeof step["name"] === "string" ? step["name"] : step["id"], tool: step["tool"] }];
  });
}

/** The fields that a person reads as words, in the order in which they stand. */
export function readable(payload: Json): { name: string; text: string }[] {
  if (!isRecord(payload)) return typeof payload === "string" ? [{ name: "Text", text: payload }] : [];
  return Object.entries(payload).flatMap(([name, value]) => {
    const text = wordsOf(value);
    return text === undefined ? [] : [{ name: titleOf(name), text }];
  });
}

function wordsOf(value: Json): string | undefined {
  if (typeof value === "string") return value === "" ? undefined : value;
  if (typeof value === "number") return String(value);
  if (typeof value === "boolean") return value ? "yes" : "no";
  const names = namesIn(value);
  return names.length === 0 ? undefined : names.join("; ");
}

function titleOf(field: string): string {
  const words = field
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .replaceAll("_", " ")
    .toLowerCase();
  return words.slice(0, 1).toUpperCase() + words.slice(1);
}

/** What the list of approvals says of a reader whose role decides none, too: known before that list is read. */
export const roleCannot = "your role cannot decide this";

export const sentence = (words: string) => `${words.slice(0, 1).toUpperCase()}${words.slice(1)}`;
