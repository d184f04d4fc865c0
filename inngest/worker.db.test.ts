import { afterAll, beforeAll, expect, test } from "vitest";
import { closePools } from "#lib/db.ts";
import { isOver } from "#lib/execution/state.ts";
import { startExecution } from "#lib/execution/start-execution.ts";
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
  const chain = Array.from({ length: 50 }, (_, index) => ({ id: `s${index}`, tool: "flow.pass", params: { n: index }, dependsOn: index > 0 ? [`s${index - 1}`] : [] }));
  const began = performance.now();
  const head = await ended(await start(chain));
  console.log("chain of 50", Math.round(performance.now() - began), "ms");
  expect(head).toMatchObject({ status: "completed", counts: { completed: 50 } });
  for (let i = 0; i < 5; i++) {
    const t = performance.now();
    await ended(await start(chain));
    console.log("chain of 50", Math.round(performance.now() - t), "ms");
  }
  const fan = Array.from({ length: 50 }, (_, index) => ({ id: `s${index}`, tool: "flow.pass", params: { n: index } }));
  for (let i = 0; i < 3; i++) {
    const t = performance.now();
    await ended(await start(fan));
    console.log("fan of 50", Math.round(performance.now() - t), "ms");
  }
  for (let i = 0; i < 3; i++) {
    const t = performance.now();
    const all = await Promise.all(Array.from({ length: 100 }, () => start(chain.slice(0, 5))));
    await Promise.all(all.map(ended));
    console.log("100 x 5", Math.round(performance.now() - t), "ms");
  }
});
