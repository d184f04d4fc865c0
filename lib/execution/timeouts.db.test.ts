import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { closePools } from "#lib/db.ts";
import { egressThrough } from "#lib/safety/egress.undici.ts";
import { httpRequest } from "#lib/tools/http-request.ts";
import type { SettingsTaken } from "./events.ts";
import { expectLegal } from "./legal.fixture.ts";
import { settleApproval } from "./settle-approval.ts";
import { startExecution } from "./start-execution.ts";
import { isOver } from "./state.ts";
import { scope, someone, testWorld } from "./world.fixture.ts";

/** A far side that takes every request and answers none, drips, or answers; it knows when each of its sockets was closed by the other end. */
const sockets: { path: string; began: number; closed?: number }[] = [];
const dripping = new Set<NodeJS.Timeout>();
const server = createServer((request, response) => {
  const one: (typeof sockets)[number] = { path: request.url ?? "", began: performance.now() };
  sockets.push(one);
  response.on("close", () => {
    one.closed = performance.now();
  });
  if (one.path.startsWith("/answers")) return void response.end("{}");
  if (!one.path.startsWith("/drips")) return;
  response.writeHead(200, { "content-type": "text/plain" });
  const drip = setInterval(() => response.write("."), 50);
  dripping.add(drip);
  response.on("close", () => clearInterval(drip));
});
let host = "";

beforeAll(async () => {
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  for (const drip of dripping) clearInterval(drip);
  server.closeAllConnections();
  await new Promise((closed) => server.close(closed));
  await closePools();
});

const world = () => testWorld({ tools: [httpRequest(egressThrough({ allow: [host] }))] });
type World = ReturnType<typeof testWorld>;
const state = async (at: World, id: string) => expectLegal(await at.store.readAfter(scope, id, 0, 1_000));

async function start(at: World, steps: object[], settings: SettingsTaken = {}): Promise<string> {
  const started = await startExecution(at, {
    workspace: scope,
    actor: someone,
    command: { plan: { steps } as never, settings, autonomy: "run" },
  });
  if (!started.ok) throw new Error(started.refusal.because);
  return started.value.id;
}

async function play(at: World, id: string, isEnough: (now: Awaited<ReturnType<typeof state>>) => boolean) {
  const deliveries: Promise<void>[] = [];
  for (const since = performance.now(); performance.now() - since < 20_000; ) {
    // A run that is at work keeps no other waiting.
    deliveries.push(at.settle());
    const now = await state(at, id);
    if (isEnough(now)) {
      await Promise.all(deliveries);
      return now;
    }
    await new Promise((done) => setTimeout(done, 20));
  }
  throw new Error("it does not come to that");
}

const call = (id: string, path: string, more: object = {}) => ({
  id,
  tool: "http.request",
  params: { url: `http://${host}${path}` },
  retry: { maxAttempts: 1 },
  ...more,
});
const took = (path: string): number => {
  const one = sockets.findLast((socket) => socket.path === path);
  return (one?.closed ?? Number.POSITIVE_INFINITY) - (one?.began ?? 0);
};
const limits = (ms: number, counts: "work" | "all" = "work"): SettingsTaken => ({
  executionTimeoutMs: { value: ms, from: "execution" },
  executionTimeoutCounts: { value: counts, from: "execution" },
});

test.each(["/hangs", "/drips"])(
  "a step over its time is ended down to the socket (%s)",
  async (path) => {
    const at = world();
    const id = await start(at, [call("s", path, { timeoutMs: 1_000 })]);
    const { head, steps } = await play(at, id, ({ head: { status } }) => isOver(status));
    expect(steps["s"]).toMatchObject({ status: "failed", code: "timeout", because: "it took longer than 1 s" });
    expect(head.status).toBe("failed");
    expect(took(path)).toBeGreaterThan(500);
    expect(took(path)).toBeLessThan(2_000);
  },
  30_000,
);

test("an execution over its time is ended down to the socket of every call, though each step has time left, and nothing begins after it", async () => {
  const at = world();
  const id = await start(
    at,
    [
      call("one", "/hangs?one", { critical: false }),
      call("two", "/drips?two", { critical: false, fallbacks: [{ type: "component-replacement", tool: "test.pass" }] }),
      { id: "after", tool: "test.pass", dependsOn: ["one"], onMissing: "run" },
    ],
    limits(1_200),
  );
  const { head, steps } = await play(at, id, ({ head: { status } }) => isOver(status));
  expect(head).toMatchObject({ status: "failed", because: "it took longer than it may, 1.2 s" });
  expect(steps["one"]?.status).toMatch(/failed|cancelled/);
  expect(steps["two"]?.status).toMatch(/failed|cancelled/);
  expect(steps["after"]).toBeUndefined();
  for (const path of ["/hangs?one", "/drips?two"]) {
    await expect.poll(() => took(path)).toBeLessThan(2_200);
    expect(took(path)).toBeGreaterThan(700);
  }
}, 30_000);

