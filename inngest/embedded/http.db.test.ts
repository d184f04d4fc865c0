import { afterEach, expect, test } from "vitest";
import { executorPool } from "#lib/db.ts";
import { askRegistration } from "./call.sdk.ts";
import { createRemoteApp } from "./call-http.sdk.ts";
import { type Define, endedOf, type OverHttp, overHttp } from "./conformance-world.testing.ts";
import { until } from "./lab.testing.ts";
import { hashedKey, signatureOf } from "./sign.sdk.ts";
import { startStandalone } from "./standalone.ts";

let world: OverHttp;
afterEach(() => world.close());

const keyA = "signkey-test-a1a1a1a1a1a1a1a1";
const keyB = "signkey-test-b2b2b2b2b2b2b2b2";
const signed = { signingKey: keyA, eventKey: "event-key" };
const cloud = { isDev: false, signingKey: keyA, eventKey: "event-key" };

const define: Define = (inngest) => [
  inngest.createFunction({ id: "steps", retries: 0, triggers: [{ event: "conf/steps" }] }, async ({ step }) => {
    const a = await step.run("a", () => 1);
    await step.sleep("nap", "1s");
    const rest = await Promise.all([2, 3].map((n) => step.run(`p${n}`, () => n)));
    await step.sendEvent("tell", { name: "conf/told" });
    return [a, ...rest];
  }),
  inngest.createFunction({ id: "waits", triggers: [{ event: "conf/waits" }] }, async ({ step }) =>
    step.waitForSignal("s", { signal: "go", timeout: "1h" }),
  ),
];
const start = async (name: string) => (await world.inngest.send({ name, data: {} })).ids[0] ?? "";
const ask = (path: string, init: RequestInit = {}) => fetch(`${world.standalone.url}${path}`, init);
const bearer = (key: string) => ({ headers: { authorization: `Bearer ${hashedKey(key)}` } });

test("with keys both sides sign, and a run goes through as without (conformance 65)", async () => {
  world = await overHttp(executorPool(), define, { signed, client: cloud });
  expect((await endedOf(world, await start("conf/steps")))[0]).toMatchObject({ status: "Completed", output: [1, 2, 3] });
});

test("an app that has moved on to another key is served with the old one as its fallback (conformance 65)", async () => {
  world = await overHttp(executorPool(), define, { signed, client: { ...cloud, signingKey: keyB, signingKeyFallback: keyA } as never });
  expect((await endedOf(world, await start("conf/steps")))[0]).toMatchObject({ status: "Completed", output: [1, 2, 3] });
});

test("a server that has moved on to another key still takes what the app signs with the old one (conformance 65)", async () => {
  world = await overHttp(executorPool(), define, {
    signed: { ...signed, signingKey: keyB, signingKeyFallback: keyA },
    client: { ...cloud, signingKey: keyA, signingKeyFallback: keyB } as never,
  });
  expect((await endedOf(world, await start("conf/steps")))[0]).toMatchObject({ status: "Completed" });
});

test("in signed mode no call without the key is answered", async () => {
  world = await overHttp(executorPool(), define, { signed, client: cloud });
  const [run] = await endedOf(world, await start("conf/steps"));
  const calls: [string, string][] = [
    ["POST", "/fn/register"],
    ["POST", `/v1/checkpoint/${run?.run_id}/async`],
    ["GET", `/v0/runs/${run?.run_id}/batch`],
    ["GET", `/v0/runs/${run?.run_id}/actions`],
    ["POST", "/v1/signals"],
    ["POST", "/v1/realtime/publish?channel=c&topic=t"],
    ["GET", "/v1/events/any/runs"],
    ["GET", `/v1/runs/${run?.run_id}`],
    ["DELETE", `/v1/runs/${run?.run_id}`],
    ["POST", "/e/wrong"],
  ];
  for (const [method, path] of calls) {
    const given: RequestInit = { method, ...(method === "POST" && { body: "{}" }) };
    for (const headers of [
      {},
      { authorization: "Bearer " },
      { authorization: "Bearer undefined" },
      { authorization: `Bearer ${keyA}` },
      bearer(keyB).headers,
    ])
      expect([path, (await ask(path, { ...given, headers: headers as Record<string, string> })).status]).toEqual([path, 401]);
  }
  expect((await ask(`/v1/runs/${run?.run_id}`, bearer(keyA))).status).toBe(200);
});

