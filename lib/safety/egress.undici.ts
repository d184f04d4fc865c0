import { lookup as lookUp } from "node:dns/promises";
import { isIP, type LookupFunction } from "node:net";
import { Agent, buildConnector, request as undiciRequest } from "undici";
import {
  bareHost,
  type Egress,
  type EgressAnswer,
  type EgressRequest,
  isAllowListed,
  judgeAddress,
  judgeUrl,
  type Verdict,
} from "./egress.ts";
import { type EgressRules, judgeByRules, noRules } from "./egress-rules.ts";

export type Resolve = (host: string) => Promise<{ address: string; family: number }[]>;
export type EgressDeps = {
  /** `FERMATA_EGRESS_ALLOW`: host:port pairs that are let through although private. */
  allow?: readonly string[];
  /** The operator's lists, and those of a workspace: an address has to pass both. */
  rules?: EgressRules;
  rulesOf?: (workspaceId: string) => Promise<EgressRules>;
  resolve?: Resolve;
};

/** What the guard refused at the moment of connecting, when the address is known. */
export class EgressRefused extends Error {
  override name = "EgressRefused";
  readonly code = "EGRESS_REFUSED";
}

/**
 * Asks for a web address under the guard. Answers as a value: refusals and broken networks too, each with whether the far side
 * may have seen the request. Every call has a connection of its own, so a stale one never makes that doubtful.
 */
export const egressThrough =
  (deps: EgressDeps = {}): Egress =>
  async (asked) => {
    const timeout = AbortSignal.timeout(asked.timeoutMs ?? 30_000);
    const signal = asked.signal ? AbortSignal.any([asked.signal, timeout]) : timeout;
    const trace = { connected: false };
    const agent = guardedAgent(deps, () => {
      trace.connected = true;
    });
    try {
      const ofWorkspace = asked.workspace === undefined ? undefined : await deps.rulesOf?.(asked.workspace);
      return await follow({ ...deps, ofWorkspace }, agent, asked, signal);
    } catch (error) {
      return brokenAnswer(error, {
        sent: trace.connected,
        timedOut: timeout.aborted && !asked.signal?.aborted,
        aborted: asked.signal?.aborted === true,
      });
    } finally {
      // Also breaks a socket whose body nobody wants to the end.
      await agent.destroy().catch(() => {});
    }
  };

/** An agent that checks every address as it connects, whoever uses it and however it was redirected there. */
export function guardedAgent({ allow = [], resolve = resolveAll }: EgressDeps = {}, onConnected: () => void = () => {}): Agent {
  const free = buildConnector({ timeout: 10_000, lookup: lookupThrough(resolve, false) });
  const guarded = buildConnector({ timeout: 10_000, lookup: lookupThrough(resolve, true) });
  return new Agent({
    connect: (options, callback) => {
      const host = bareHost(options.hostname);
      const port = Number(options.port || (options.protocol === "https:" ? 443 : 80));
      const exempt = isAllowListed(host, port, allow);
      // An address needs no lookup, so net.connect would never ask the guarded one.
      const verdict = !exempt && isIP(host) ? judgeAddress(host) : { allowed: true as const };
      if (!verdict.allowed) return callback(new EgressRefused(verdict.because), null);
      (exempt ? free : guarded)(options, (...[error, socket]) => {
        if (error) return callback(error, null);
        onConnected();
        callback(null, socket);
      });
    },
  });
}

const resolveAll: Resolve = (host) => lookUp(host, { all: true, verbatim: true });

/** The very addresses that were judged are the ones connected to; one forbidden among them refuses the name. */
function lookupThrough(resolve: Resolve, guard: boolean): LookupFunction {
  return (host, options, callback) => {
    resolve(host).then(
      (found) => {
        const [first] = found;
        if (!first) return callback(Object.assign(new Error(`${host} has no address`), { code: "ENOTFOUND" }), "", 0);
        for (const { address } of guard ? found : []) {
          const verdict = judgeAddress(address);
          if (!verdict.allowed) return callback(new EgressRefused(`${host} leads to ${verdict.because}`), "", 0);
        }
        if (options.all) callback(null, found);
        else callback(null, first.address, first.family);
      },
      (error) => callback(error, "", 0),
    );
  };
}

type Followed = EgressDeps & { ofWorkspace: EgressRules | undefined };

function judge(text: string, { allow, rules = noRules, ofWorkspace = noRules }: Followed): Verdict<{ url: URL }> {
  const verdict = judgeUrl(text, allow);
  if (!verdict.allowed) return verdict;
  const byOperator = judgeByRules(verdict.url, rules, "the operator");
  if (!byOperator.allowed) return byOperator;
  const byWorkspace = judgeByRules(verdict.url, ofWorkspace, "the workspace");
  return byWorkspace.allowed ? verdict : byWorkspace;
}

