import { afterAll, beforeAll, expect, test } from "vitest";
import { closePools } from "#lib/db.ts";
import { runtime } from "#lib/runtime.ts";
import { type Lab, openLab } from "./embedded/lab.testing.ts";
import { handleRun, readExecutor } from "./executor-state.ts";

const [own, other] = [{ id: "ws_own" }, { id: "ws_other" }];
let lab: Lab;
let isWell = false;
const passed: string[] = [];

beforeAll(async () => {
  lab = await openLab((inngest) => [
    inngest.createFunction({ id: "moves", retries: 0, triggers: [{ event: "lab/moves" }] }, async ({ event, step }) => {
      await step.run("try", () => {
        if (!isWell) throw new Error("not well yet");
        passed.push(String(event.data.executionId));
      });
    }),
    inngest.createFunction({ id: "waits", triggers: [{ event: "lab/waits" }] }, async ({ step }) => {
      await step.waitForEvent("hear", { event: "lab/heard", timeout: "1h" });
    }),
  ]);
});
afterAll(async () => {
  await lab.close();
  await runtime().close();
  await closePools();
});

test("what failed for good is listed with its reason, runs again, and is nobody else's", async () => {
  await lab.send("lab/moves", { workspaceId: own.id, executionId: "exe_1" });
  await lab.ended("moves", 1);
  const state = await readExecutor(own);
  expect(state?.dead).toMatchObject([
    { fn: "lab-moves", status: "failed", error: expect.stringContaining("not well yet"), about: "exe_1" },
  ]);
  expect(state?.functions).toMatchObject([{ fn: "lab-moves", failed: 1 }]);
  expect(state?.workers).toBe(1);
  expect(await readExecutor(other)).toMatchObject({ functions: [], live: [], dead: [], queue: { ready: 0, taken: 0, waiting: 0 } });
  const id = state?.dead[0]?.id ?? "";
  expect(await handleRun(other, id, "retry")).toMatchObject({ ok: false, refusal: { code: "not_found" } });
  isWell = true;
  expect(await handleRun(own, id, "retry")).toMatchObject({ ok: true });
  await lab.ended("moves", 2);
  expect(passed).toEqual(["exe_1"]);
});

test("an open run is listed while it waits, and ends once, by its owner", async () => {
  await lab.send("lab/waits", { workspaceId: own.id, executionId: "exe_2" });
  await lab.waiting("event");
  const state = await readExecutor(own);
  expect(state?.live).toMatchObject([{ fn: "lab-waits", about: "exe_2" }]);
  expect(state?.queue.waiting).toBe(1);
  const id = state?.live[0]?.id ?? "";
  expect(await handleRun(other, id, "cancel")).toMatchObject({ ok: false });
  const answers = await Promise.all([1, 2, 3].map(() => handleRun(own, id, "cancel")));
  expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
  expect((await readExecutor(own))?.live).toEqual([]);
  expect((await lab.pool.query("select from executor.item")).rowCount).toBe(0);
});
