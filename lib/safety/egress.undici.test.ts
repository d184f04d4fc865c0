import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { createServer as createSocketServer } from "node:net";
import { afterEach, expect, test } from "vitest";
import { egressThrough } from "./egress.undici.ts";

const open: { close(): void; closeAllConnections?(): void }[] = [];
afterEach(() => {
  for (const server of open.splice(0)) {
    server.closeAllConnections?.();
    server.close();
  }
});

type Seen = { method: string; url: string; headers: IncomingMessage["headers"]; body: string };

async function serve(answer: (request: Seen, response: ServerResponse) => void): Promise<{ port: number; seen: Seen[] }> {
  const seen: Seen[] = [];
  const server: Server = createServer(async (request, response) => {
    let body = "";
    for await (const part of request) body += part;
    const got = { method: request.method ?? "", url: request.url ?? "", headers: request.headers, body };
    seen.push(got);
    answer(got, response);
  });
  open.push(server);
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  return { port: (server.address() as AddressInfo).port, seen };
}

const text = ({ body }: { body: Uint8Array }) => new TextDecoder().decode(body);
const loopback = async () => [{ address: "127.0.0.1", family: 4 }];

test("an allowed host is fetched with its body", async () => {
  const { port, seen } = await serve((_request, response) => response.end("hello"));
  const answer = await egressThrough({ allow: [`127.0.0.1:${port}`] })({
    url: `http://127.0.0.1:${port}/a`,
    method: "POST",
    body: "{}",
    headers: { "Idempotency-Key": "k1" },
  });
  expect(answer).toMatchObject({ ok: true, status: 200, truncated: false });
  expect(answer.ok && text(answer)).toBe("hello");
  expect(seen).toMatchObject([{ method: "POST", body: "{}", headers: { "idempotency-key": "k1", "accept-encoding": "identity" } }]);
});

test("a public name that resolves to a private address is refused before anything is sent", async () => {
  const { port, seen } = await serve((_request, response) => response.end());
  const answer = await egressThrough({ resolve: loopback })({ url: `http://rebind.example.com:${port}/` });
  expect(answer).toMatchObject({ ok: false, reason: "refused", sent: false, code: "egress_refused" });
  expect(seen).toEqual([]);
});

test("a name whose second answer is private (rebinding) is refused: the judged answer is the one connected to", async () => {
  const { port, seen } = await serve((_request, response) => response.end());
  let asked = 0;
  const resolve = async () => (asked++ === 0 ? [{ address: "93.184.216.34", family: 4 }] : [{ address: "127.0.0.1", family: 4 }]);
  const fetchOnce = egressThrough({ resolve });
  await fetchOnce({ url: `http://rebind.example.com:${port}/`, timeoutMs: 150 });
  expect(asked).toBe(1);
  expect(await fetchOnce({ url: `http://rebind.example.com:${port}/` })).toMatchObject({ ok: false, reason: "refused" });
  expect(seen).toEqual([]);
});

test("one private address among public ones refuses the name", async () => {
  const resolve = async () => [
    { address: "93.184.216.34", family: 4 },
    { address: "10.0.0.5", family: 4 },
  ];
  expect(await egressThrough({ resolve })({ url: "http://mixed.example.com/" })).toMatchObject({
    ok: false,
    reason: "refused",
    sent: false,
  });
});

test.each([
  "http://127.0.0.1:9/",
  "http://169.254.169.254/latest/",
  "http://[::1]/",
  "http://0x7f000001/",
  "file:///etc/passwd",
  "http://localhost:1/",
])("a redirect to %s is refused", async (location) => {
  const { port } = await serve((_request, response) => response.writeHead(302, { location }).end());
  const answer = await egressThrough({ allow: [`127.0.0.1:${port}`] })({ url: `http://127.0.0.1:${port}/` });
  expect(answer).toMatchObject({ ok: false, reason: "refused", sent: true, because: expect.stringContaining("redirected") });
});

test("a redirect to a name that resolves to a private address is refused at connect", async () => {
  const { port } = await serve((_request, response) => response.writeHead(302, { location: "http://evil.example.com/" }).end());
  const answer = await egressThrough({ allow: [`127.0.0.1:${port}`], resolve: loopback })({ url: `http://127.0.0.1:${port}/` });
  expect(answer).toMatchObject({ ok: false, reason: "refused", because: expect.stringContaining("evil.example.com leads to") });
});