test("what a person takes counts neither in the step's time nor in the execution's", async () => {
  const at = world();
  const id = await start(at, [call("s", "/answers", { approval: "required", timeoutMs: 1_000 })], limits(1_000));
  const held = await play(at, id, ({ steps }) => steps["s"]?.status === "held");
  await new Promise((done) => setTimeout(done, 1_500));
  const [approval] = Object.values(held.approvals);
  await settleApproval(at, {
    workspace: scope,
    actor: someone,
    id: approval?.id ?? "",
    command: { decision: "approve", payloadHash: approval?.payloadHash ?? "" },
  });
  const { head } = await play(at, id, ({ head: { status } }) => isOver(status));
  expect(head.status).toBe("completed");
}, 30_000);

test("where the execution's time counts every wait, it ends while it waits for a person", async () => {
  const at = world();
  const id = await start(at, [call("s", "/answers", { approval: "required" })], limits(1_000, "all"));
  await play(at, id, ({ steps }) => steps["s"]?.status === "held");
  const { head, approvals } = await play(at, id, ({ head: { status } }) => isOver(status));
  expect(head).toMatchObject({ status: "failed", because: "it took longer than it may, 1 s" });
  expect(Object.values(approvals)).toMatchObject([{ status: "void" }]);
  const ms = Date.parse(head.endedAt ?? "") - Date.parse(head.startedAt ?? "");
  expect(ms).toBeGreaterThanOrEqual(1_000);
  expect(ms).toBeLessThan(2_500);
}, 30_000);

test("work is counted once, however many calls are under way, and not while none is", async () => {
  const at = world();
  const id = await start(at, [call("a", "/answers?a"), call("b", "/answers?b")], limits(60_000));
  const { head } = await play(at, id, ({ head: { status } }) => isOver(status));
  expect(head.work?.since).toBeUndefined();
  expect(head.work?.ms).toBeLessThanOrEqual(Date.parse(head.endedAt ?? "") - Date.parse(head.startedAt ?? ""));
});

test("a list under its execution's time: every item's socket is closed, none begins after it, and each says which limit it was", async () => {
  const at = world();
  const each = call("each", "", { forEach: "[0, 1, 2, 3, 4, 5]", params: { url: `http://${host}/hangs?item={{ index }}` } });
  const id = await start(at, [each, { id: "after", tool: "test.pass", dependsOn: ["each"], onMissing: "run" }], limits(1_200));
  const { head, steps } = await play(at, id, ({ head: { status } }) => isOver(status));
  expect(head).toMatchObject({ status: "failed", because: "it took longer than it may, 1.2 s", running: 0 });
  const items = Array.from({ length: 6 }, (_, index) => steps[`each[${index}]`]);
  expect(items.map((item) => item?.status).filter((status) => status !== "failed" && status !== "cancelled")).toEqual([]);
  expect(items.find((item) => item?.status === "failed")).toMatchObject({
    because: "its execution: it took longer than it may, 1.2 s",
    code: "execution_timeout",
  });
  expect(steps["after"]?.startedAt).toBeUndefined();
  const began = sockets.filter(({ path }) => path.startsWith("/hangs?item=")).length;
  expect(began).toBeGreaterThan(1);
  for (let index = 0; index < 6; index++) {
    if (!sockets.some(({ path }) => path === `/hangs?item=${index}`)) continue;
    await expect.poll(() => took(`/hangs?item=${index}`)).toBeLessThan(2_500);
  }
  expect(sockets.filter(({ path }) => path.startsWith("/hangs?item="))).toHaveLength(began);
}, 30_000);

test("an item of a list has the step's time, and the others go on", async () => {
  const at = world();
  const id = await start(at, [
    call("each", "", {
      forEach: '["hangs", "answers"]',
      params: { url: `http://${host}/{{ item }}?of=list` },
      timeoutMs: 800,
      critical: false,
    }),
  ]);
  const { steps } = await play(at, id, ({ head: { status } }) => isOver(status));
  expect(steps["each[0]"]).toMatchObject({ status: "failed", code: "timeout", because: "it took longer than 800 ms" });
  expect(steps["each[1]"]?.status).toBe("completed");
  expect(took("/hangs?of=list")).toBeLessThan(2_000);
}, 30_000);

test("every attempt has the step's time anew, and all of them together the execution's", async () => {
  const at = world();
  const retry = { maxAttempts: 5, backoff: "fixed", baseMs: 0 };
  const id = await start(at, [call("s", "/hangs?again", { timeoutMs: 500, retry })], limits(1_200));
  const { head } = await play(at, id, ({ head: { status } }) => isOver(status));
  expect(head).toMatchObject({ status: "failed", because: "it took longer than it may, 1.2 s" });
  const tries = sockets.filter(({ path }) => path === "/hangs?again");
  expect([2, 3]).toContain(tries.length);
  await expect.poll(() => tries.every(({ closed }) => closed !== undefined)).toBe(true);
  const open = tries.map(({ began, closed = Number.POSITIVE_INFINITY }) => closed - began);
  for (const ms of open) expect(ms).toBeLessThan(1_000);
  expect(open.reduce((sum, ms) => sum + ms, 0)).toBeLessThan(1_700);
}, 30_000);
