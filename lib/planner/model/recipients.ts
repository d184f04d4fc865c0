import { hasTemplate, references } from "#lib/kernel/expression.ts";
import type { Json } from "#lib/kernel/json.ts";
import type { FieldError } from "#lib/kernel/outcome.ts";
import type { ToolRegistry } from "#lib/tools/tool.ts";
import { quoted } from "../offline/tokens.ts";
import type { Plan, PlanStep } from "../plan.ts";

const addresses = /[\p{L}\p{N}._%+-]{1,64}@[\p{L}\p{N}.-]{1,190}\.[\p{L}]{2,24}/gu;
/** Quotes over several lines, never closed, or of a mail that is answered. */
const longQuotes = /(?<![\p{L}\p{N}])["״“„«‘][^"״”“»]*(?:["״”“»]|(?![\s\S]))|^[ \t]*>.*$/gmu;
const recipientFields = new Set(["to", "cc", "bcc", "attendees", "recipients"]);

export type Reach = {
  /** Addresses that the plan may write to, in small letters. */
  addresses: ReadonlySet<string>;
  /** Hosts that the plan may call. */
  hosts: ReadonlySet<string>;
};

/** What a request says itself. Quoted words are text: whoever is named there is nobody to write to, unless an address is the whole quote. */
export function unquoted(request: string): string {
  return request
    .replace(quoted, (whole, ...groups) => {
      const text = groups.find((group, at) => typeof group === "string" && at < groups.length - 2)?.trim() ?? "";
      return isUrl(text) || addressesIn(text)[0] === text.toLowerCase() ? ` ${text} ` : blank(whole);
    })
    .replace(longQuotes, blank);
}

/** Whom and what a request itself names. */
export function reachOf(request: string, input: unknown, resolved: string[]): Reach {
  const own = unquoted(request);
  const given = input === undefined ? "" : JSON.stringify(input);
  return {
    addresses: new Set([...addressesIn(own), ...addressesIn(given), ...resolved.map((address) => address.toLowerCase())]),
    hosts: new Set([...`${own} ${given}`.matchAll(/https?:\/\/[^\s"'<>)\]]+/giu)].flatMap(([url]) => hostOf(url) ?? [])),
  };
}

const addressesIn = (text: string) => [...text.matchAll(addresses)].map(([address]) => address.toLowerCase());
const blank = (text: string) => " ".repeat(text.length);
const isUrl = (text: string) => /^https?:\/\/\S+$/iu.test(text);

function hostOf(url: string): string | undefined {
  return URL.canParse(url) ? new URL(url).host : undefined;
}

/**
 * What a model's plan may reach, checked without the model: recipients are written in the request, resolved from the workspace or
 * read by a step that gives contacts; calls go to hosts that the request names.
 */
export function checkReach(plan: Plan, registry: ToolRegistry, reach: Reach): FieldError[] {
  const steps = new Map(plan.steps.map((step) => [step.id, step]));
  return plan.steps.flatMap((step, at) =>
    Object.entries(step.params).flatMap(([field, value]) => {
      const path = `steps[${at}].params.${field}`;
      const takes = registry.get(step.tool)?.takes ?? {};
      const meaning = takes[field];
      // A document's address is looked up in the workspace; nothing is called.
      const calls = Object.values(takes).includes("url") && !Object.values(takes).includes("document-id");
      if (calls && meaning === "url") return urlFault(value, path, reach);
      if (calls && value !== null && typeof value === "object" && "url" in value) return urlFault(value.url as Json, `${path}.url`, reach);
      if (meaning !== "contacts" && !recipientFields.has(field)) return [];
      return [...literalFaults(value, path, reach), ...sourceFaults(step, value, path, { steps, registry })];
    }),
  );
}

function literalFaults(value: Json, path: string, reach: Reach): FieldError[] {
  return stringsIn(value).flatMap((text) => {
    const stranger = addressesIn(text).find((address) => !reach.addresses.has(address));
    if (stranger !== undefined) return [{ path, because: `\`${stranger}\` is neither written in the request nor found in the workspace` }];
    const left = text.replace(addresses, "");
    const built = /[@＠]/u.test(left) || (hasTemplate(text) && /[\\+]/u.test(left));
    return built
      ? [{ path, because: "an address may not be put together: name a contact, or take contacts from a step that finds them" }]
      : [];
  });
}

function sourceFaults(
  step: PlanStep,
  value: Json,
  path: string,
  { steps, registry }: { steps: Map<string, PlanStep>; registry: ToolRegistry },
): FieldError[] {
  const own = references(value);
  const each = own.roots.includes("item") && step.forEach !== undefined ? references(`{{ ${step.forEach} }}`) : { steps: [], roots: [] };
  const givesContacts = (id: string) =>
    Object.values(registry.get(steps.get(id)?.tool ?? "")?.gives ?? {}).some((meaning) => meaning === "contacts");
  return [...own.steps, ...each.steps]
    .filter((id) => !givesContacts(id))
    .map((id) => ({ path, because: `recipients can't come from \`${id}\`: only a step that finds contacts gives them` }));
}

function urlFault(value: Json, path: string, { hosts }: Reach): FieldError[] {
  const literal = typeof value === "string" ? value : "";
  // A template in the host makes it another host at run time.
  const host = hasTemplate(literal.split(/(?<=^https?:\/\/[^/?#]*)[/?#]/iu)[0] ?? "") ? undefined : hostOf(literal.split("{{")[0] ?? "");
  if (host !== undefined && hosts.has(host) && /^https?:\/\/[^/?#{]+(?:[/?#]|$)/iu.test(literal)) return [];
  return [{ path, because: "a call goes only to an address that the request names" }];
}

function stringsIn(value: Json): string[] {
  if (typeof value === "string") return [value];
  if (Array.isArray(value)) return value.flatMap(stringsIn);
  return value !== null && typeof value === "object" ? Object.entries(value).flatMap(([key, of]) => [key, ...stringsIn(of)]) : [];
}