async function follow(deps: Followed, agent: Agent, asked: EgressRequest, signal: AbortSignal): Promise<EgressAnswer> {
  let { url, body } = asked;
  let method = (asked.method ?? "GET").toUpperCase();
  let headers: Record<string, string> = lowerKeys(asked.headers ?? {});
  const maxRedirects = asked.maxRedirects ?? 5;
  for (let hop = 0; ; hop++) {
    const verdict = judge(url, deps);
    if (!verdict.allowed)
      return {
        ok: false,
        reason: "refused",
        sent: hop > 0,
        because: hop > 0 ? `it redirected to an address that is not allowed: ${verdict.because}` : verdict.because,
        code: "egress_refused",
      };
    const answer = await undiciRequest(verdict.url, {
      dispatcher: agent,
      method: method as "GET",
      headers: {
        "user-agent": "Fermata/0.1",
        accept: "*/*",
        ...headers,
        ...(asked.bound?.origin === verdict.url.origin && lowerKeys(asked.bound.headers)),
        "accept-encoding": "identity",
      },
      ...(body !== undefined && method !== "GET" && method !== "HEAD" && { body }),
      signal,
    });
    const answered = flat(answer.headers);
    const location = answered.location;
    const isRedirect = [301, 302, 303, 307, 308].includes(answer.statusCode) && location !== undefined;
    if (!isRedirect || maxRedirects === 0) {
      const read = await readBody(answer.body, asked.maxBytes ?? 1_000_000);
      return { ok: true, status: answer.statusCode, headers: answered, url: verdict.url.href, ...read };
    }
    answer.body.on("error", () => {}).destroy();
    if (hop >= maxRedirects)
      return {
        ok: false,
        reason: "refused",
        sent: true,
        because: `it redirected more than ${maxRedirects} times`,
        code: "too_many_redirects",
      };
    if (!URL.canParse(location, verdict.url))
      return {
        ok: false,
        reason: "broken",
        sent: true,
        because: "it redirected to something that is not a web address",
        code: "bad_redirect",
      };
    const next = new URL(location, verdict.url);
    if (next.origin !== verdict.url.origin) headers = without(headers, ["authorization", "cookie", "proxy-authorization"]);
    if (answer.statusCode === 303 || (answer.statusCode <= 302 && method === "POST")) {
      if (method !== "HEAD") method = "GET";
      body = undefined;
      headers = without(headers, ["content-type", "content-length"]);
    }
    url = next.href;
  }
}

async function readBody(stream: AsyncIterable<Uint8Array>, maxBytes: number): Promise<{ body: Uint8Array; truncated: boolean }> {
  const parts: Uint8Array[] = [];
  let size = 0;
  let truncated = false;
  for await (const part of stream) {
    const room = maxBytes - size;
    parts.push(part.length > room ? part.subarray(0, room) : part);
    size += Math.min(part.length, room);
    truncated = part.length > room;
    if (truncated) break;
  }
  return { body: new Uint8Array(Buffer.concat(parts)), truncated };
}

// Before a connection stands, nothing can have been sent.
const unsentCodes = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EAI_FAIL",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "EHOSTDOWN",
  "UND_ERR_CONNECT_TIMEOUT",
]);

function brokenAnswer(error: unknown, how: { sent: boolean; timedOut: boolean; aborted: boolean }): EgressAnswer {
  const cause = rootOf(error);
  const code = typeof cause.code === "string" ? cause.code : cause.name;
  const sent = how.sent && !unsentCodes.has(code);
  if (cause instanceof EgressRefused)
    return { ok: false, reason: "refused", sent: how.sent, because: cause.message, code: "egress_refused" };
  if (how.aborted) return { ok: false, reason: "aborted", sent, because: "it was stopped", code: "aborted" };
  if (how.timedOut) return { ok: false, reason: "timeout", sent, because: "it did not answer in time", code: "timeout" };
  if (code.startsWith("UND_ERR_INVALID_ARG")) return { ok: false, reason: "refused", sent: false, because: cause.message, code };
  return {
    ok: false,
    reason: sent ? "broken" : "unreachable",
    sent,
    because: sent ? `the connection broke (${code})` : `it can't be reached (${code})`,
    code,
  };
}

function rootOf(error: unknown): Error & { code?: unknown } {
  if (error instanceof AggregateError && error.errors.length > 0) return rootOf(error.errors[0]);
  if (error instanceof Error) return error.cause instanceof Error && !(error instanceof EgressRefused) ? rootOf(error.cause) : error;
  return new Error(String(error));
}

const lowerKeys = (headers: Record<string, string>) =>
  Object.fromEntries(Object.entries(headers).map(([key, value]) => [key.toLowerCase(), value]));
const without = (headers: Record<string, string>, names: string[]) =>
  Object.fromEntries(Object.entries(headers).filter(([key]) => !names.includes(key)));
const flat = (headers: Record<string, string | string[] | undefined>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).flatMap(([key, value]) =>
      value === undefined ? [] : [[key, Array.isArray(value) ? value.join(", ") : value]],
    ),
  );
