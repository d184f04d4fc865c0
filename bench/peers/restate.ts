import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { Agent, request } from "node:http";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type Engine, type Place, peer } from "./engine.ts";
import { dag, type Shape } from "./shapes.ts";

type Step<T> = Promise<T> & { map<To>(mapper: () => To): Step<To> };
type Context = { run<T>(name: string, work: () => Promise<T>): Step<T> };
type Sdk = {
  service(definition: { name: string; handlers: { play(context: Context, shape: Shape): Promise<void> } }): object;
  serve(options: { services: object[]; port: number }): Promise<number>;
  RestatePromise: { all(promises: Step<unknown>[]): Promise<unknown>; race<T>(promises: Step<T>[]): Promise<T> };
};

/** Its server is a process of its own with a log of its own; the workflow runs in this process and is called by it. */
export async function openRestate({ folder, freePort, body }: Place): Promise<Engine> {
  const { service, serve, RestatePromise } = await peer<Sdk>("@restatedev/restate-sdk");
  const [port, ingress, admin, node] = [await freePort(), await freePort(), await freePort(), await freePort()];
  const play = async (context: Context, shape: Shape): Promise<void> => {
    const step = (name: string, ms: number, bytes?: number) => context.run(name, () => body(ms, bytes));
    if (shape.kind === "chain") for (let index = 0; index < shape.steps; index++) await step(`s${index}`, shape.stepMs, shape.resultBytes);
    else if (shape.kind === "fan")
      await RestatePromise.all(Array.from({ length: shape.width }, (_, index) => step(`s${index}`, shape.stepMs)));
    else await playDag(step, RestatePromise);
  };
  await serve({ services: [service({ name: "bench", handlers: { play } })], port });
  const server = spawn(
    join(process.cwd(), `node_modules/@restatedev/restate-server-${process.platform}-${process.arch}/bin/restate-server`),
    ["--base-dir", folder, "--node-name", "bench"],
    {
      env: {
        ...process.env,
        RESTATE_BIND_ADDRESS: `127.0.0.1:${node}`,
        RESTATE_ADVERTISED_ADDRESS: `http://127.0.0.1:${node}`,
        RESTATE_INGRESS__BIND_ADDRESS: `127.0.0.1:${ingress}`,
        RESTATE_ADMIN__BIND_ADDRESS: `127.0.0.1:${admin}`,
        RESTATE_LOG_FILTER: "error",
        DO_NOT_TRACK: "1",
      },
      stdio: "ignore",
    },
  );
  await registered(server, admin, port);
  const agent = new Agent({ keepAlive: true, maxSockets: 1_000 });
  const call = (shape: Shape) =>
    new Promise<void>((done, failed) => {
      const sent = request({ host: "127.0.0.1", port: ingress, path: "/bench/play", method: "POST", agent }, (answer) => {
        answer.resume().on("end", () => (answer.statusCode === 200 ? done() : failed(new Error(`Restate answered ${answer.statusCode}`))));
      });
      sent.on("error", failed).setHeader("content-type", "application/json");
      sent.end(JSON.stringify(shape));
    });
  return {
    run: call,
    pids: server.pid === undefined ? [] : [server.pid],
    async close() {
      agent.destroy();
      const ended = once(server, "exit");
      server.kill();
      await ended;
    },
  };
}

/** Its own combinator has to bind the branches: with plain promises around `run` they never end. */
async function playDag(step: (name: string, ms: number) => Step<string>, { race }: Sdk["RestatePromise"]): Promise<void> {
  const done = new Set<string>();
  const running = new Map<string, Step<string>>();
  const begin = () => {
    for (const { name, ms, after } of dag)
      if (!done.has(name) && !running.has(name) && after.every((one) => done.has(one)))
        running.set(
          name,
          step(name, ms).map(() => name),
        );
  };
  begin();
  while (running.size > 0) {
    const name = await race([...running.values()]);
    running.delete(name);
    done.add(name);
    begin();
  }
}

async function registered(server: ChildProcess, admin: number, port: number): Promise<void> {
  for (let attempt = 0; attempt < 300 && server.exitCode === null; attempt++) {
    const answer = await fetch(`http://127.0.0.1:${admin}/deployments`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ uri: `http://127.0.0.1:${port}` }),
    }).catch(() => undefined);
    await answer?.body?.cancel();
    if (answer?.ok) return;
    await sleep(100);
  }
  throw new Error("the Restate server took no deployment within 30 s");
}
