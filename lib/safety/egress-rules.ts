import { bareHost, portOf, type Verdict } from "./egress.ts";

/**
 * Where requests may go, on top of what the guard refuses in any case. With `only`, nowhere else; what stands in `never` is refused,
 * also when `only` has it. A pattern is a host, or `*.` and a domain for every name below it; with `:port`, on that port alone.
 */
export type EgressRules = { only: readonly string[]; never: readonly string[] };

export const noRules: EgressRules = { only: [], never: [] };

const pattern = /^(?:\*\.)?(?:[\p{L}\p{N}_-]{1,63}\.){0,10}[\p{L}\p{N}_-]{1,63}(?::\d{1,5})?$/u;

/** The pattern as it is kept: lower case, in the letters of the web. Nothing when it is none. */
export function patternFrom(text: string): string | undefined {
  const plain = text
    .trim()
    .toLowerCase()
    .replace(/\.+(?=$|:)/, "");
  if (!pattern.test(plain)) return undefined;
  const [, wild = "", rest = ""] = /^(\*\.)?(.*)$/.exec(plain) ?? [];
  if (!URL.canParse(`http://${rest}`)) return undefined;
  const { hostname } = new URL(`http://${rest}`);
  const [, port] = /:(\d+)$/.exec(rest) ?? [];
  return `${wild}${hostname}${port === undefined ? "" : `:${port}`}`;
}

/** What the rules of one side, the operator's or a workspace's, say of an address. */
export function judgeByRules(url: URL, { only, never }: EgressRules, whose: string): Verdict {
  const host = bareHost(url.hostname);
  const port = portOf(url);
  const fits = (entry: string): boolean => {
    const [, name = "", at] = /^(.*?)(?::(\d+))?$/.exec(entry) ?? [];
    if (at !== undefined && Number(at) !== port) return false;
    return name.startsWith("*.") ? host.endsWith(name.slice(1)) && host.length > name.length - 1 : host === name;
  };
  if (never.some(fits)) return { allowed: false, because: `${host} is on ${whose}'s list of hosts that are never asked` };
  if (only.length > 0 && !only.some(fits)) return { allowed: false, because: `${host} is not among the hosts that ${whose} lets be asked` };
  return { allowed: true };
}
