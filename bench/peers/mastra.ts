import { z } from "zod";
import { type Engine, type Place, peer } from "./engine.ts";
import { dagLayers, type Shape } from "./shapes.ts";

type Step = { id: string };
type Workflow = {
  then(step: Step): Workflow;
  parallel(steps: Step[]): Workflow;
  commit(): Workflow;
  createRun(): Promise<{ start(input: { inputData: object }): Promise<{ status: string }> }>;
};
type Definition = { id: string; inputSchema: unknown; outputSchema: unknown };
type Core = { Mastra: new (config: object) => { getWorkflow(name: string): Workflow } };
type Workflows = {
  createStep(definition: Definition & { execute: () => Promise<object> }): Step;
  createWorkflow(definition: Definition): Workflow;
};
type Store = { PostgresStore: new (config: { id: string; connectionString: string }) => { init(): Promise<void> } };

const any = z.any();

/** Its batches are barriers: a step waits for the whole batch before it. */
export async function openMastra({ databaseUrl, body }: Place): Promise<Engine> {
  const { Mastra } = await peer<Core>("@mastra/core");
  const { createStep, createWorkflow } = await peer<Workflows>("@mastra/core/workflows");
  const { PostgresStore } = await peer<Store>("@mastra/pg");
  const define = (id: string, shape: Shape): Workflow => {
    const step = (name: string, ms: number, bytes?: number) =>
      createStep({ id: name, inputSchema: any, outputSchema: any, execute: async () => ({ result: await body(ms, bytes) }) });
    let workflow = createWorkflow({ id, inputSchema: any, outputSchema: any });
    if (shape.kind === "chain")
      for (let index = 0; index < shape.steps; index++) workflow = workflow.then(step(`s${index}`, shape.stepMs, shape.resultBytes));
    else if (shape.kind === "fan")
      workflow = workflow.parallel(Array.from({ length: shape.width }, (_, index) => step(`s${index}`, shape.stepMs)));
    else for (const layer of dagLayers) workflow = workflow.parallel(layer.map(({ name, ms }) => step(name, ms)));
    return workflow.commit();
  };
  const storage = new PostgresStore({ id: "bench", connectionString: databaseUrl });
  await storage.init();
  const known = new Map<string, Workflow>();
  const workflowOf = (shape: Shape): Workflow => {
    const id = JSON.stringify(shape);
    const workflow =
      known.get(id) ?? new Mastra({ storage, logger: false, workflows: { play: define("play", shape) } }).getWorkflow("play");
    known.set(id, workflow);
    return workflow;
  };
  return {
    async run(shape) {
      const run = await workflowOf(shape).createRun();
      const { status } = await run.start({ inputData: {} });
      if (status !== "success") throw new Error(`the run ended as ${status}`);
    },
    close: async () => {},
  };
}
