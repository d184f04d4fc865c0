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
