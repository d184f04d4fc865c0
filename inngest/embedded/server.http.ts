import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Look } from "./look.postgres.ts";
import { hashedKey, isOneOf } from "./sign.sdk.ts";

export type Keys = { event: string; signing: string[] };

type ServerDeps = {
  port: number;
  /** Without keys, as in Inngest's dev server, whoever reaches the port may call. */
  keys: Keys | undefined;
  answer: typeof fetch;
  register(body: unknown): Promise<void>;
  look: Look;
};
type Asked = { path: string; parts: string[]; search: string; method: string; headers: IncomingMessage["headers"]; body: string };
type Route = { method: string; path: RegExp; open?: true; answer(asked: Asked, deps: ServerDeps): Promise<Response> };

const pass = ({ path, search, method, headers, body }: Asked, { answer }: ServerDeps): Promise<Response> => {
  const seed = headers["x-inngest-event-id-seed"];
  return answer(new URL(`http://executor.invalid${path}${search}`), {
    method,
    ...(method !== "DELETE" && { body }),
    ...(typeof seed === "string" && { headers: { "x-inngest-event-id-seed": seed } }),
  });
};

/** All that is answered. An event's key is in its path; everything else wants the signing key. */
const routes: Route[] = [
  { method: "POST", path: /^\/e\/([^/]*)$/, open: true, answer: pass },
  { method: "POST", path: /^\/v1\/checkpoint\/[^/]+\/async$/, answer: pass },
  { method: "POST", path: /^\/v1\/signals$/, answer: pass },
  { method: "POST", path: /^\/v1\/realtime\/publish$/, answer: pass },
  { method: "DELETE", path: /^\/v1\/runs\/[^/]+$/, answer: pass },
  {
    method: "POST",
    path: /^\/fn\/register$/,
    async answer({ body }, { register }) {
      try {
        await register(JSON.parse(body));
        return Response.json({ ok: true, modified: true });
      } catch (error) {
        return problem(400, error instanceof Error ? error.message : String(error));
      }
    },
  },
  {
    method: "GET",
    path: /^\/v0\/runs\/([^/]+)\/batch$/,
    async answer({ parts: [run = ""] }, { look }) {
      const events = await look.batch(run);
      return events ? jsonText(events) : problem(404, "no such run");
    },
  },
  {
    method: "GET",
    path: /^\/v0\/runs\/([^/]+)\/actions$/,
    answer: async ({ parts: [run = ""] }, { look }) => jsonText(await look.actions(run)),
  },
  {
    method: "GET",
    path: /^\/v1\/events\/([^/]+)\/runs$/,
    answer: async ({ parts: [event = ""] }, { look }) => Response.json({ data: await look.runsOf(event) }),
  },
  {
    method: "GET",
    path: /^\/v1\/runs\/([^/]+)$/,
    async answer({ parts: [id = ""] }, { look }) {
      const run = await look.run(id);
      return run ? Response.json({ data: run }) : problem(404, "no such run");
    },
  },
];

const mostBytes = 40 * 1_024 * 1_024;

/** Answers on loopback what the SDK asks of an Inngest server. */
export async function serveExecutor(deps: ServerDeps): Promise<{ url: string; close(): Promise<void> }> {
  const server = createServer((request, response) => {
    void answerOf(request, deps)
      .catch((error) => problem(error instanceof SyntaxError ? 400 : 500, String(error)))
      .then((answer) => write(response, answer))
      .catch(() => response.destroy());
  });
  server.requestTimeout = 0;
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(deps.port, "127.0.0.1", resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answerOf(request: IncomingMessage, deps: ServerDeps): Promise<Response> {
  if (!isLocal(request)) return problem(403, "this server answers on loopback alone");
  const { pathname: path, search } = new URL(request.url ?? "/", "http://executor.invalid");
  const found = routes.find((route) => route.method === request.method && route.path.test(path));
  if (!found) return problem(404, `this server does not answer ${request.method} ${path}`);
  const parts = (found.path.exec(path) ?? []).slice(1).map(decodeURIComponent);
  if (deps.keys && !isAllowed(found, parts, request, deps.keys)) return problem(401, "the key is missing or wrong");
  const body = await read(request);
  if (body === undefined) return problem(413, `the body is larger than ${mostBytes / 1_024 / 1_024} MB`);
  return found.answer({ path, parts, search, method: found.method, headers: request.headers, body }, deps);
}

function isAllowed({ open }: Route, [key = ""]: string[], { headers }: IncomingMessage, { event, signing }: Keys): boolean {
  if (open) return isOneOf(key, [event]);
  const bearer = /^Bearer (\S+)$/.exec(headers.authorization ?? "")?.[1];
  return bearer !== undefined && isOneOf(bearer, signing.map(hashedKey));
}

const localName = /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/;

/** A page of the web that a browser on this machine shows could reach the port; its name or its origin gives it away. */
function isLocal({ headers: { host = "", origin } }: IncomingMessage): boolean {
  return localName.test(host) && (origin === undefined || (URL.canParse(origin) && localName.test(new URL(origin).host)));
}

async function read(request: IncomingMessage): Promise<string | undefined> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    bytes += part.length;
    if (bytes <= mostBytes) parts.push(part);
  }
  return bytes > mostBytes ? undefined : Buffer.concat(parts).toString("utf8");
}

async function write(response: ServerResponse, answer: Response): Promise<void> {
  response.writeHead(answer.status, { ...Object.fromEntries(answer.headers), "cache-control": "no-store" });
  response.end(Buffer.from(await answer.arrayBuffer()));
}

const jsonText = (text: string): Response => new Response(text, { headers: { "content-type": "application/json" } });
const problem = (status: number, error: string): Response => Response.json({ error, status }, { status });
