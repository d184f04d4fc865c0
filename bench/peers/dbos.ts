import { type Engine, type Place, peer } from "./engine.ts";
import { runDag, type Shape } from "./shapes.ts";

type Handle = { getResult(): Promise<unknown> };
type Api = {
  DBOS: {
    setConfig(config: { name: string; systemDatabaseUrl: string; logLevel: string; runAdminServer: boolean }): void;
    registerWorkflow(work: (shape: Shape) => Promise<void>, options: { name: string }): (shape: Shape) => Promise<void>;
    runStep<T>(work: () => Promise<T>, options: { name: string }): Promise<T>;
    startWorkflow(workflow: (shape: Shape) => Promise<void>): (shape: Shape) => Promise<Handle>;
    launch(): Promise<void>;
    shutdown(): Promise<void>;
  };
};

export async function openDbos({ databaseUrl, body }: Place): Promise<Engine> {
  const { DBOS } = await peer<Api>("@dbos-inc/dbos-sdk");
  DBOS.setConfig({ name: "bench", systemDatabaseUrl: databaseUrl, logLevel: "error", runAdminServer: false });
  const play = DBOS.registerWorkflow(
    async (shape) => {
      const step = (name: string, ms: number, bytes?: number) => DBOS.runStep(() => body(ms, bytes), { name });
      if (shape.kind === "dag") await runDag(({ name, ms }) => step(name, ms));
      else if (shape.kind === "fan") await Promise.all(Array.from({ length: shape.width }, (_, index) => step(`s${index}`, shape.stepMs)));
      else for (let index = 0; index < shape.steps; index++) await step(`s${index}`, shape.stepMs, shape.resultBytes);
    },
    { name: "play" },
  );
  await DBOS.launch();
  return {
    run: async (shape) => void (await (await DBOS.startWorkflow(play)(shape)).getResult()),
    close: () => DBOS.shutdown(),
  };
}
