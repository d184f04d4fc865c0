import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { egressThrough } from "#lib/safety/egress.undici.ts";
import { refusedUrls } from "#lib/safety/egress-targets.fixture.ts";
import { contextOf, noSql } from "./context.fixture.ts";
import { httpRequest } from "./http-request.ts";

let server: Server;
let host = "";
const asked: string[] = [];

beforeAll(async () => {
  server = createServer((request, response) => {
    asked.push(request.url ?? "");
    const location = new URL(request.url ?? "", "http://x").searchParams.get("to");
    response.writeHead(location === null ? 200 : 302, location === null ? {} : { location: encodeURI(location) }).end("{}");
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.close();
});

const names = ["rebind.example.org", "mixed.example.org"];
const tool = () =>
  httpRequest(
    egressThrough({
      allow: [host],
      // A name may stand for anything: what it stands for is judged, all of it.
      resolve: async (name) =>
        name === names[0]
          ? [{ address: "127.0.0.1", family: 4 }]
          : [
              { address: "93.184.216.34", family: 4 },
              { address: "169.254.169.254", family: 4 },
            ],
    }),
  );
const run = async (params: unknown) => {
  const input = tool().input.safeParse(params);
  // What the form refuses is never sent either.
  return input.success ? tool().run?.(input.data, contextOf(noSql, "w1")) : { ok: false, kind: "final" };
};
const targets = [...refusedUrls, ...names.flatMap((name) => [`http://${name}/`, `https://${name}:8443/a`])];

test("there are a hundred targets, and the honest one is reached", async () => {
  expect(targets.length).toBeGreaterThanOrEqual(100);
  expect(await run({ url: `http://${host}/` })).toMatchObject({ ok: true });
});

test.each(["GET", "POST"])("a step's %s reaches none of them", async (method) => {
  for (const url of targets) expect([url, await run({ url, method })]).toMatchObject([url, { ok: false, kind: "final" }]);
});

test("a redirect reaches none of them", async () => {
  for (const url of targets) {
    const attempt = await run({ url: `http://${host}/?to=${encodeURIComponent(url)}` });
    // A relative one stays with who sent it: that is no way out.
    const isRelative = attempt?.ok && (attempt as { output: { url: string } }).output.url.startsWith(`http://${host}/`);
    if (!isRelative) expect([url, attempt]).toMatchObject([url, { ok: false }]);
  }
});

test("asking whether a write arrived reaches none of them", async () => {
  for (const url of targets) {
    const input = tool().input.safeParse({ url: `http://${host}/`, method: "POST", confirm: { url } });
    if (!input.success) continue;
    expect([url, await tool().confirm?.(input.data, contextOf(noSql, "w1"))]).toMatchObject([url, { state: "unknown" }]);
  }
});
