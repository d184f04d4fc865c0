import { afterAll, afterEach, beforeEach, expect, test } from "vitest";
import { closePools } from "#lib/db.ts";
import { egressThrough } from "#lib/safety/egress.undici.ts";
import { httpRequest } from "#lib/tools/http-request.ts";
import { forkExecution } from "./fork-execution.ts";
import { expectLegal } from "./legal.fixture.ts";
import { rollBack } from "./roll-back.ts";
import { sayEffect } from "./say-effect.ts";
import { bookingServer } from "./undo-sink.fixture.ts";
import { scope, someone, testWorld } from "./world.fixture.ts";

afterAll(closePools);

let sink: Awaited<ReturnType<typeof bookingServer>>;
beforeEach(async () => {
  sink = await bookingServer();
});
afterEach(() => sink.close());

let clockMs = Date.parse("2026-01-15T09:00:00Z");
function world(allow = [sink.host]) {
  const made = testWorld({ tools: [httpRequest(egressThrough({ allow }))], now: () => new Date(clockMs) });
  const log = (id: string) => made.store.readAfter(scope, id, 0, 1_000);
  const state = async (id: string) => expectLegal(await log(id));
  async function run(steps: object[]): Promise<string> {
    const id = await made.start({ steps } as never, { autonomy: "run" });
    for (let turn = 0; turn < 20; turn++) {
      await made.settle();
      clockMs += 2_000;
    }
    return id;
  }
  const back = async (id: string) => {
    const told = await rollBack(made, { workspace: scope, id, by: someone });
    if (!told.ok) throw new Error(told.refusal.because);
    return told.value;
  };
  return { ...made, log, state, run, back };
}

/** A booking, and how it is taken back. */
const book = (what: string, compensation?: object, more: object = {}) => ({
  id: what,
  tool: "http.request",
  params: {
    url: `http://${sink.host}/book`,
    method: "POST",
    body: { what },
    ...(compensation && { compensation }),
  },
  ...more,
});
const byId = () => ({ url: `http://${sink.host}/booking/{output.body.id}` });
const asked = () => ({ ...byId(), confirm: { url: `http://${sink.host}/undone/{undo}` } });
const byBody = () => ({
  method: "POST",
  url: `http://${sink.host}/cancel`,
  body: { booking: "{output.body.id}", of: "{input.body.what}" },
});

test("two calls that declare how they are taken back are, each under a key of its own, and one that does not is told", async () => {
  const here = world();
  const id = await here.run([
    book("room", byId()),
    book("table", byBody(), { dependsOn: ["room"] }),
    book("cab", undefined, { dependsOn: ["table"] }),
  ]);
  expect((await here.state(id)).head.status).toBe("completed");
  expect(sink.bookings.size).toBe(3);
  const told = await here.back(id);
  expect(told).toMatchObject({
    undone: [{ step: "table" }, { step: "room" }],
    left: [{ step: "cab", state: "kept", because: "it cannot be taken back" }],
  });
  expect([...sink.bookings.values()]).toEqual([{ what: "cab" }]);
  const [table, room] = sink.undoings();
  expect(table).toMatchObject({ method: "POST", path: "/cancel", body: { booking: "b2", of: "table" } });
  expect(room).toMatchObject({ method: "DELETE", path: "/booking/b1" });
  const { effects } = await here.state(id);
  const all = Object.values(effects);
  expect(all.filter(({ undoes }) => !undoes).map(({ step, status }) => [step, status])).toEqual([
    ["room", "compensated"],
    ["table", "compensated"],
    ["cab", "done"],
  ]);
  const undoings = all.filter(({ undoes }) => undoes);
  expect(undoings.map(({ step, status, tool }) => [step, status, tool])).toEqual([
    ["table", "done", "http.request"],
    ["room", "done", "http.request"],
  ]);
  expect(undoings.map(({ key }) => key)).toEqual([table?.key, room?.key]);
  expect(new Set(sink.calls.map(({ key }) => key)).size).toBe(5);
  // What is undone is not undone twice.
  expect(await here.back(id)).toMatchObject({ undone: [], left: [{ step: "cab" }] });
  expect(sink.undoings()).toHaveLength(2);
});

