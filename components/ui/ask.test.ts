import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { healthOf } from "#components/home/health.ts";
import { Readiness } from "#lib/http/contracts/answers.ts";
import { ask } from "./ask.ts";

const answers: Record<string, [status: number, body: string]> = {
  "/well": [200, JSON.stringify({ status: "ready", components: [{ name: "database", status: "ok", ms: 3 }] })],
  "/down": [503, JSON.stringify({ status: "not_ready", components: [{ name: "database", status: "down", ms: 900 }] })],
  "/refused": [403, JSON.stringify({ type: "about:blank", title: "Forbidden", status: 403, detail: "you may not", requestId: "req_1" })],
  "/broken": [502, "<html>bad gateway</html>"],
};
const server = createServer(({ url = "" }, response) => {
  const [status, body] = answers[url] ?? [404, "{}"];
  response.writeHead(status, { "content-type": "application/json" }).end(body);
});
let base = "";
beforeAll(async () => {
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => new Promise((closed) => server.close(closed)));

const asked = (path: string) => ask(base + path, { workspaceId: "w" });

test("a refusal says why, and what no server of ours said is no answer", async () => {
  expect(await asked("/refused")).toMatchObject({ ok: false, problem: { detail: "you may not", requestId: "req_1" } });
  expect(await asked("/broken")).toMatchObject({ ok: false, problem: { detail: expect.stringContaining("did not answer") } });
});

test.each([
  ["/well", "Everything answers", "database in 3 ms"],
  ["/down", "Something is down", "database is down"],
  ["/broken", "Fermata does not answer", "Trying again"],
])("health by %s: %s", async (path, word, says) => {
  const told = await asked(path);
  expect(healthOf(Readiness.safeParse(told.ok ? told.value : told.answer))).toEqual({ word, says });
});
