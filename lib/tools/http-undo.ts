import { z } from "zod";
import { isRecord, Json } from "#lib/kernel/json.ts";
import { cut, Words } from "./fields.ts";
import type { UndoCall, UndoKeys } from "./tool.ts";

/** `{key}`, `{undo}`, `{input.…}`, `{output.…}`: the idempotency keys of the call and of its undoing, what it was called with and answered. */
const placeholder = /\{(key|undo|(?:input|output)(?:\.[\w-]{1,100}){1,10})\}/g;
const alone = /^\{(?:key|undo|(?:input|output)(?:\.[\w-]{1,100}){1,10})\}$/;
/** Where it goes is said by whoever declares it, and not by an answer. */
const literalHost = /^https?:\/\/[^\s/?#{}]{1,300}(?:[/?#]|$)/i;

const Template = Words(4_000).refine(
  (text) => alone.test(text) || (literalHost.test(text) && URL.canParse(text)),
  "must be an http or https address; only behind its host may it take something of the call, as in https://example.org/bookings/{output.body.id}",
);

/** The request that takes a write back, should it ever be rolled back. */
export const Compensation = z.strictObject({
  method: z
    .string()
    .transform((method) => method.toUpperCase())
    .pipe(z.enum(["POST", "PUT", "PATCH", "DELETE"], "must be POST, PUT, PATCH or DELETE"))
    .default("DELETE"),
  url: Template,
  body: Json.optional(),
  /** Asked after a lost answer: 200 means that it was taken back, 404 that it was not. */
  confirm: z.strictObject({ url: Template }).optional(),
});
export type Compensation = z.infer<typeof Compensation>;

type Made = {
  input: { url: string; headers: Record<string, string>; connection?: string | undefined; compensation?: Compensation | undefined };
  output: unknown;
} & UndoKeys;

class Missing extends Error {}

/** The request that takes this one back; nothing where none was declared. Told why where something that it needs was not answered. */
export function undoOf({ input, output, key, undo }: Made): UndoCall | undefined {
  const { compensation } = input;
  if (!compensation) return;
  const known = { key, undo, input, output };
  try {
    const url = addressOf(compensation.url, known, input.url);
    const isSame = new URL(url).origin === new URL(input.url).origin;
    const named = Object.entries(input.headers).filter(([name]) => name.toLowerCase() !== "content-type");
    return {
      tool: "http.request",
      params: {
        url,
        method: compensation.method,
        // What let the call in lets its undoing in, at the same host and nowhere else.
        ...(isSame && { headers: Object.fromEntries(named) }),
        ...(isSame && input.connection !== undefined && { connection: input.connection }),
        ...(compensation.body !== undefined && { body: filled(compensation.body, known) }),
        ...(compensation.confirm && { confirm: { url: addressOf(compensation.confirm.url, known, input.url) } }),
      },
    };
  } catch (cause) {
    if (cause instanceof Missing) return { because: cause.message };
    throw cause;
  }
}

function addressOf(template: string, known: Record<string, unknown>, base: string): string {
  const isAlone = alone.test(template);
  const text = template.replaceAll(placeholder, (_all, path: string) => {
    const value = textAt(path, known);
    return isAlone ? value : encodeURIComponent(value);
  });
  if (!URL.canParse(text, base)) throw new Missing(`${cut(text, 200)} is no address to take it back at`);
  const url = new URL(text, base);
  if (isAlone && url.origin !== new URL(base).origin)
    throw new Missing(`the answer leads to another host to take it back at, ${cut(url.host, 200)}`);
  return url.href;
}

/** A text that is one placeholder takes the value as it is, whatever it is. */
function filled(value: Json, known: Record<string, unknown>): Json {
  if (typeof value === "string")
    return alone.test(value)
      ? (valueAt(value.slice(1, -1), known) as Json)
      : value.replaceAll(placeholder, (_all, path: string) => textAt(path, known));
  if (Array.isArray(value)) return value.map((one) => filled(one, known));
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, filled(one as Json, known)]));
}

function textAt(path: string, known: Record<string, unknown>): string {
  const value = valueAt(path, known);
  if (typeof value === "object") throw new Missing(`${path} is no single value`);
  return String(value);
}

function valueAt(path: string, known: Record<string, unknown>): unknown {
  let value: unknown = known;
  for (const name of path.split(".")) {
    const isThere = (isRecord(value) || Array.isArray(value)) && Object.hasOwn(value, name);
    value = isThere ? (value as Record<string, unknown>)[name] : undefined;
  }
  if (value === undefined || value === null) throw new Missing(`to take it back, ${path} is needed, and the call has none`);
  return value;
}
