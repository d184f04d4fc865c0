import { z } from "zod";
import { isRecord, Json } from "#lib/kernel/json.ts";

/** What is about to happen, as a step or a caller knows it. What is left out is worked out of the parameters or not known. */
export const Action = z.looseObject({
  tool: z.string().min(1).max(100),
  params: Json.default({}),
  effect: z.enum(["read", "write", "send", "spend", "delete"]).optional().describe("absent: what the tool declares, or the worst"),
  count: z.number().min(0).optional().describe("how many things it touches"),
  recipients: z.array(z.string().max(320)).max(100_000).optional(),
  amountMicros: z.number().optional().describe("money that it moves, in millionths of the currency"),
  costMicros: z.number().optional().describe("money that it costs"),
  hour: z.number().min(0).max(24).optional().describe("the hour at the recipient"),
  dataClass: z.string().max(60).optional(),
  external: z.boolean().optional().describe("whether it reaches people outside the workspace"),
  confidence: z.number().min(0).max(1).optional(),
  backedUp: z.boolean().optional(),
  robots: z.enum(["allowed", "disallowed"]).optional(),
  stealth: z.boolean().optional(),
  ageDays: z.number().optional(),
  sources: z.number().optional(),
  tainted: z
    .boolean()
    .optional()
    .describe("whether parameters derive from content from outside: a page, mail, file, tool's answer, webhook"),
  derived: z.array(z.string().max(300)).max(1_000).optional().describe("the parameters that derive from outside or from a model's text"),
  derivedFrom: z
    .array(z.string().max(60))
    .max(50)
    .optional()
    .describe("where they come from: file, page, mail, calendar, tool_result, webhook, model"),
  controlledFrom: z.array(z.string().max(60)).max(50).optional().describe("what decided whether or how often it runs, in the same words"),
});
export type Action = z.infer<typeof Action>;

export type Piece = { path: string; text: string };

const longest = 1_000_000;

/** Every text in the parameters, with its place; numbers count as what they would be written as. */
export function textsOf(params: Json, from = "params"): Piece[] {
  const pieces: Piece[] = [];
  let room = longest;
  const waiting: { value: Json; path: string }[] = [{ value: params, path: from }];
  for (let next = waiting.pop(); next !== undefined && room > 0; next = waiting.pop()) {
    const { value, path } = next;
    if (typeof value === "string" || typeof value === "number") {
      const text = String(value);
      room -= text.length;
      if (text !== "") pieces.push({ path, text });
    } else if (Array.isArray(value))
      for (let i = value.length - 1; i >= 0; i--) waiting.push({ value: value[i] as Json, path: `${path}[${i}]` });
    else if (isRecord(value))
      for (const [key, item] of Object.entries(value).reverse()) waiting.push({ value: item as Json, path: `${path}.${key}` });
  }
  return pieces;
}

/** The last name of a path, as a label says it: `params.customer.apiKey` → `api key`. */
export function labelOf(path: string): string {
  const name =
    path
      .replace(/\[\d+\]$/, "")
      .split(".")
      .at(-1) ?? "";
  return name
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .replace(/[_-]+/g, " ")
    .toLowerCase();
}

const inside =
  /^(?:https?:\/\/)?(?:localhost|127\.|10\.|192\.168\.|169\.254\.|172\.(?:1[6-9]|2\d|3[01])\.|0\.0\.0\.0|\[?::1|\[?fe80:|metadata\.google)/i;
const rights = /^(?:role|roles|permission|permissions|scope|scopes|is admin|admin|grants?|access level)$/;

/** The facts that conditions may ask about. */
export function factsOf(action: Action): Record<string, unknown> {
  const pieces = textsOf(action.params);
  const leaves = leavesOf(action.params);
  const empty = leaves.filter((leaf) => leaf === null || leaf === "").length;
  const { params: _, ...given } = action;
  return {
    emptyShare: leaves.length === 0 ? 0 : empty / leaves.length,
    textLower: pieces
      .map(({ text }) => text)
      .join("\n")
      .toLowerCase()
      .slice(0, longest),
    internalAddress: pieces.some(({ path, text }) => /url|address|host|link|href/i.test(path) && inside.test(text.trim())),
    grantsRights: pieces.some(({ path, text }) => rights.test(labelOf(path)) && /admin|owner|superuser|root|^\*$|:\*$|:write/i.test(text)),
    ...(action.recipients && { count: action.recipients.length }),
    ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)),
  };
}

function leavesOf(params: Json): Json[] {
  const leaves: Json[] = [];
  const waiting: Json[] = [params];
  for (let next = waiting.pop(); next !== undefined && leaves.length < 100_000; next = waiting.pop()) {
    if (Array.isArray(next)) waiting.push(...next.slice(0, 10_000));
    else if (isRecord(next)) waiting.push(...(Object.values(next) as Json[]));
    else leaves.push(next);
  }
  return leaves;
}
