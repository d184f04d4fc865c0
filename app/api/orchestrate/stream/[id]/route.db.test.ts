import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { appPool, inWorkspace } from "#lib/db.ts";
import { createSpeaker } from "#lib/execution/speak.postgres.ts";
import { closeHub } from "#lib/streaming/hub.postgres.ts";
import { addExecution, append } from "#lib/streaming/log.fixture.ts";
import { closeStreams } from "#lib/streaming/open.next.ts";
import type { Access } from "#lib/tenancy/access.ts";
import { createKey } from "#lib/tenancy/keys.postgres.ts";
import { roles } from "#lib/tenancy/roles.postgres.ts";
import { endSession } from "#lib/tenancy/sessions.postgres.ts";
import { addPerson, addWorkspace, setDisabled, signedIn } from "#lib/tenancy/tenancy.fixture.ts";
import { GET } from "./route.ts";

let token = "";
let strangers = "";

const keyOf = async (workspace: string) => {
  const made = await createKey({ workspace, name: "reader", role: "viewer" });
  if (!made.ok) throw new Error(made.refusal.because);
  return made.value.token;
};

beforeAll(async () => {
  for (const id of ["w1", "w2"]) await addWorkspace(id);
  token = await keyOf("w1");
  strangers = await keyOf("w2");
  await addPerson({ id: "dana", email: "dana@example.test", password: "a password of theirs", roles: { w1: "viewer" } });
});

const open: AbortController[] = [];
afterEach(() => {
  for (const controller of open.splice(0)) controller.abort();
});
afterAll(closeHub);

type Ask = { last?: number | string; query?: string; as?: string; cookie?: string };

async function get(id: string, { last, query = "", as = token, cookie }: Ask = {}): Promise<Response> {
  const controller = new AbortController();
  open.push(controller);
  const headers: Record<string, string> = {
    ...(cookie ? { cookie } : { authorization: `Bearer ${as}` }),
    ...(last !== undefined && { "last-event-id": String(last) }),
  };
  const request = new Request(`http://fermata.test/api/orchestrate/stream/${id}${query}`, { headers, signal: controller.signal });
  return GET(request, { params: Promise.resolve({ id }) });
}

/** Reads text until it holds what is waited for, or the stream ends. */
async function readUntil(response: Response, wanted: RegExp | "end"): Promise<string> {
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  for (let next = await reader?.read(); next && !next.done; next = await reader?.read()) {
    text += next.value;
    if (wanted !== "end" && wanted.test(text)) break;
  }
  return text;
}

const idsOf = (text: string) => [...text.matchAll(/^id: (\d+)$/gm)].map(([, id]) => Number(id));
const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1);
const progress = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ type: "step.progressed" as const, message: `part ${index}\nevent: complete` }));

test("a finished execution replays whole and closes, complete last and once", async () => {
  await addExecution("w1", "exe_done");
  await append("w1", "exe_done", [...progress(3), { type: "execution.completed" }]);
  const response = await get("exe_done");
  expect(response.headers.get("content-type")).toContain("text/event-stream");
  expect(response.headers.get("cache-control")).toContain("no-transform");
  expect(response.headers.get("x-accel-buffering")).toBe("no");
  const text = await readUntil(response, "end");
  expect(idsOf(text)).toEqual([1, 2, 3, 4]);
  expect([...text.matchAll(/^event: (\w+)$/gm)].map(([, name]) => name)).toEqual(["progress", "progress", "progress", "complete"]);
  expect(text.startsWith("retry: 1000\n\n")).toBe(true);
});

test("who has all of a finished execution gets 204; who lacks one event gets that one", async () => {
  expect((await get("exe_done", { last: 4 })).status).toBe(204);
  expect((await get("exe_done", { query: "?lastEventId=4" })).status).toBe(204);
  expect(idsOf(await readUntil(await get("exe_done", { last: 3 }), "end"))).toEqual([4]);
  expect(idsOf(await readUntil(await get("exe_done", { last: 3, query: "?lastEventId=1" }), "end"))).toEqual([4]);
});

