import { expect, test } from "vitest";
import type { DurableFunction } from "./function.ts";
import { createRegistry } from "./registry.ts";
import { effectsOf } from "./route.ts";

const fn = (id: string, given: Partial<DurableFunction> = {}): DurableFunction => ({
  id,
  maxAttempts: 5,
  events: [],
  crons: [],
  cancels: [],
  concurrency: [],
  control: {},
  startMs: null,
  finishMs: null,
  ...given,
});
const event = (name: string, data: unknown = {}) => ({ id: "01", name, body: JSON.stringify({ name, data, ts: 9 }) });
const effects = (functions: DurableFunction[], events: ReturnType<typeof event>[], found = {}) =>
  effectsOf(events, { waits: [], open: [], ...found }, { registry: createRegistry(functions), newId: () => "new" });

test("two triggers of one function that both match start it once", () => {
  expect(effects([fn("f", { events: [{ name: "a/*" }, { name: "a/b" }] })], [event("a/b")]).starts).toHaveLength(1);
});

test("a run is started with the slots of its key", () => {
  const { starts } = effects(
    [
      fn("f", {
        events: [{ name: "e" }],
        concurrency: [
          { limit: 2, key: "event.data.k", scope: "fn" },
          { limit: 5, scope: "account", key: "event.data.k" },
        ],
      }),
    ],
    [event("e", { k: "x" })],
  );
  expect(starts).toMatchObject([
    { cause: "01", id: "new", fn: "f", ts: 9, priority: 0, slots: ["f event.data.k:x", "account event.data.k:x"], limits: [2, 5] },
  ]);
});

test("waits are asked one by one, and only those for this name", () => {
  const wait = (run: string, name: string, condition: string | null) => ({ run, hash: "h", name, condition, event: '{"data":{"id":1}}' });
  const waits = [
    wait("r1", "e", null),
    wait("r2", "e", "async.data.id == event.data.id"),
    wait("r3", "e", "async.data.id == 2"),
    wait("r4", "other", null),
  ];
  expect(effects([], [event("e", { id: 1 })], { waits }).resumes.map(({ run }) => run)).toEqual(["r1", "r2"]);
});

test("an ended run is told of by the events that somebody hears", () => {
  const open = [{ run: "r", fn: "f", event: '{"data":{}}', batch: null, created: 0 }];
  const cancels = [{ event: "stop" }];
  expect(effects([fn("f", { cancels })], [event("stop")], { open }).cancels).toMatchObject([{ run: "r", status: "cancelled", events: [] }]);
  const heard = effects([fn("f", { cancels }), fn("g", { events: [{ name: "inngest/function.cancelled" }] })], [event("stop")], { open });
  expect(heard.cancels[0]?.events).toMatchObject([{ name: "inngest/function.cancelled" }]);
});