test("the app takes neither an old signature nor a foreign one (conformance 65)", async () => {
  world = await overHttp(executorPool(), define, { signed, client: cloud });
  const body = { event: {}, events: [], steps: {}, ctx: { run_id: "r", attempt: 0, stack: { stack: [], current: 0 } }, version: -1 };
  const post = (signature: string | undefined) =>
    fetch(`${world.app.url}?fnId=conf-waits&stepId=step`, {
      method: "POST",
      headers: { "content-type": "application/json", ...(signature !== undefined && { "x-inngest-signature": signature }) },
      body: JSON.stringify(body),
    });
  const now = Date.now();
  expect((await post(signatureOf(body, keyA, now))).status).toBe(206);
  expect((await post(signatureOf(body, keyA, now - 6 * 60_000))).status).toBe(401);
  expect((await post(signatureOf(body, keyB, now))).status).toBe(401);
  expect((await post(undefined)).status).toBe(401);
  await expect(askRegistration(createRemoteApp({ url: world.app.url, signingKey: keyB }))).rejects.toThrow();
});

test("a run, its steps and its events can be read and ended by their ids", async () => {
  world = await overHttp(executorPool(), define);
  const [run] = await endedOf(world, await start("conf/steps"));
  const { data } = (await (await ask(`/v1/runs/${run?.run_id}`)).json()) as { data: { steps: { output: unknown }[] } };
  expect(data).toMatchObject({ status: "Completed", output: [1, 2, 3], function_id: "conf-steps" });
  expect(data.steps.map(({ output }) => output)).toEqual([1, null, 2, 3, { ids: [expect.any(String)] }]);
  expect(await (await ask(`/v0/runs/${run?.run_id}/batch`)).json()).toMatchObject([{ name: "conf/steps" }]);
  expect(Object.values(await (await ask(`/v0/runs/${run?.run_id}/actions`)).json())).toHaveLength(5);

  const waiting = await start("conf/waits");
  await world.armed();
  const [open] = await world.runsOf(waiting);
  expect(open?.status).toBe("Running");
  expect((await ask(`/v1/runs/${open?.run_id}`, { method: "DELETE" })).status).toBe(200);
  expect((await ask(`/v1/runs/${open?.run_id}`, { method: "DELETE" })).status).toBe(404);
  expect((await world.runsOf(waiting))[0]?.status).toBe("Cancelled");
  for (const path of ["/v1/runs/none", "/v0/runs/none/batch", "/v1/apps", "/"]) expect((await ask(path)).status).toBe(404);
});

test("signals, events and what is published are answered as the SDK expects", async () => {
  world = await overHttp(executorPool(), define);
  const event = await start("conf/waits");
  await world.armed();
  const post = (path: string, body: unknown) => ask(path, { method: "POST", body: JSON.stringify(body) });
  expect((await post("/v1/signals", { signal: "nobody" })).status).toBe(404);
  expect(await (await post("/v1/signals", { signal: "go", data: 1 })).json()).toEqual({ data: { run_id: expect.any(String) } });
  expect((await endedOf(world, event))[0]?.output).toEqual({ signal: "go", data: 1 });
  expect((await post("/v1/realtime/publish?channel=c&topic=t", { n: 1 })).status).toBe(200);
  expect(await (await post("/e/any", { name: "conf/x" })).json()).toEqual({ ids: [expect.any(String)], status: 200 });
  expect((await post("/e/any", { name: "" })).status).toBe(400);
  expect((await ask("/e/any", { method: "POST", body: "{" })).status).toBe(400);
});

