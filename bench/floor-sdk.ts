import { Inngest } from "inngest";
import { serve } from "inngest/edge";
import { callFunction } from "../inngest/embedded/call.sdk.ts";
import { copyEnvironment } from "../inngest/embedded/plain-env.sdk.ts";

const steps = 50;
const runs = 50;
const silent = { info() {}, warn() {}, error() {}, debug() {} };

const eventOf = (name: string, run: number) => JSON.stringify({ id: `e${run}`, name: `floor/${name}`, data: {}, ts: 0 });

const dispatch = {
  hash: "step",
  fence: "1",
  kind: "discover" as const,
  attempt: 0,
  atMs: 0,
  first: true,
  alone: true,
  batch: null,
  request: null,
  startMs: null,
  finishMs: null,
};

/** The Inngest SDK alone, with a server that is a function here and says yes to everything: one of fifty steps, and a run of one step. */
export async function sdkFloors(): Promise<{ sdkStep: number; sdkRun: number }> {
  copyEnvironment();
  const inngest = new Inngest({
    id: "floor",
    isDev: true,
    baseUrl: "http://executor.invalid",
    logger: silent,
    checkpointing: { maxRuntime: 0 },
    fetch: async () => new Response("{}", { status: 200 }),
  });
  const chain = inngest.createFunction({ id: "chain", triggers: [{ event: "floor/chain" }] }, async ({ step }) => {
    for (let index = 0; index < steps; index++) await step.run(`s${index}`, async () => ({ n: index }));
  });
  const single = inngest.createFunction({ id: "single", triggers: [{ event: "floor/single" }] }, ({ step }) =>
    step.run("carry", async () => ({ steps: 1 })),
  );
  const handler = serve({ client: inngest, functions: [chain, single] });
  const call = async (name: string, run: number) => {
    const reply = await callFunction(
      handler,
      { ...dispatch, run: `${name}-${run}`, fn: `floor-${name}`, event: eventOf(name, run) },
      1,
      [],
    );
    if (reply.status !== 200 && reply.status !== 206) throw new Error(`the SDK answered ${reply.status}: ${reply.body}`);
  };
  await call("chain", 0);
  await call("single", 0);
  const chained = await timed(3, (index) => call("chain", index + 1));
  const alone = await timed(runs, (index) => call("single", index + 1));
  return { sdkStep: chained / steps, sdkRun: alone };
}

async function timed(count: number, work: (index: number) => Promise<unknown>): Promise<number> {
  const began = performance.now();
  for (let index = 0; index < count; index++) await work(index);
  return (performance.now() - began) / count;
}
