import { Inngest } from "inngest";
import { serve } from "inngest/edge";
import { callFunction } from "../../inngest/embedded/call.sdk.ts";
import { copyEnvironment } from "../../inngest/embedded/plain-env.sdk.ts";
import type { Engine, Place } from "./engine.ts";
import { runDag, type Shape } from "./shapes.ts";

const silent = { info() {}, warn() {}, error() {}, debug() {} };

type Op = { id: string; op: string; data?: unknown };

/** The SDK with a server that is a function here, keeps everything in memory and commits nothing: what no executor can be faster than. */
export async function openSdk({ body }: Pick<Place, "body">): Promise<Engine> {
  copyEnvironment();
  const inngest = new Inngest({
    id: "floor",
    isDev: true,
    baseUrl: "http://executor.invalid",
    logger: silent,
    checkpointing: { maxRuntime: 0 },
    fetch: async () => new Response("{}", { status: 200 }),
  });
  const play = inngest.createFunction({ id: "play", triggers: [{ event: "floor/play" }] }, async ({ event, step, group }) => {
    const { shape } = event.data as { shape: Shape };
    // Without it the SDK asks what follows when all that runs side by side is done.
    if (shape.kind === "dag") await group.parallel({ mode: "race" }, () => runDag(({ name, ms }) => step.run(name, () => body(ms))));
    else if (shape.kind === "fan")
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
      const begun = new Set<string>();
      const isEager = shape.kind === "dag";
      const discover = async (first: boolean): Promise<void> => {
        const { over, ops } = await call("discover", "step", first);
        if (over || ops.some(({ op }) => op === "RunComplete")) return;
        const planned = ops.filter(({ op, id }) => op === "StepPlanned" && !begun.has(id));
        if (planned.length === 0 && begun.size === 0) throw new Error(`the SDK reported ${ops.map(({ op }) => op).join(", ")}`);
        await Promise.all(
          planned.map(async ({ id }) => {
            begun.add(id);
            const reported = await call("step", id, false);
            for (const op of reported.ops) memos.push({ hash: op.id, body: JSON.stringify({ data: op.data }) });
            if (isEager) await discover(false);
          }),
        );
        if (!isEager) await discover(false);
      };
      await discover(true);
    },
    close: async () => {},
  };
}