test("what comes after the end is replayed too, and the stream still closes", async () => {
  await addExecution("w1", "exe_late");
  await append("w1", "exe_late", [{ type: "execution.completed" }]);
  await append("w1", "exe_late", [{ type: "effect.done" }]);
  expect(idsOf(await readUntil(await get("exe_late", { last: 1 }), "end"))).toEqual([2]);
  expect((await get("exe_late", { last: 2 })).status).toBe(204);
});

test("an unknown execution, another workspace's and a malformed id are the same 404", async () => {
  const bodies = await Promise.all(
    [get("exe_unknown"), get("exe_done", { as: strangers }), get("..%2fexe_done")].map(async (asked) => {
      const response = await asked;
      const { requestId: _, instance: __, ...body } = (await response.json()) as Record<string, unknown>;
      return { status: response.status, body };
    }),
  );
  expect(new Set(bodies.map((body) => JSON.stringify(body))).size).toBe(1);
  expect(bodies[0]?.status).toBe(404);
});

test.each([{ last: "x" }, { last: "-1" }, { last: 99 }, { query: "?lastEventId=1.5" }, { query: "?lastEventId=99999999999" }])(
  "%j is no place in the log",
  async (ask) => {
    expect((await get("exe_done", ask)).status).toBe(400);
  },
);

test("ten thousand events, cut every seven hundred, come without gap and without double", { timeout: 60_000 }, async () => {
  await addExecution("w1", "exe_long");
  for (let part = 0; part < 10; part++) await append("w1", "exe_long", progress(1_000), { tell: false });
  await append("w1", "exe_long", [{ type: "execution.completed" }]);
  const seen: number[] = [];
  while (seen.at(-1) !== 10_001) {
    const cut = seen.length + 700;
    const text = await readUntil(await get("exe_long", { last: seen.length }), new RegExp(`^id: ${cut}$`, "m"));
    seen.push(...idsOf(text).filter((seq) => seq <= cut));
  }
  expect(seen).toEqual(upTo(10_001));
});

test("an append is seen at once when it is told of", async () => {
  await addExecution("w1", "exe_live");
  await append("w1", "exe_live", progress(1));
  const response = await get("exe_live");
  const begun = performance.now();
  setTimeout(() => void append("w1", "exe_live", [{ type: "execution.completed" }]), 50);
  expect(idsOf(await readUntil(response, "end"))).toEqual([1, 2]);
  expect(performance.now() - begun).toBeLessThan(900);
});

test("what a step writes is heard as it is written, in its order, and leaves no trace in the log", async () => {
  await addExecution("w1", "exe_text");
  await addExecution("w1", "exe_other");
  await append("w1", "exe_text", progress(1));
  const [response, other] = await Promise.all([get("exe_text"), get("exe_other")]);
  const speaker = createSpeaker({ pool: appPool(), failed: (error) => expect(error).toBeUndefined() })({
    executionId: "exe_text",
    step: "write",
    attempt: 1,
  });
  // Long enough for several notifications, with what JSON escapes and what is two units long.
  const text = `${'The board met.\n\u2028"quoted" תבואות 🎼 '.repeat(200)}end`;
  const told = { text: "", frames: 0 };
  const heard = (async () => {
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    let rest = "";
    for (let next = await reader?.read(); next && !next.done; next = await reader?.read()) {
      rest += next.value;
      const frames = rest.split("\n\n");
      rest = frames.pop() ?? "";
      for (const frame of frames) {
        if (!frame.startsWith("event: text\ndata: ")) continue;
        const { at, text: piece } = JSON.parse(frame.slice("event: text\ndata: ".length)) as { at: number; text: string };
        expect(at).toBe(told.text.length);
        told.text += piece;
        told.frames += 1;
        if (told.text.endsWith("end")) return;
      }
    }
  })();
  for (const word of text.split(/(?<= )/)) speaker.say(word);
  speaker.end();
  await heard;
  expect(told.text).toBe(text);
  expect(told.frames).toBeGreaterThan(3);
  await append("w1", "exe_other", [{ type: "execution.completed" }]);
  expect(await readUntil(other, "end")).not.toContain("event: text");
  expect(idsOf(await readUntil(await get("exe_text"), /id: 1\n/))).toEqual([1]);
});

