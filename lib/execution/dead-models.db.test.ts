import { createServer, type Socket } from "node:net";
import { afterAll, expect, test } from "vitest";
import { z } from "zod";
import { closePools } from "#lib/db.ts";
import { classifyFailure } from "#lib/kernel/failure.ts";
import { completeWith } from "#lib/models/complete.aisdk.ts";
import { type OllamaDouble, serveOllama } from "#lib/models/ollama.fixture.ts";
import { ollamaSource } from "#lib/models/sources.aisdk.ts";
import { egressThrough } from "#lib/safety/egress.undici.ts";
import { textWrite } from "#lib/tools/text-write.ts";
import { defineTool } from "#lib/tools/tool.ts";
import { expectLegal } from "./legal.fixture.ts";
import { isOver } from "./state.ts";
import { scope, testWorld } from "./world.fixture.ts";

const open: OllamaDouble[] = [];
const sockets = new Set<Socket>();
afterAll(async () => {
  for (const one of open) await one.close();
  for (const socket of sockets) socket.destroy();
  await closePools();
});

const serve = async (...given: Parameters<typeof serveOllama>) => {
  const double = await serveOllama(...given);
  open.push(double);
  return double.url;
};

type World = ReturnType<typeof testWorld>;

async function playAll(world: World, ids: string[]) {
  const ended = new Map<string, Awaited<ReturnType<typeof expectLegal>>>();
  for (const since = performance.now(); performance.now() - since < 60_000 && ended.size < ids.length; ) {
    await world.settle({ atOnce: 64 });
    for (const id of ids.filter((one) => !ended.has(one))) {
      const state = expectLegal(await world.store.readAfter(scope, id, 0, 1_000));
      if (isOver(state.head.status)) ended.set(id, state);
    }
    await new Promise((done) => setTimeout(done, 20));
  }
  return ended;
}

const tellShare = (
  what: string,
  states: Iterable<{ head: { status: string; startedAt?: string; endedAt?: string } }>,
  of: number,
): number => {
  const done = [...states].filter(({ head }) => head.status === "completed");
  const times = done.map(({ head }) => Date.parse(head.endedAt ?? "") - Date.parse(head.startedAt ?? "")).sort((a, b) => a - b);
  const p95 = times[Math.floor(times.length * 0.95)] ?? Number.POSITIVE_INFINITY;
  process.stdout.write(
    `${of} faults of ${what}: ${((done.length / of) * 100).toFixed(1)}% recovered without a person, p95 ${(p95 / 1_000).toFixed(1)} s\n`,
  );
  expect(p95).toBeLessThan(30_000);
  return done.length / of;
};

const each = 5;
const material = "Zarhava grew by 12 percent in December.";

test("a model that is away, hangs, drips, hangs up, talks nonsense or refuses is passed over for one that is well", {
  timeout: 90_000,
}, async () => {
  const dead = {
    away: "http://127.0.0.1:9",
    "says nothing at all": await serve({ silent: true }),
    hangs: await serve({ silent: "chat" }),
    drips: await serve({ wrong: "drips" }),
    "hangs up": await serve({ wrong: "drops" }),
    "talks nonsense": await serve({ wrong: "garbles" }),
    "answers 500": await serve({ status: 500 }),
    "gives an empty text": await serve({ reply: () => "" }),
  };
  const well = await serve({ reply: () => "Zarhava grew [1]." });
  const states = [];
  for (const [says, baseUrl] of Object.entries(dead)) {
    const world = testWorld({
      tools: [textWrite],
      complete: completeWith([ollamaSource({ baseUrl }), ollamaSource({ baseUrl: well })], undefined, 400),
    });
    const ids = await Promise.all(
      Array.from({ length: each }, () => world.start({ steps: [{ id: "s", tool: "text.write", params: { sources: material } }] })),
    );
    const ended = await playAll(world, ids);
    for (const [id, state] of ended) {
      expect(state.head.status, says).toBe("completed");
      const output = (await world.store.outputs(scope, id, ["s"])).get("s");
      // Nothing of what the dead one began to say is in it.
      expect(output, says).toMatchObject({ text: "Zarhava grew [1].", model: "tiny:latest" });
    }
    states.push(...ended.values());
  }
  expect(tellShare("models", states, each * Object.keys(dead).length)).toBeGreaterThanOrEqual(0.98);
});

/** A server of tools that takes connections and then dies, each in its own way. */
async function deadServer(dies: (socket: Socket) => void): Promise<string> {
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => {});
    dies(socket);
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  server.unref();
  return `127.0.0.1:${(server.address() as { port: number }).port}`;
}

const Asked = z.object({ what: z.string() });

test("a server of tools that is dead gives way to another component of the same capability", { timeout: 90_000 }, async () => {
  const hosts = {
    "is away": "127.0.0.1:9",
    "hangs up": await deadServer((socket) => socket.destroy()),
    "hangs up after the request": await deadServer((socket) => socket.once("data", () => socket.destroy())),
    "answers with nonsense": await deadServer((socket) => socket.once("data", () => socket.end("nonsense"))),
  };
  const states = [];
  for (const [says, host] of Object.entries(hosts)) {
    const egress = egressThrough({ allow: [host] });
    const remote = defineTool({
      name: "remote.look",
      title: "Look",
      description: "Asks a server of tools.",
      input: Asked,
      output: Asked,
      effect: "read",
      capability: "looking",
      takes: {},
      gives: {},
      describe: () => "Look",
      async run({ what }, { signal }) {
        const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method: "tools/call", params: { name: "look", arguments: { what } } });
        const answer = await egress({
          url: `http://${host}/mcp`,
          method: "POST",
          headers: {},
          body,
          signal,
          maxBytes: 1_000,
          workspace: scope.id,
        });
        if (answer.ok) return { ok: true as const, output: { what } };
        const seen = classifyFailure({ code: "mcp_connection_failed", sent: answer.sent });
        return { ok: false as const, kind: seen.class, code: "mcp_connection_failed", because: answer.because };
      },
    });
    const local = defineTool({ ...remote, name: "local.look", run: async ({ what }) => ({ ok: true as const, output: { what } }) });
    const world = testWorld({ tools: [remote, local] });
    const retry = { maxAttempts: 2, backoff: "fixed" as const, baseMs: 10 };
    const ids = await Promise.all(
      Array.from({ length: each }, () => world.start({ steps: [{ id: "s", tool: "remote.look", params: { what: "leases" }, retry }] })),
    );
    const ended = await playAll(world, ids);
    for (const state of ended.values())
      expect(state.steps["s"]?.recovery?.tried, says).toMatchObject([
        { name: "retry", outcome: "failed", attempts: 2 },
        { name: "mcp_fallback", outcome: "recovered" },
      ]);
    states.push(...ended.values());
  }
  expect(tellShare("servers of tools", states, each * Object.keys(hosts).length)).toBeGreaterThanOrEqual(0.98);
});
