import type { Json } from "#lib/kernel/json.ts";
import type { EffectOn } from "../effects.ts";
import type { ApprovalPolicy } from "./policy.ts";

/** "Always allow this tool, to these, until then": an approval given beforehand, by a person who may take it back. */
export type StandingRule = {
  id: string;
  tool: string;
  /** Addresses, or all of a domain: `@example.org`. */
  recipients: string[];
  hosts: string[];
  until: string;
  because: string;
  by: { id: string; name: string };
};

/** What a workspace says about approvals, as it is now. */
export type ApprovalRules = { policy: ApprovalPolicy; standing: StandingRule[]; groupNames: ReadonlyMap<string, string> };

export type StandingCall = { tool: string; effect: EffectOn["effect"]; count: number; params: Json; at: string };

/**
 * The rule that lets a call go without asking. It has to cover everybody and every place that the call names, wherever it names them:
 * one address beyond it, or one receiver that it cannot read, and a person is asked. What spends or deletes is always asked about.
 */
export function standingFor(rules: readonly StandingRule[], call: StandingCall): StandingRule | undefined {
  if (call.effect !== "write" && call.effect !== "send") return;
  const texts = textsIn(call.params);
  const addresses = [...new Set(texts.flatMap(addressesIn))];
  const hosts = [...new Set(texts.flatMap(hostsIn))];
  return rules.find((rule) => rule.tool === call.tool && rule.until > call.at && covers(rule, call, addresses, hosts));
}

function covers(rule: StandingRule, { count }: StandingCall, addresses: string[], hosts: string[]): boolean {
  const isNarrow = rule.recipients.length > 0 || rule.hosts.length > 0;
  if (!isNarrow) return count <= 1;
  if (rule.recipients.length > 0 && (addresses.length === 0 || addresses.length < count)) return false;
  if (rule.hosts.length > 0 && hosts.length === 0) return false;
  return (
    (rule.recipients.length === 0 || addresses.every((address) => rule.recipients.some((one) => isTo(one, address)))) &&
    (rule.hosts.length === 0 || hosts.every((host) => rule.hosts.includes(host)))
  );
}

const isTo = (allowed: string, address: string) => (allowed.startsWith("@") ? address.endsWith(allowed) : address === allowed);

function textsIn(value: Json): string[] {
  if (typeof value === "string") return [value];
  if (Array.isArray(value)) return value.flatMap(textsIn);
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

const ends = /[\s<>()[\]{},;:"'`|\\]+/;

function addressesIn(text: string): string[] {
  if (!text.includes("@")) return [];
  return text
    .split(ends)
    .filter((word) => word.indexOf("@") > 0 && !word.endsWith("@"))
    .map((word) => word.replace(/\.$/, "").toLowerCase());
}

/** A place that cannot be read is a place that no rule names. Line breaks and tabs fall out of an address when it is called, so they do here. */
function hostsIn(text: string): string[] {
  if (!/https?:/i.test(text)) return [];
  return text
    .replace(/[\t\r\n]/g, "")
    .split(" ")
    .flatMap((word) => {
      const from = word.search(/https?:/i);
      return from === -1 ? [] : [URL.parse(word.slice(from))?.hostname ?? "?"];
    });
}
