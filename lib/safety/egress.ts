import ipaddr from "ipaddr.js";

/** One request to the outside, as every caller of the guard asks for it. */
export type EgressRequest = {
  url: string;
  /** Whose lists count beside the operator's. */
  workspace?: string;
  method?: string;
  headers?: Record<string, string>;
  /** Headers for one origin alone: a redirect elsewhere goes without them. */
  bound?: { origin: string; headers: Record<string, string> };
  body?: string;
  signal?: AbortSignal;
  /** For the whole exchange, redirects and body included. Default 30 000. */
  timeoutMs?: number;
  /** What is longer is cut off and said to be. Default 1 MB. */
  maxBytes?: number;
  /** Default 5. */
  maxRedirects?: number;
};

export type EgressAnswer =
  | { ok: true; status: number; headers: Record<string, string>; body: Uint8Array; url: string; truncated: boolean }
  | {
      ok: false;
      reason: "refused" | "unreachable" | "timeout" | "aborted" | "broken";
      /** Whether the far side may have seen the request. False: it certainly has not. */
      sent: boolean;
      because: string;
      code?: string;
    };

export type Egress = (request: EgressRequest) => Promise<EgressAnswer>;

export type Verdict<T = object> = ({ allowed: true } & T) | { allowed: false; because: string };

const metadataName = /(^|\.)(localhost|local|internal|intranet|lan|home\.arpa|localdomain)$/;

// Ports on which other protocols listen that a crafted request body could speak.
const foreignPorts = new Set([
  1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 53, 69, 79, 110, 111, 119, 135, 137, 139, 143, 161, 179, 389, 445, 465, 512, 513, 514,
  515, 587, 636, 993, 995, 2049, 3306, 5432, 6379, 11211, 27017,
]);

/**
 * Whether a web address may be asked for at all, before its name is looked up.
 * `new URL` has already turned decimal, octal and hexadecimal hosts into plain addresses.
 */
export function judgeUrl(text: string, allow: readonly string[] = []): Verdict<{ url: URL; exempt: boolean }> {
  if (!URL.canParse(text)) return refused("it is not a web address");
  const url = new URL(text);
  if (url.protocol !== "http:" && url.protocol !== "https:")
    return refused(`only http and https are fetched, not ${url.protocol.slice(0, -1)}`);
  if (url.username || url.password) return refused("an address must not carry a user name or password");
  const host = bareHost(url.hostname);
  const port = portOf(url);
  if (isAllowListed(host, port, allow)) return { allowed: true, url, exempt: true };
  if (foreignPorts.has(port)) return refused(`port ${port} is not a web server's`);
  if (metadataName.test(host) || (!host.includes(".") && !ipaddr.isValid(host))) return refused(`${host} is a name of the private network`);
  if (!ipaddr.isValid(host)) return { allowed: true, url, exempt: false };
  const verdict = judgeAddress(host);
  return verdict.allowed ? { allowed: true, url, exempt: false } : verdict;
}

/**
 * Whether a resolved address lies in the public internet. Everything else is refused: private, loopback, link-local and metadata,
 * shared, multicast and reserved ranges, and every IPv6 form that carries an IPv4 address inside.
 */
export function judgeAddress(address: string): Verdict {
  const plain = bareHost(address).replace(/%.*$/, "");
  if (!ipaddr.isValid(plain)) return refused(`${address} is not an address`);
  const parsed = ipaddr.parse(plain);
  if (parsed.kind() === "ipv4") {
    if (parsed.toString() === "168.63.129.16") return refused(`${address} is a metadata address`);
    return parsed.range() === "unicast" ? { allowed: true } : refused(`${address} is a ${words(parsed.range())} address`);
  }
  const first = (parsed as ipaddr.IPv6).parts[0] ?? 0;
  const isGlobal = first >= 0x2000 && first <= 0x3fff && parsed.range() === "unicast";
  if (!isGlobal) return refused(`${address} is a ${words(parsed.range())} address`);
  if (isIsatap(parsed as ipaddr.IPv6)) return refused(`${address} hides an IPv4 address`);
  return { allowed: true };
}

/** Whether `host:port` stands on the list that lets it through although it is private. */
export function isAllowListed(host: string, port: number, allow: readonly string[]): boolean {
  const wanted = `${bareHost(host)}:${port}`;
  return allow.some((entry) => {
    const cut = entry.lastIndexOf(":");
    return cut > 0 && `${bareHost(entry.slice(0, cut))}:${entry.slice(cut + 1)}` === wanted;
  });
}

export const portOf = (url: URL): number => Number(url.port || (url.protocol === "https:" ? 443 : 80));

/** Without brackets and trailing dots, in lower case. */
export const bareHost = (host: string): string =>
  host
    .toLowerCase()
    .replace(/^\[|\]$/g, "")
    .replace(/\.+$/, "");

const refused = (because: string): { allowed: false; because: string } => ({ allowed: false, because });

const words = (range: string): string =>
  range === "unicast" ? "non-global" : range.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);

function isIsatap({ parts }: ipaddr.IPv6): boolean {
  return ((parts[4] ?? 0) & 0xfdff) === 0 && parts[5] === 0x5efe;
}