test("pages of the web do not reach it, though they know the port", async () => {
  world = await overHttp(executorPool(), define);
  const init = { method: "POST", body: '{"name":"conf/steps"}' };
  expect((await ask("/e/any", { ...init, headers: { origin: "https://evil.example" } })).status).toBe(403);
  expect((await ask("/e/any", { ...init, headers: { origin: "null" } })).status).toBe(403);
  expect((await ask("/e/any", { ...init, headers: { origin: "http://localhost:3000" } })).status).toBe(200);
});

test("an app that registers itself again is run as it then is", async () => {
  world = await overHttp(executorPool(), define);
  world.app.serve(world.inngest, (inngest) => [
    inngest.createFunction({ id: "fresh", triggers: [{ event: "conf/steps" }] }, () => "fresh"),
  ]);
  expect((await fetch(world.app.url, { method: "PUT" })).status).toBe(200);
  expect(await endedOf(world, await start("conf/steps"))).toMatchObject([{ function_id: "conf-fresh", output: "fresh" }]);
  const odd = { functions: [{ id: "odd", triggers: [], steps: {}, unheard: 1 }] };
  const refused = await ask("/fn/register", { method: "POST", body: JSON.stringify(odd) });
  expect([refused.status, await refused.text()]).toEqual([400, expect.stringContaining("unheard")]);
});

test("6 MB of state reach the app, which fetches what does not fit into a request (conformance 10)", async () => {
  world = await overHttp(executorPool(), (inngest) => [
    inngest.createFunction({ id: "large", triggers: [{ event: "conf/large" }] }, async ({ step }) => {
      const sizes: number[] = [];
      for (let i = 0; i < 3; i++) sizes.push((await step.run(`s${i}`, () => "x".repeat(2_000_000))).length);
      await step.sleep("nap", "1s");
      return sizes;
    }),
  ]);
  expect((await endedOf(world, await start("conf/large")))[0]?.output).toEqual([2_000_000, 2_000_000, 2_000_000]);
});

test("an app that goes away in the middle is called again, and no finished step with it (conformance 41)", async () => {
  const ran: string[] = [];
  let broken = true;
  world = await overHttp(executorPool(), (inngest) => [
    inngest.createFunction({ id: "cut", retries: 2, triggers: [{ event: "conf/cut" }] }, async ({ step }) => {
      await step.run("before", () => void ran.push("before"));
      await step.sleep("nap", "1s");
      return step.run("after", () => {
        ran.push("after");
        return "end";
      });
    }),
  ]);
  const event = await start("conf/cut");
  await until(() => ran.length === 1, "the first step");
  world.app.cutWhile(() => broken);
  await world.pass(1_000);
  await until(async () => (await executorPool().query("select from executor.item where attempt = 1")).rowCount === 1, "the failed attempt");
  broken = false;
  await world.pass(60_000);
  expect((await endedOf(world, event))[0]).toMatchObject({ status: "Completed", output: "end" });
  expect(ran).toEqual(["before", "after"]);
});

test("events that come before the app are kept, and a server that starts again goes on where it was", async () => {
  world = await overHttp(executorPool(), define);
  const event = await start("conf/waits");
  await world.armed();
  await world.standalone.stop();

  const reasons: string[] = [];
  const nobody = "http://127.0.0.1:9/api/inngest";
  const early = await startStandalone({ pool: executorPool(), app: nobody, port: 0, waiting: (because) => reasons.push(because) });
  const sent = await fetch(`${early.url}/e/key`, { method: "POST", body: '{"name":"conf/steps"}' });
  const [kept] = ((await sent.json()) as { ids: string[] }).ids;
  await until(() => reasons.length > 0, "a reason to wait");
  await early.stop();

  const port = Number(new URL(world.standalone.url).port);
  const again = await startStandalone({ pool: executorPool(), app: world.app.url, port });
  await again.synced;
  expect((await endedOf(world, kept ?? ""))[0]?.output).toEqual([1, 2, 3]);
  await fetch(`${again.url}/v1/signals`, { method: "POST", body: '{"signal":"go","data":2}' });
  expect((await endedOf(world, event))[0]?.output).toEqual({ signal: "go", data: 2 });
  await again.stop();
});
