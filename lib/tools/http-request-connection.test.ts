import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test } from "vitest";
import { accept, refuse } from "#lib/kernel/outcome.ts";
import { egressThrough } from "#lib/safety/egress.undici.ts";
import { type ConnectionShape, openedOf, type Secret } from "#lib/tenancy/connections.ts";
import { contextOf, noSql } from "./context.fixture.ts";
import { httpRequest, type OpenByName } from "./http-request.ts";

type Seen = { url: string; headers: IncomingHttpHeaders };
const open: ReturnType<typeof createServer>[] = [];
afterEach(() => {
  for (const server of open.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

async function serve(answer: (request: Seen, response: ServerResponse) => void) {
  const seen: Seen[] = [];
  const server = createServer((request, response) => {
    const got = { url: request.url ?? "", headers: request.headers };
    seen.push(got);
    answer(got, response);
  });
  open.push(server);
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { seen, host, origin: `http://${host}` };
}

const canary = "tok-CANARY-5f2a9c";
const byName =
  (origin: string, shape: Partial<ConnectionShape> = {}, secret: Secret = { token: canary }): OpenByName =>
  async (workspace, name) =>
    workspace.id === "w1" && name === "crm"
      ? accept(openedOf({ kind: "bearer", header: null, ...shape, origin }, secret))
      : refuse({ code: "not_found", because: `there is no connection ${name}` });

const ask = (hosts: string[], openByName: OpenByName, params: object) => {
  const tool = httpRequest(egressThrough({ allow: hosts }), openByName);
  return tool.run?.(tool.input.parse({ connection: "crm", ...params }), contextOf(noSql, "w1"));
};

test.each([
  ["bearer", {}, { token: canary }, "authorization", `Bearer ${canary}`],
  ["basic", { kind: "basic" as const }, { username: "dana", password: canary }, "authorization", `Basic ${btoa(`dana:${canary}`)}`],
  ["header", { kind: "header" as const, header: "x-api-key" }, { value: canary }, "x-api-key", canary],
])("a %s connection adds its header as the request leaves", async (_kind, shape, secret, header, value) => {
  const { host, origin, seen } = await serve((_request, response) => response.end("{}"));
  expect(await ask([host], byName(origin, shape, secret), { url: `${origin}/a` })).toMatchObject({ ok: true });
  expect(seen[0]?.headers[header]).toBe(value);
});

test("a service that says everything back gives nothing of the secret away: body, headers, address, error", async () => {
  const { host, origin } = await serve(({ headers, url }, response) =>
    response
      .writeHead(url.includes("bad") ? 400 : 200, { "content-type": "application/json", "x-echo": String(headers.authorization) })
      .end(JSON.stringify({ headers, detail: `you said ${headers.authorization}`, base64: btoa(canary), [canary]: 1 })),
  );
  for (const path of ["good", "bad"]) {
    const attempt = await ask([host], byName(origin), { url: `${origin}/${path}` });
    expect(JSON.stringify(attempt)).toContain("[hidden]");
    expect(JSON.stringify(attempt)).not.toContain("CANARY");
    expect(JSON.stringify(attempt)).not.toContain(btoa(canary));
  }
});

test("a long answer that is cut off within the secret keeps no piece of it", async () => {
  const { host, origin } = await serve((_request, response) =>
    response.end(Buffer.concat([Buffer.alloc(1_000_000 - 10, "x"), Buffer.from(canary), Buffer.alloc(100, "y")])),
  );
  const attempt = await ask([host], byName(origin), { url: origin });
  expect(attempt).toMatchObject({ ok: true, output: { truncated: true } });
  expect(JSON.stringify(attempt)).not.toContain("tok-");
});

test("the secret goes to its own host alone: not to another that is asked for, nor to one that is redirected to", async () => {
  const other = await serve((_request, response) => response.end("{}"));
  const first = await serve(({ url }, response) =>
    url === "/away" ? response.writeHead(307, { location: `${other.origin}/` }).end() : response.end("{}"),
  );
  const hosts = [first.host, other.host];
  const elsewhere = await ask(hosts, byName(first.origin), { url: `${other.origin}/` });
  expect(elsewhere).toMatchObject({ ok: false, kind: "final", code: "connection" });
  expect(other.seen).toEqual([]);
  const header = byName(first.origin, { kind: "header", header: "x-api-key" }, { value: canary });
  expect(await ask(hosts, header, { url: `${first.origin}/away` })).toMatchObject({ ok: true });
  expect(first.seen[0]?.headers["x-api-key"]).toBe(canary);
  expect(JSON.stringify(other.seen)).not.toContain(canary);
});

test("another port and another protocol are another host", async () => {
  for (const url of ["http://api.example.org/", "https://api.example.org:8443/", "https://api.example.org.evil.test/"])
    expect(await ask([], byName("https://api.example.org"), { url })).toMatchObject({ ok: false, code: "connection" });
});

test("an unknown connection, another workspace's, and a header that it sets itself end the call before anything is sent", async () => {
  const { host, origin, seen } = await serve((_request, response) => response.end());
  expect(await ask([host], byName(origin), { url: origin, connection: "none" })).toMatchObject({ ok: false, code: "connection" });
  expect(await ask([host], byName(origin), { url: origin, headers: { Authorization: "Bearer mine" } })).toMatchObject({
    code: "connection",
  });
  const tool = httpRequest(egressThrough({ allow: [host] }), byName(origin));
  const foreign = await tool.run?.(tool.input.parse({ url: origin, connection: "crm" }), contextOf(noSql, "w2"));
  expect(foreign).toMatchObject({ ok: false, code: "connection" });
  expect(seen).toEqual([]);
});

test("asking whether a write arrived shows who calls as well, and hides what comes back", async () => {
  const { host, origin, seen } = await serve(({ headers }, response) =>
    response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify({ headers })),
  );
  const tool = httpRequest(egressThrough({ allow: [host] }), byName(origin));
  const input = tool.input.parse({ connection: "crm", url: origin, method: "POST", confirm: { url: `${origin}/did/{key}` } });
  const confirmed = await tool.confirm?.(input, contextOf(noSql, "w1"));
  expect(confirmed).toMatchObject({ state: "done" });
  expect(seen[0]?.headers.authorization).toBe(`Bearer ${canary}`);
  expect(JSON.stringify(confirmed)).not.toContain("CANARY");
});
