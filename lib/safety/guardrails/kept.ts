import { type Outcome, refuse } from "#lib/kernel/outcome.ts";
import { builtInPolicies } from "./built-in.ts";
import { checkPolicy, Policy } from "./policy.ts";

/** A policy of a workspace: which version is in force, and who made it. Version 0 is as the product ships it. */
export type KeptPolicy = Policy & { version: number; builtIn: boolean; changedBy: string | null; changedAt: string | null };
export type KeptRow = { name: string; version: number; policy: unknown; by: string; at: string };

/** What a caller may say of a policy, before it is known to be right. */
export type PolicyChange = {
  enabled?: boolean | undefined;
  severity?: string | undefined;
  parameters?: Policy["parameters"] | undefined;
  type?: string | undefined;
  meaning?: string | undefined;
  detectors?: string[] | undefined;
  when?: string | undefined;
  because?: string | undefined;
};

const shipped = new Map(builtInPolicies.map((policy) => [policy.name, policy]));
/** What of a shipped policy is the workspace's to choose. What it looks at, and what it means, is not. */
const free = new Set(["enabled", "severity", "parameters"]);

/** The shipped policies as the workspace changed them, then its own by name. */
export function keptPolicies(rows: KeptRow[]): KeptPolicy[] {
  const changed = new Map(rows.map((row) => [row.name, row]));
  const known = builtInPolicies.map((policy) => keptOf(policy, changed.get(policy.name)));
  const own = rows.filter(({ name }) => !shipped.has(name)).sort((a, b) => (a.name < b.name ? -1 : 1));
  return [...known, ...own.map((row) => keptOf(Policy.parse(row.policy), row))];
}

function keptOf(policy: Policy, row: KeptRow | undefined): KeptPolicy {
  const builtIn = shipped.has(policy.name);
  if (!row) return { ...policy, version: 0, builtIn, changedBy: null, changedAt: null };
  const { enabled, severity, parameters } = Policy.parse(row.policy);
  // A parameter that a newer product has and the kept version lacks is as shipped.
  const chosen = { enabled, severity, parameters: { ...policy.parameters, ...parameters } };
  return { ...policy, ...chosen, version: row.version, builtIn, changedBy: row.by, changedAt: row.at };
}

/** The next version of a policy. A refusal names the field. */
export function changePolicy(now: KeptPolicy | undefined, name: string, change: PolicyChange): Outcome<Policy> {
  const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
  if (now?.builtIn) {
    const fixed = Object.keys(given).find((field) => !free.has(field));
    if (fixed !== undefined) return refused(fixed, "is fixed in a policy that the product ships; make one of your own");
    const stranger = Object.keys(change.parameters ?? {}).find((parameter) => !Object.hasOwn(now.parameters, parameter));
    if (stranger !== undefined) return refused(`parameters.${stranger}`, `is not a parameter of ${name}`);
  }
  const policy = { ...(now ? plain(now) : { enabled: true }), ...given, parameters: { ...now?.parameters, ...change.parameters }, name };
  const wrong = now?.builtIn ? wrongKind(now.parameters, policy.parameters) : undefined;
  return wrong === undefined ? checkPolicy(policy) : refused(`parameters.${wrong}`, "is of another kind than it was");
}

/** A policy without what is only known of it. */
export function plain({ version: _version, builtIn: _builtIn, changedBy: _by, changedAt: _at, ...policy }: KeptPolicy): Policy {
  return policy;
}

/** A number stays a number and a list a list: a limit that became a word would never be reached. */
function wrongKind(was: Record<string, unknown>, now: Record<string, unknown>): string | undefined {
  const kindOf = (value: unknown) => (Array.isArray(value) ? "list" : typeof value);
  return Object.keys(was).find((name) => kindOf(was[name]) !== kindOf(now[name]));
}

function refused(path: string, because: string): Outcome<never> {
  return refuse({ code: "unprocessable", because: `the policy can't be kept: ${path} ${because}`, errors: [{ path, because }] });
}