test("a lost answer of an undoing is asked about, and is never a second undoing", async () => {
  const here = world();
  sink.wrong.set("room", { how: "drops after it", left: 1 });
  const id = await here.run([book("room", asked())]);
  expect(await here.back(id)).toMatchObject({ undone: [{ step: "room" }], left: [] });
  expect(sink.undoings()).toHaveLength(1);
  expect(Object.values((await here.state(id)).effects)).toMatchObject([
    { status: "compensated" },
    { status: "done", proof: expect.stringContaining("asked by the key") },
  ]);
});

test("an undoing that did not arrive, as the far side says, is made again under the same key", async () => {
  const here = world();
  sink.wrong.set("room", { how: "drops before it", left: 1 });
  const id = await here.run([book("room", asked())]);
  expect(await here.back(id)).toMatchObject({ undone: [{ step: "room" }] });
  expect(sink.undoings()).toHaveLength(2);
  expect(new Set(sink.undoings().map(({ key }) => key)).size).toBe(1);
  expect(sink.bookings.size).toBe(0);
});

test("where nobody can be asked it ends as unknown, is not made again by any rollback or fork, and a person says what became of it", async () => {
  const here = world();
  sink.wrong.set("room", { how: "drops after it", left: 9 });
  const id = await here.run([book("room", byId())]);
  for (let time = 0; time < 2; time++)
    expect(await here.back(id)).toMatchObject({ undone: [], left: [{ step: "room", state: "unknown" }] });
  expect(sink.undoings()).toHaveLength(1);
  const fork = await forkExecution(here, { workspace: scope, actor: someone, id, command: { from: "room", effects: "compensate" } });
  expect(fork).toMatchObject({ ok: false, refusal: { code: "conflict" } });
  const [was, undo] = Object.values((await here.state(id)).effects);
  expect([was?.status, undo?.status, undo?.undoes]).toEqual(["done", "unknown", was?.id]);
  const say = (happened: boolean, workspace = scope) =>
    sayEffect(here, { workspace, actor: someone, id, effectId: undo?.id ?? "", command: { step: "room", happened } });
  expect(await say(true, { id: "ws_other" })).toMatchObject({ ok: false, refusal: { code: "not_found" } });
  expect(await say(true)).toMatchObject({ ok: true, value: { status: "done" } });
  expect(await say(false)).toMatchObject({ ok: false, refusal: { code: "conflict" } });
  expect(Object.values((await here.state(id)).effects)).toMatchObject([
    { status: "compensated" },
    { status: "done", proof: "Dana says that it happened" },
  ]);
});

test("what a person found not to be undone may be undone again", async () => {
  const here = world();
  sink.wrong.set("room", { how: "drops before it", left: 1 });
  const id = await here.run([book("room", byId())]);
  await here.back(id);
  const undo = Object.values((await here.state(id)).effects).find(({ undoes }) => undoes);
  expect(undo?.status).toBe("unknown");
  await sayEffect(here, { workspace: scope, actor: someone, id, effectId: undo?.id ?? "", command: { step: "room", happened: false } });
  expect(await here.back(id)).toMatchObject({ undone: [{ step: "room" }], left: [] });
  expect(sink.bookings.size).toBe(0);
});

test("a busy far side is asked again when it said, and one that refuses is told with its words", async () => {
  const here = world();
  sink.wrong.set("room", { how: "503", left: 2 });
  sink.wrong.set("table", { how: "422", left: 9 });
  const id = await here.run([book("room", byId()), book("table", byId())]);
  const told = await here.back(id);
  expect(told.undone).toMatchObject([{ step: "room" }]);
  expect(told.left).toMatchObject([{ step: "table", state: "kept", because: "the far side answered 422: too late" }]);
  expect(sink.undoings().filter(({ path }) => path.endsWith("b1") || path.endsWith("b2"))).toHaveLength(4);
});

