import { backoffMs, retryAfterMs } from "./backoff.ts";
import type { Verdict } from "./decide.ts";
import type { Dispatch } from "./journal.ts";
import { limits, sizeOf } from "./limits.ts";
import { errorMemo } from "./reply.ts";

/** What `step.fetch` and `step.ai.infer` leave to the executor. */
export type GatewayRequest = {
  op: "Gateway" | "AIGateway";
  url: string;
  method?: string | undefined;
  headers?: Record<string, string> | undefined;
  body?: unknown;
  authKey?: string | undefined;
  format?: string | undefined;
};

type GatewayDeps = { egress: typeof fetch | undefined; maxAttempts: number; luck: number; now: number };

const patienceMs = 300_000;

/** Makes the request of a gateway step. Whatever the far side answers is the result of a fetch; for an inference only
 *  success is, and what may pass (too many requests, a server's error, no answer) is tried again like a step. */
export async function performGateway(dispatch: Dispatch, deps: GatewayDeps): Promise<Verdict> {
  const request = JSON.parse(dispatch.request ?? "{}") as GatewayRequest;
  if (!deps.egress) return failed(dispatch, "EgressRefused", "this executor makes no requests to the outside: it was given no egress");
  try {
    const response = await deps.egress(request.url, {
      method: request.op === "AIGateway" ? "POST" : (request.method ?? "GET"),
      headers: headersOf(request),
      ...(request.body !== undefined && request.body !== null && { body: textOf(request.body) }),
      signal: AbortSignal.timeout(patienceMs),
    });
    const body = await readCapped(response);
    if (body === undefined)
      return failed(
        dispatch,
        "LimitExceeded",
        `${hostOf(request.url)} answered more than ${sizeOf(limits.stepBytes)}, the limit of a step's output`,
      );
    return request.op === "AIGateway" ? inferred(dispatch, request, response, body, deps) : fetched(request, response, body);
  } catch (error) {
    return unanswered(dispatch, request, error, deps);
  }
}

function headersOf({ op, headers, authKey, format }: GatewayRequest): Headers {
  const all = new Headers(headers);
  if (op === "Gateway") return all;
  if (!all.has("content-type")) all.set("content-type", "application/json");
  if (!authKey) return all;
  // Each provider reads its key elsewhere; Gemini's is part of the address, Azure's is among the headers already.
  if (format === "anthropic") {
    if (!all.has("x-api-key")) all.set("x-api-key", authKey);
    if (!all.has("anthropic-version")) all.set("anthropic-version", "2023-06-01");
  } else if (format !== "gemini" && !all.has("authorization") && !all.has("api-key")) all.set("authorization", `Bearer ${authKey}`);
  return all;
}

const textOf = (body: unknown): string => (typeof body === "string" ? body : JSON.stringify(body));

function fetched({ url }: GatewayRequest, response: Response, body: string): Verdict {
  const headers = Object.fromEntries(response.headers);
  // They speak of the bytes on the wire, which nobody will see again.
  for (const name of ["content-encoding", "content-length", "transfer-encoding"]) delete headers[name];
  // The SDK makes a Response of it, which refuses a body where the status allows none.
  const has = ![101, 204, 205, 304].includes(response.status);
  return { move: "finish", body: JSON.stringify({ data: { url, status_code: response.status, headers, body: has ? body : null } }) };
}

function inferred(dispatch: Dispatch, { url }: GatewayRequest, response: Response, body: string, deps: GatewayDeps): Verdict {
  if (response.ok) return { move: "finish", body: `{"data":${asJson(body)}}` };
  const message = `${hostOf(url)} answered ${response.status}: ${body.slice(0, 500)}`;
  const mayPass = response.status === 408 || response.status === 429 || response.status >= 500;
  if (!mayPass || dispatch.attempt + 1 >= deps.maxAttempts) return failed(dispatch, "InferenceFailed", message);
  const delay = retryAfterMs(response.headers.get("retry-after"), deps.now) ?? backoffMs(dispatch.attempt, deps.luck);
  return { move: "retry", delay, because: { message } };
}

function unanswered(dispatch: Dispatch, { url }: GatewayRequest, error: unknown, { maxAttempts, luck }: GatewayDeps): Verdict {
  const { name, message } = reasonOf(error);
  const final = name === "EgressRefused" || name === "NonRetriableError" || dispatch.attempt + 1 >= maxAttempts;
  if (final) return failed(dispatch, name, `${hostOf(url)}: ${message}`);
  return { move: "retry", delay: backoffMs(dispatch.attempt, luck), because: { name, message } };
}

/** `fetch` says "fetch failed" and has the reason as its cause. */
function reasonOf(error: unknown): { name: string; message: string } {
  if (!(error instanceof Error)) return { name: "Error", message: String(error) };
  return error.cause instanceof Error ? reasonOf(error.cause) : { name: error.name, message: error.message };
}

const failed = ({ hash }: Dispatch, name: string, message: string): Verdict => ({
  move: "finish",
  body: errorMemo(hash, { name, message }).body,
});

async function readCapped(response: Response): Promise<string | undefined> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of response.body ?? []) {
    bytes += part.byteLength;
    // Leaving the loop cancels the rest. Escapes and headers need room of their own.
    if (bytes > limits.stepBytes - 64 * 1_024) return undefined;
    parts.push(part);
  }
  return Buffer.concat(parts).toString("utf8");
}

function asJson(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body));
  } catch {
    return JSON.stringify(body);
  }
}

const hostOf = (url: string): string => (URL.canParse(url) ? new URL(url).host : url.slice(0, 100));
