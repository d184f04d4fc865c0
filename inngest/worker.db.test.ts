import { afterAll, beforeAll, expect, test } from "vitest";
import { closePools } from "#lib/db.ts";
import { startExecution } from "#lib/execution/start-execution.ts";
import { isOver } from "#lib/execution/state.ts";
import { runtime } from "#lib/runtime.ts";
import type { Actor, Workspace } from "#lib/tenancy/workspace.ts";
import { dispatchTo } from "./dispatch.ts";
import { spawnWorker, type Worker } from "./worker.fixture.ts";

const scope: Workspace = { id: "ws_worker" };
const actor: Actor = { kind: "system", id: "test", name: "Test" };
let worker: Worker;

beforeAll(async () => {
  runtime().sendWith(dispatchTo());
  worker = spawnWorker();
  await worker.ready;
});

afterAll(async () => {
  await worker.kill("SIGTERM");
  await runtime().close();
  await closePools();
});

async function start(steps: object[]): Promise<string> {
  const started = await startExecution(runtime(), { workspace: scope, actor, command: { plan: { steps } } });
  if (!started.ok) throw new Error(started.refusal.because);
  return started.value.id;
}

/** Waits for the end of an execution, by its log. */
async function ended(id: string) {
  for (;;) {
    const slice = await runtime().store.slice(scope, id, {});
    if (slice && isOver(slice.execution.head.status)) return slice.execution.head;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

test("a chain runs in another process, through the durable functions", async () => {
  const chain = Array.from({ length: 50 }, (_, index) => ({
    id: `s${index}`,
    tool: "flow.pass",
    params: { n: index },
    dependsOn: index > 0 ? [`s${index - 1}`] : [],
  }));
  expect(await ended(await start(chain))).toMatchObject({ status: "completed", counts: { completed: 50 } });
});

test("many executions at once all end, and so does a wide fan", async () => {
  const chain = Array.from({ length: 5 }, (_, index) => ({
    id: `s${index}`,
    tool: "flow.pass",
    params: { n: index },
    dependsOn: index > 0 ? [`s${index - 1}`] : [],
  }));
  const fan = Array.from({ length: 60 }, (_, index) => ({ id: `s${index}`, tool: "flow.pass", params: { n: index } }));
  const ids = await Promise.all([...Array.from({ length: 30 }, () => start(chain)), start(fan)]);
  const heads = await Promise.all(ids.map(ended));
  expect(heads.map(({ status }) => status)).toEqual(ids.map(() => "completed"));
});

test("a durable wait holds no process and ends at its time", async () => {
  const id = await start([
    { id: "w", tool: "flow.wait", params: { minutes: 0.02 } },
    { id: "after", tool: "flow.pass", params: {}, dependsOn: ["w"] },
  ]);
  expect(await ended(id)).toMatchObject({ status: "completed" });
});