test("redirects are followed five times and no more, and a secret stays with its origin", async () => {
  const other = await serve((_request, response) => response.end("there"));
  const first = await serve(({ url }, response) => {
    if (url === "/away") response.writeHead(307, { location: `http://127.0.0.1:${other.port}/` }).end();
    else response.writeHead(302, { location: url }).end();
  });
  const ask = egressThrough({ allow: [`127.0.0.1:${first.port}`, `127.0.0.1:${other.port}`] });
  expect(await ask({ url: `http://127.0.0.1:${first.port}/round` })).toMatchObject({
    ok: false,
    reason: "refused",
    code: "too_many_redirects",
  });
  expect(first.seen).toHaveLength(6);
  await ask({ url: `http://127.0.0.1:${first.port}/away`, method: "POST", body: "x", headers: { authorization: "Bearer s" } });
  expect(other.seen).toMatchObject([{ method: "POST", body: "x" }]);
  expect(other.seen[0]?.headers.authorization).toBeUndefined();
});

test("a body past the cap is cut off, an endless one too", async () => {
  const { port } = await serve((_request, response) => {
    const pour = () => {
      while (response.write(Buffer.alloc(64_000, "x")));
      response.once("drain", pour);
    };
    pour();
  });
  const answer = await egressThrough({ allow: [`127.0.0.1:${port}`] })({ url: `http://127.0.0.1:${port}/`, maxBytes: 100_000 });
  expect(answer).toMatchObject({ ok: true, truncated: true });
  expect(answer.ok && answer.body.length).toBe(100_000);
});

test("a far side that accepts and never answers is given up in time, as sent", async () => {
  const { port, seen } = await serve(() => {});
  const answer = await egressThrough({ allow: [`127.0.0.1:${port}`] })({
    url: `http://127.0.0.1:${port}/`,
    method: "POST",
    body: "x",
    timeoutMs: 200,
  });
  expect(answer).toMatchObject({ ok: false, reason: "timeout", sent: true });
  expect(seen).toHaveLength(1);
});

test("a body that drips is given up in time as well", async () => {
  const { port } = await serve((_request, response) => {
    response.write("a");
  });
  const answer = await egressThrough({ allow: [`127.0.0.1:${port}`] })({ url: `http://127.0.0.1:${port}/`, timeoutMs: 200 });
  expect(answer).toMatchObject({ ok: false, reason: "timeout" });
});

test("a refused connection was certainly not sent", async () => {
  const closed = createSocketServer();
  await new Promise<void>((ready) => closed.listen(0, "127.0.0.1", ready));
  const { port } = closed.address() as AddressInfo;
  await new Promise((done) => closed.close(done));
  const answer = await egressThrough({ allow: [`127.0.0.1:${port}`] })({ url: `http://127.0.0.1:${port}/`, method: "POST", body: "x" });
  expect(answer).toMatchObject({ ok: false, reason: "unreachable", sent: false, code: "ECONNREFUSED" });
});

test("a connection that breaks after the request counts as sent", async () => {
  const server = createSocketServer((socket) => socket.once("data", () => socket.destroy()));
  open.push(server);
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  const { port } = server.address() as AddressInfo;
  const answer = await egressThrough({ allow: [`127.0.0.1:${port}`] })({ url: `http://127.0.0.1:${port}/`, method: "POST", body: "x" });
  expect(answer).toMatchObject({ ok: false, reason: "broken", sent: true });
});

test("an abort reaches the socket", async () => {
  let isGone: () => void;
  const gone = new Promise<void>((resolve) => {
    isGone = resolve;
  });
  const abort = new AbortController();
  const { port } = await serve((_request, response) => {
    response.on("close", () => isGone());
    abort.abort();
  });
  expect(await egressThrough({ allow: [`127.0.0.1:${port}`] })({ url: `http://127.0.0.1:${port}/`, signal: abort.signal })).toMatchObject({
    ok: false,
    reason: "aborted",
    sent: true,
  });
  await gone;
});

test("a header that would smuggle a line is refused as a value", async () => {
  const { port, seen } = await serve((_request, response) => response.end());
  const answer = await egressThrough({ allow: [`127.0.0.1:${port}`] })({
    url: `http://127.0.0.1:${port}/`,
    headers: { "x-a": "1\r\nx-b: 2" },
  });
  expect(answer).toMatchObject({ ok: false, reason: "refused", sent: false });
  expect(seen).toEqual([]);
});
