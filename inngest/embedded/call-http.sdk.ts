import http from "node:http";
import https from "node:https";
import type { Handler } from "./call.sdk.ts";
import { isSignedAnswer, signatureOf } from "./sign.sdk.ts";

const megabyte = 1_024 * 1_024;
/** What the SDK is sent in one request; of more it fetches its events and steps itself. */
const mostBytes = 4 * megabyte;

export type RemoteApp = Handler & { close(): void };

/** An app that serves its functions over HTTP, as the handler that an executor calls. */
export function createRemoteApp({ url, signingKey }: { url: string; signingKey?: string | undefined }): RemoteApp {
  const { request: send, Agent } = url.startsWith("https:") ? https : http;
  const agent = new Agent({ keepAlive: true, maxSockets: Number.POSITIVE_INFINITY, scheduling: "lifo" });

  function exchange(method: string, target: URL, headers: Record<string, string>, body: string, again: boolean): Promise<Response> {
    return new Promise((resolve, reject) => {
      const request = send(target, { method, agent, headers: { ...headers, "content-length": Buffer.byteLength(body) } }, (answer) => {
        const parts: Buffer[] = [];
        answer.on("data", (part: Buffer) => parts.push(part));
        answer.on("error", reject);
        answer.on("end", () => resolve(responseOf(answer, Buffer.concat(parts), signingKey)));
      });
      request.on("error", (error: NodeJS.ErrnoException) => {
        // The app closed a connection that had been idle, just as we used it.
        const stale = request.reusedSocket && error.code === "ECONNRESET" && again;
        if (stale) exchange(method, target, headers, body, false).then(resolve, reject);
        else reject(error);
      });
      request.end(body);
    });
  }

  const handler = async (request: Request): Promise<Response> => {
    const target = new URL(url);
    for (const [name, value] of new URL(request.url).searchParams) target.searchParams.set(name, value);
    const body = trimmed(await request.text());
    const { host: _, ...headers } = Object.fromEntries(request.headers);
    headers["user-agent"] = "Inngest";
    if (signingKey) headers["x-inngest-signature"] = signatureOf(JSON.parse(body), signingKey, Date.now());
    return exchange(request.method, target, headers, body, true);
  };
  return Object.assign(handler, { close: () => agent.destroy() });
}

function responseOf({ statusCode = 500, headers }: http.IncomingMessage, body: Buffer, signingKey: string | undefined): Response {
  const signature = headers["x-inngest-signature"];
  if (signingKey && !isSignedAnswer(body.toString("utf8"), typeof signature === "string" ? signature : undefined, signingKey, Date.now()))
    // Whoever stood between us and the app may have written it: nothing of it counts, and the request is made again.
    return Response.json({ name: "Error", message: `an answer ${statusCode} that is not signed with the key` }, { status: 500 });
  const bare = statusCode === 204 || statusCode === 205 || statusCode === 304;
  const kept = ["x-inngest-no-retry", "retry-after", "content-type"].flatMap((name): [string, string][] => {
    const value = headers[name];
    return typeof value === "string" ? [[name, value]] : [];
  });
  return new Response(bare ? null : new Uint8Array(body), { status: statusCode < 200 ? 500 : statusCode, headers: kept });
}

function trimmed(body: string): string {
  if (Buffer.byteLength(body) <= mostBytes) return body;
  const whole = JSON.parse(body) as { ctx: object };
  return JSON.stringify({ ...whole, use_api: true, events: [], steps: {}, ctx: { ...whole.ctx, use_api: true } });
}
