import type { Body } from "./engine.ts";
import type { Shape } from "./shapes.ts";

/** One job of a queue: a step, and what remains of its chain. */
export type Link = { run: string; stepMs: number; resultBytes: number; left: number };
export type Next = (link: Link) => Promise<unknown>;

/** What a queue needs to look like a workflow of one shape: jobs that add the next job, and a caller who hears of the last one. */
export function chained(body: Body) {
  const open = new Map<string, { waits: number; done: () => void }>();
  return {
    async act(link: Link, add: Next): Promise<void> {
      await body(link.stepMs, link.resultBytes);
      if (link.left > 1) return void (await add({ ...link, left: link.left - 1 }));
      const run = open.get(link.run);
      if (run && --run.waits === 0) run.done();
    },
    async run(id: string, shape: Shape, add: Next): Promise<void> {
      if (shape.kind === "dag") throw new Error("a queue of jobs has no graph");
      const width = shape.kind === "fan" ? shape.width : 1;
      const ended = new Promise<void>((done) => open.set(id, { waits: width, done }));
      const link = { run: id, stepMs: shape.stepMs, resultBytes: shape.kind === "chain" ? shape.resultBytes : 0 };
      await Promise.all(Array.from({ length: width }, () => add({ ...link, left: shape.kind === "chain" ? shape.steps : 1 })));
      await ended;
      open.delete(id);
    },
  };
}
