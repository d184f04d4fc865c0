import { Inngest } from "inngest";
import { serve } from "inngest/edge";
import { callFunction } from "../../inngest/embedded/call.sdk.ts";
import { copyEnvironment } from "../../inngest/embedded/plain-env.sdk.ts";
import type { Engine, Place } from "./engine.ts";
import type { Shape } from "./shapes.ts";

const silent = { info() {}, warn() {}, error() {}, debug() {} };

type Op = { id: string; op: string; data?: unknown };

/** The SDK with a server that is a function here, keeps everything in memory and commits nothing: what no executor can be faster than. */
export async function openSdk({ body }: Place): Promise<Engine> {
  copyEnvironment();
  const inngest = new Inngest({
    id: "floor",
    isDev: true,
    baseUrl: "http://executor.invalid",
    logger: silent,
    checkpointing: { maxRuntime: 0 },
    fetch: async () => new Response("{}", { status: 200 }),
  });
  const play = inngest.createFunction({ id: "play", triggers: [{ event: "floor/play" }] }, async ({ event, step }) => {
    const { shape } = event.data as { shape: Shape };
    if (shape.kind === "dag") throw new Error("the floor has no graph");
    if (shape.kind === "fan")
      await Promise.all(Array.from({ length: shape.width }, (_, index) => step.run(`s${index}`, () => body(shape.stepMs))));
    else for (let index = 0; index < shape.steps; index++) await step.run(`s${index}`, () => body(shape.stepMs, shape.resultBytes));
  });
  const handler = serve({ client: inngest, functions: [play] });
  let runs = 0;
  return {
    async run(shape) {
      const run = `r${runs++}`;
      const event = JSON.stringify({ id: run, name: "floor/play", data: { shape }, ts: 0 });
      const memos: { hash: string; body: string }[] = [];
      const call = async (kind: "discover" | "step", hash: string, first: boolean) => {
        const dispatch = {
          run,
          fn: "floor-play",
          event,
          hash,
          fence: "1",
          kind,
          attempt: 0,
          atMs: 0,
          first,
          alone: first,
          batch: null,
          request: null,
          startMs: null,
          finishMs: null,
        };
        const reply = await callFunction(handler, dispatch, 1, [...memos]);
        if (reply.status !== 200 && reply.status !== 206) throw new Error(`the SDK answered ${reply.status}: ${reply.body}`);
        return { over: reply.status === 200, ops: (reply.status === 206 ? JSON.parse(reply.body) : []) as Op[] };
      };
      let discovered = await call("discover", "step", true);
      while (!discovered.over) {
        if (discovered.ops.some(({ op }) => op === "RunComplete")) return;
        const planned = discovered.ops.filter(({ op }) => op === "StepPlanned");
        if (planned.length === 0) throw new Error(`the SDK reported ${discovered.ops.map(({ op }) => op).join(", ")}`);
        await Promise.all(
          planned.map(async ({ id }) => {
            const { ops } = await call("step", id, false);
            for (const op of ops) memos.push({ hash: op.id, body: JSON.stringify({ data: op.data }) });
          }),
        );
        discovered = await call("discover", "step", false);
      }
    },
    close: async () => {},
  };
}
