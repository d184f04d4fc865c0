import { expect, test } from "vitest";
import { expectLegal } from "./legal.fixture.ts";
import { simulation } from "./simulation.fixture.ts";
import { memoryStore } from "./store.memory.fixture.ts";

const play = () =>
  simulation({
    scope: { id: "ws_test" },
    open: ({ now, appended }) => ({
      stores: [memoryStore({ now, appended: (_, nudges) => appended(nudges) })],
      expireLease: async () => undefined,
    }),
  });
const read = (id: string, more: object = {}) => ({ id, tool: "sim.read", when: "true", ...more });
const control = (action: "pause" | "resume") => ({ do: "control" as const, action });

test("a slot that frees during a pause is given away after the resume, also when who resumes first does not take it", async () => {
  const at = play();
  // `first` runs, `waits` finds no slot; the pause then holds `asks`, which will wait for a person.
  await at.start(
    { steps: [read("first"), read("waits"), read("asks", { dependsOn: ["first"], approval: "required" })] },
    { autonomy: "run", concurrency: 1 },
  );
  await at.deliverAll();
  expect((await at.state()).head).toMatchObject({ running: 1, slotWaiters: 1 });
  await at.act(control("pause"));
  await at.act({ do: "finish", at: 0, how: "completed" });
  await at.quiet();
  await at.deliverAll();
  expect((await at.state()).steps["asks"]).toMatchObject({ status: "held", hold: { reason: "pause" } });
  await at.act(control("resume"));
  await at.deliverAll();
  const { steps } = expectLegal(await at.events());
  expect(steps["asks"]).toMatchObject({ status: "held", hold: { reason: "approval" } });
  expect(steps["waits"]).toMatchObject({ status: "running" });
  await at.leave();
});

test("a step that is let in and does not start leaves its slot to the next", async () => {
  const at = play();
  await at.start(
    { steps: [read("first"), read("second", { critical: false, params: { n: 2 } }), read("third")] },
    { autonomy: "run", concurrency: 1 },
  );
  await at.deliverAll();
  expect((await at.state()).head).toMatchObject({ running: 1, slotWaiters: 2 });
  // The first frees the slot for the second; the parameters of that were erased meanwhile.
  const rows = at.stores[0];
  const payload = rows?.payload;
  if (!rows || !payload) throw new Error("no store");
  const erased = (await at.state()).steps["second"]?.params?.id;
  rows.payload = async (scope, id, ref) => (ref === erased ? undefined : payload(scope, id, ref));
  await at.act({ do: "finish", at: 0, how: "completed" });
  await at.quiet();
  await at.deliverAll();
  const { steps } = await at.state();
  expect(steps["second"]).toMatchObject({ status: "failed", code: "erased" });
  expect(steps["third"]).toMatchObject({ status: "running" });
  await at.leave();
});

const readyNudges = (at: ReturnType<typeof play>) => at.sent.filter(({ name }) => name === "step/ready").length;

async function finishAll(at: ReturnType<typeof play>): Promise<void> {
  for (let left = true; left; ) {
    await at.deliverAll();
    await at.act({ do: "finish", at: 0, how: "completed" });
    await at.quiet();
    left = (await at.state()).head.status === "running";
  }
}

test("steps wider than the slots are carried by as many runs as there are slots, one after the other", async () => {
  const at = play();
  await at.start(
    { steps: Array.from({ length: 30 }, (_, index) => ({ id: `s${index}`, tool: "sim.read" })) },
    { autonomy: "run", concurrency: 3 },
  );
  await at.deliverAll();
  expect((await at.state()).head).toMatchObject({ running: 3, slotWaiters: 27 });
  await finishAll(at);
  const { head } = expectLegal(await at.events());
  expect(head).toMatchObject({ status: "completed", counts: { completed: 30 }, slotWaiters: 0 });
  // The run that planned is the third.
  expect(readyNudges(at)).toBe(2);
  await at.leave();
});

test("the items of a list wider than the slots are carried in the same way", async () => {
  const at = play();
  const items = JSON.stringify(Array.from({ length: 12 }, (_, index) => index));
  await at.start({ steps: [{ id: "each", tool: "sim.read", forEach: items }] }, { autonomy: "run", concurrency: 2 });
  await finishAll(at);
  const { head, steps } = expectLegal(await at.events());
  expect(head.status).toBe("completed");
  expect(steps["each"]?.iterations).toEqual({ total: 12, settled: 12, failed: 0 });
  // The list, two items, and the list once more to gather their outputs.
  expect(readyNudges(at)).toBe(4);
  await at.leave();
});

test("a step that turns out to wait for a person, and a list, leave their slot to who queues", async () => {
  const at = play();
  await at.start(
    {
      steps: [
        { id: "asks", tool: "sim.read", approval: "required" },
        { id: "list", tool: "sim.read", forEach: "[1, 2]" },
        { id: "first", tool: "sim.read" },
        { id: "second", tool: "sim.read" },
      ],
    },
    { autonomy: "run", concurrency: 1 },
  );
  await at.deliverAll();
  const { head, steps } = expectLegal(await at.events());
  expect(steps["asks"]).toMatchObject({ status: "held", hold: { reason: "approval" } });
  expect(steps["first"]?.status).toBe("running");
  expect(head).toMatchObject({ running: 1, slotWaiters: 3 });
  await at.drive();
  expect((await at.state()).head.status).toBe("completed");
  await at.leave();
});

test("a step that somebody took meanwhile costs the one who reached for it nothing: another begins in its place", async () => {
  const at = play();
  await at.start(
    { steps: [read("a", { when: undefined }), read("b", { when: undefined }), read("c", { when: undefined })] },
    { autonomy: "run", concurrency: 1 },
  );
  await at.deliverAll();
  const store = at.stores[0];
  if (!store) throw new Error("no store");
  // The look at who waits is old: it still names the step that runs.
  const { slice } = store;
  store.slice = async (scope, id, need) => {
    const read = await slice(scope, id, need);
    return read && need.waiters
      ? {
          ...read,
          waiters: ["a"],
          execution: { ...read.execution, steps: { ...read.execution.steps, a: { ...read.execution.steps["b"], id: "a" } as never } },
        }
      : read;
  };
  await at.act({ do: "finish", at: 0, how: "completed" });
  await at.quiet();
  await at.deliverAll();
  expect((await at.state()).steps["b"]?.status).toBe("running");
  await at.drive();
  expect(expectLegal(await at.events()).head.status).toBe("completed");
  await at.leave();
});
