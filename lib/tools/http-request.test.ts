import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http";
import { type AddressInfo, createServer as createSocketServer } from "node:net";
import { afterEach, expect, test } from "vitest";
import { egressThrough } from "#lib/safety/egress.undici.ts";
import { contextOf, noSql } from "./context.fixture.ts";
import { httpRequest } from "./http-request.ts";
import type { ToolContext } from "./tool.ts";

type Seen = { method: string; url: string; headers: IncomingHttpHeaders; body: string };

const open: { close(): void; closeAllConnections?(): void }[] = [];
afterEach(() => {
  for (const server of open.splice(0)) {
    server.closeAllConnections?.();
    server.close();
  }
});

async function serve(answer: (request: Seen, response: ServerResponse, nth: number) => void) {
  const seen: Seen[] = [];
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const part of request) body += part;
    const got = { method: request.method ?? "", url: request.url ?? "", headers: request.headers, body };
    seen.push(got);
    answer(got, response, seen.length);
  });
  open.push(server);
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  const { port } = server.address() as AddressInfo;
  return { seen, url: `http://127.0.0.1:${port}`, tool: httpRequest(egressThrough({ allow: [`127.0.0.1:${port}`] })) };
}

const run = (tool: ReturnType<typeof httpRequest>, params: unknown, over: Partial<ToolContext> = {}) =>
  tool.run?.(tool.input.parse(params), contextOf(noSql, "w1", over));

test("a read gives status, headers and the parsed body", async () => {
  const { url, tool, seen } = await serve((_request, response) =>
    response.writeHead(200, { "content-type": "application/json; charset=utf-8", "set-cookie": "s=1" }).end('{"a":[1,"שלום"]}'),
  );
  expect(await run(tool, { url: `${url}/x?a=1`, query: { b: "2 3" } })).toMatchObject({
    ok: true,
    output: { status: 200, ok: true, body: { a: [1, "שלום"] }, truncated: false },
  });
  expect(seen[0]).toMatchObject({ method: "GET", url: "/x?a=1&b=2+3" });
  const attempt = await run(tool, { url });
  expect(attempt?.ok && attempt.output.headers["set-cookie"]).toBeUndefined();
});

test("a write carries its body and the same idempotency key on every attempt", async () => {
  const { url, tool, seen } = await serve((_request, response, nth) => response.writeHead(nth === 1 ? 503 : 201).end());
  expect(await run(tool, { url, method: "post", body: { n: 1 } })).toMatchObject({ ok: false, kind: "retryable", code: "http_503" });
  expect(await run(tool, { url, method: "POST", body: { n: 1 } })).toMatchObject({ ok: true, output: { status: 201 } });
  expect(seen.map(({ headers, body }) => [headers["idempotency-key"], headers["content-type"], body])).toEqual(
    Array(2).fill(["exe_1:s1:0", "application/json", '{"n":1}']),
  );
});

test.each([
  ["GET", 404, "final"],
  ["GET", 401, "final"],
  ["GET", 408, "retryable"],
  ["GET", 425, "retryable"],
  ["GET", 429, "retryable"],
  ["GET", 500, "retryable"],
  ["GET", 501, "final"],
  ["GET", 502, "retryable"],
  ["GET", 503, "retryable"],
  ["GET", 504, "retryable"],
  ["POST", 400, "final"],
  ["POST", 409, "final"],
  ["POST", 422, "final"],
  ["POST", 429, "retryable"],
  ["POST", 500, "retryable"],
  ["POST", 502, "unknown"],
  ["POST", 503, "retryable"],
  ["POST", 504, "unknown"],
  ["DELETE", 504, "unknown"],
  ["PUT", 404, "final"],
])("%s answered with %i is %s", async (method, status, kind) => {
  const { url, tool } = await serve((_request, response) =>
    response.writeHead(status, { "content-type": "application/problem+json" }).end('{"detail":"because so"}'),
  );
  expect(await run(tool, { url, method })).toMatchObject({ ok: false, kind, because: expect.stringContaining(String(status)) });
});

test.each([
  ["seconds", { "retry-after": "7" }, 7_000],
  ["a date", { "retry-after": "Wed, 07 Jan 2026 08:00:30 GMT", date: "Wed, 07 Jan 2026 08:00:00 GMT" }, 30_000],
  ["a date that is past", { "retry-after": "Wed, 07 Jan 2026 07:00:00 GMT", date: "Wed, 07 Jan 2026 08:00:00 GMT" }, 0],
  ["a year", { "retry-after": "31536000" }, 86_400_000],
  ["nonsense", { "retry-after": "soon" }, undefined],
])("Retry-After in %s is honoured", async (_says, headers, wait) => {
  const { url, tool } = await serve((_request, response) => response.writeHead(429, headers).end());
  const attempt = await run(tool, { url });
  expect(attempt && !attempt.ok && attempt.retryAfterMs).toBe(wait);
});

test("a refused connection is retryable, for a write too: nothing was sent", async () => {
  const gone = createSocketServer();
  await new Promise<void>((ready) => gone.listen(0, "127.0.0.1", ready));
  const { port } = gone.address() as AddressInfo;
  await new Promise((closed) => gone.close(closed));
  const tool = httpRequest(egressThrough({ allow: [`127.0.0.1:${port}`] }));
  for (const method of ["GET", "POST"])
    expect(await run(tool, { url: `http://127.0.0.1:${port}/`, method })).toMatchObject({
      ok: false,
      kind: "retryable",
      code: "ECONNREFUSED",
    });
});