test("one effect is taken back alone, and the ledger says beforehand which can be", async () => {
  const here = world();
  const id = await here.run([book("room", byId()), book("table", byId()), book("cab")]);
  const { effects } = await here.state(id);
  expect(Object.values(effects).map(({ step, canUndo }) => [step, canUndo])).toEqual([
    ["room", true],
    ["table", true],
    ["cab", false],
  ]);
  const table = Object.values(effects).find(({ step }) => step === "table")?.id;
  const told = await rollBack(here, { workspace: scope, id, effect: table, by: someone });
  expect(told).toMatchObject({ ok: true, value: { undone: [{ step: "table" }], left: [] } });
  expect([...sink.bookings.values()].map(({ what }) => what).sort()).toEqual(["cab", "room"]);
  expect(await rollBack(here, { workspace: scope, id, effect: table, by: someone })).toMatchObject({
    ok: false,
    refusal: { code: "unprocessable" },
  });
});

test("two who roll back at once undo once", async () => {
  const here = world();
  const id = await here.run([book("room", byId()), book("table", byId())]);
  await Promise.all([here.back(id), here.back(id)]);
  expect(sink.undoings()).toHaveLength(2);
  expect(sink.bookings.size).toBe(0);
  const { effects } = await here.state(id);
  expect(Object.values(effects).filter(({ status }) => status === "compensated")).toHaveLength(2);
});

test("whoever dies half way is followed by somebody who asks first", async () => {
  const here = world();
  const id = await here.run([book("room", asked())]);
  const dies = rollBack(
    {
      ...here,
      async attempt(claim) {
        await here.attempt(claim);
        throw new Error("the process died");
      },
    },
    { workspace: scope, id, by: someone },
  );
  await expect(dies).rejects.toThrow("the process died");
  expect(await here.back(id)).toMatchObject({ left: [{ state: "busy" }] });
  clockMs += 300_000;
  expect(await here.back(id)).toMatchObject({ undone: [{ step: "room" }] });
  expect(sink.undoings()).toHaveLength(1);
});

test("an undoing goes through the guards of everything that leaves", async () => {
  const here = world();
  const id = await here.run([
    book("room", { url: "http://169.254.169.254/{output.body.id}" }),
    book("table", { url: `http://${sink.host}/booking/{output.body.nowhere}` }, { dependsOn: ["room"] }),
  ]);
  const { undone, left } = await here.back(id);
  expect(undone).toEqual([]);
  expect(left.map(({ step, because }) => [step, because.replace(/:.*/, "")])).toEqual([
    ["table", "to take it back, output.body.nowhere is needed, and the call has none"],
    ["room", "the address was refused"],
  ]);
  expect(sink.undoings()).toHaveLength(0);
});

test("a fork that compensates undoes it first and does it again", async () => {
  const here = world();
  const id = await here.run([book("room", byId()), { id: "after", tool: "test.pass", dependsOn: ["room"] }]);
  const fork = await forkExecution(here, { workspace: scope, actor: someone, id, command: { from: "room", effects: "compensate" } });
  if (!fork.ok) throw new Error(fork.refusal.because);
  await here.settle();
  expect((await here.state(fork.value.id)).head.status).toBe("completed");
  expect(sink.calls.map(({ method }) => method)).toEqual(["POST", "DELETE", "POST"]);
  expect([...sink.bookings.keys()]).toEqual(["b2"]);
});

test("a step that asks for a rollback has it by itself, after its failure", async () => {
  const here = world();
  const wrong = { id: "wrong", tool: "test.pass", params: { x: "{{ steps.room.no.where }}" }, dependsOn: ["room"] };
  const id = await here.run([book("room", byId()), { ...wrong, fallbacks: [{ type: "rollback" }] }]);
  const { head, effects } = await here.state(id);
  expect(head).toMatchObject({ status: "failed", rollback: { step: "wrong", done: true } });
  expect(Object.values(effects).map(({ status }) => status)).toEqual(["compensated", "done"]);
  expect(sink.bookings.size).toBe(0);
});