test("an append that nobody tells of is seen within the floor", async () => {
  await addExecution("w1", "exe_quiet");
  await append("w1", "exe_quiet", progress(1), { tell: false });
  const response = await get("exe_quiet");
  setTimeout(() => void append("w1", "exe_quiet", [{ type: "execution.completed" }], { tell: false }), 50);
  expect(idsOf(await readUntil(response, "end"))).toEqual([1, 2]);
});

test("a lost connection to the database's notifications is taken up again", async () => {
  await addExecution("w1", "exe_cut");
  await append("w1", "exe_cut", progress(1));
  const response = await get("exe_cut");
  await appPool().query(
    "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'fermata streams' and datname = current_database()",
  );
  setTimeout(() => void append("w1", "exe_cut", [{ type: "execution.completed" }]), 400);
  expect(idsOf(await readUntil(response, "end"))).toEqual([1, 2]);
});

test("a stream ends within ten seconds of its key being revoked", { timeout: 20_000 }, async () => {
  const made = await createKey({ workspace: "w1", name: "short", role: "viewer" });
  if (!made.ok) throw new Error("no key");
  await addExecution("w1", "exe_watched");
  const response = await get("exe_watched", { as: made.value.token });
  const begun = performance.now();
  await inWorkspace("w1", (tx) => tx.apiKey.updateMany({ where: { id: made.value.id }, data: { revokedAt: new Date() } }));
  await readUntil(response, "end");
  expect(performance.now() - begun).toBeLessThan(10_000);
});

test.each([
  ["their session being revoked", (session: string) => endSession("dana", session)],
  ["their being disabled", () => setDisabled("w1", "dana", true)],
])("a person's stream ends within ten seconds of %s", { timeout: 20_000 }, async (_what, close) => {
  await setDisabled("w1", "dana", false);
  const { cookie, session } = await signedIn("dana");
  const id = `exe_of_${session}`;
  await addExecution("w1", id);
  const response = await get(id, { cookie });
  expect(response.status).toBe(200);
  const begun = performance.now();
  await close(session);
  await readUntil(response, "end");
  expect(performance.now() - begun).toBeLessThan(10_000);
  expect((await get(id, { cookie })).status).toBeGreaterThanOrEqual(401);
});

test("a person's stream ends within ten seconds of their role losing what it takes", { timeout: 20_000 }, async () => {
  const access: Access = {
    workspace: { id: "w1" },
    actor: { kind: "member", id: "o", name: "O" },
    role: "owner",
    scopes: [],
    by: "cookie",
  };
  const role = await roles.makeRole(access, { name: "Reader", says: "", permissions: ["execution:read", "usage:read"] });
  if (!role.ok) throw new Error("no role");
  await addPerson({ id: "rea", email: "rea@example.test", password: "a password of theirs", roles: { w1: role.value.id } });
  const { cookie } = await signedIn("rea");
  await addExecution("w1", "exe_of_role");
  const response = await get("exe_of_role", { cookie });
  expect(response.status).toBe(200);
  const begun = performance.now();
  await roles.reviseRole(access, { id: role.value.id, expected: undefined, permissions: ["usage:read"] });
  await readUntil(response, "end");
  expect(performance.now() - begun).toBeLessThan(10_000);
  expect((await get("exe_of_role", { cookie })).status).toBe(403);
});

test("a server that stops ends its streams, and their readers go on elsewhere", async () => {
  await addExecution("w1", "exe_stop");
  await append("w1", "exe_stop", progress(2));
  const response = await get("exe_stop");
  setTimeout(closeStreams, 50);
  expect(idsOf(await readUntil(response, "end"))).toEqual([1, 2]);
});