test("a request that was sent and not answered is unknown for a write and retryable for a read", async () => {
  const server = createSocketServer((socket) => {
    socket.on("error", () => {});
    socket.once("data", () => socket.destroy());
  });
  open.push(server);
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  const { port } = server.address() as AddressInfo;
  const tool = httpRequest(egressThrough({ allow: [`127.0.0.1:${port}`] }));
  expect(await run(tool, { url: `http://127.0.0.1:${port}/`, method: "POST", body: "x" })).toMatchObject({ ok: false, kind: "unknown" });
  expect(await run(tool, { url: `http://127.0.0.1:${port}/` })).toMatchObject({ ok: false, kind: "retryable" });
});

test("a write that is stopped after it was sent is unknown", async () => {
  const stop = new AbortController();
  const { url, tool } = await serve(() => stop.abort());
  expect(await run(tool, { url, method: "POST", body: "x" }, { signal: stop.signal })).toMatchObject({
    ok: false,
    kind: "unknown",
    code: "aborted",
  });
});

test("after an unknown outcome the far side is asked by the key", async () => {
  const { url, tool, seen } = await serve((request, response) => {
    if (request.url === "/orders/exe_1%3As1%3A0") response.writeHead(200, { "content-type": "application/json" }).end('{"order":7}');
    else if (request.url === "/none") response.writeHead(404).end();
    else response.writeHead(500).end();
  });
  const ask = (confirm?: string) =>
    tool.confirm?.(
      tool.input.parse({
        url,
        method: "POST",
        headers: { authorization: "Bearer t" },
        body: {},
        ...(confirm && { confirm: { url: `${url}${confirm}` } }),
      }),
      contextOf(noSql),
    );
  expect(await ask("/orders/{key}")).toMatchObject({ state: "done", output: { status: 200, body: { order: 7 } } });
  expect(seen[0]?.headers.authorization).toBe("Bearer t");
  expect(await ask("/none")).toEqual({ state: "absent" });
  expect(await ask("/broken")).toMatchObject({ state: "unknown", because: expect.stringContaining("500") });
  expect(await ask()).toMatchObject({ state: "unknown" });
});

test("a key is not sent to another origin when it is asked", async () => {
  const first = await serve((_request, response) => response.end());
  const other = await serve((_request, response) => response.end("{}"));
  const ports = [first.url, other.url].map((url) => new URL(url).host);
  const tool = httpRequest(egressThrough({ allow: ports }));
  await tool.confirm?.(
    tool.input.parse({ url: first.url, method: "POST", headers: { authorization: "Bearer t" }, confirm: { url: other.url } }),
    contextOf(noSql),
  );
  expect(other.seen[0]?.headers.authorization).toBeUndefined();
});

test("a body over 1 MB is cut off and said to be", async () => {
  const { url, tool } = await serve((_request, response) =>
    response.writeHead(200, { "content-type": "application/json" }).end(`"${"x".repeat(1_500_000)}"`),
  );
  const attempt = await run(tool, { url });
  expect(attempt).toMatchObject({ ok: true, output: { truncated: true } });
  expect(attempt?.ok && String(attempt.output.body).length).toBe(1_000_000);
});

test.each([
  ["text that is not JSON although it says so", "application/json", "{oops", "{oops"],
  ["text with a NUL", "text/plain", "a\u0000b", "a\ufffdb"],
  ["an unknown charset", "text/plain; charset=klingon", "hi", "hi"],
  ["JSON with a NUL and half a letter", "application/json", '{"a":"\\u0000\\ud800"}', { a: "\ufffd\ufffd" }],
])("%s comes back as something that can be stored", async (_says, type, sent, expected) => {
  const { url, tool } = await serve((_request, response) => response.writeHead(200, { "content-type": type }).end(sent));
  expect(await run(tool, { url })).toMatchObject({ ok: true, output: { body: expected } });
});

test("the private network is refused, finally", async () => {
  const tool = httpRequest(egressThrough());
  for (const url of ["http://127.0.0.1:1/", "http://169.254.169.254/", "http://[::1]/", "http://localhost/"])
    expect(await run(tool, { url, method: "POST" })).toMatchObject({ ok: false, kind: "final", code: "egress_refused" });
});

test("a write that was redirected to where nobody may go is unknown, a read is refused", async () => {
  const { url, tool } = await serve((_request, response) => response.writeHead(303, { location: "http://169.254.169.254/" }).end());
  expect(await run(tool, { url, method: "POST" })).toMatchObject({ ok: false, kind: "unknown" });
  expect(await run(tool, { url })).toMatchObject({ ok: false, kind: "final", code: "egress_refused" });
});

test("what it does depends on its method", () => {
  const tool = httpRequest(egressThrough());
  const effectOf = (method?: string) =>
    typeof tool.effect === "function" ? tool.effect({ url: "http://a.example", ...(method && { method }) } as never) : tool.effect;
  expect([
    effectOf(),
    effectOf("get"),
    effectOf("HEAD"),
    effectOf("POST"),
    effectOf("patch"),
    effectOf("DELETE"),
    effectOf("{{ steps.a.method }}"),
  ]).toEqual(["read", "read", "read", "write", "write", "delete", "write"]);
});

test.each([
  [{ url: "ftp://a.example" }],
  [{ url: "not a url" }],
  [{}],
  [{ url: "http://a.example", method: "TRACE" }],
  [{ url: "http://a.example", headers: { "x\r\ny": "1" } }],
  [{ url: "http://a.example", headers: { a: "1\r\nb: 2" } }],
  [{ url: "http://a.example", headers: { Host: "b" } }],
  [{ url: "http://a.example", headers: { "Idempotency-Key": "mine" } }],
  [{ url: "http://a.example", headers: { "Transfer-Encoding": "chunked" } }],
  [{ url: "http://a.example", unknown: 1 }],
])("input %j is refused", (params) => {
  expect(httpRequest(egressThrough()).input.safeParse(params).success).toBe(false);
});
