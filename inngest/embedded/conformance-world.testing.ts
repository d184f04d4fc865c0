import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Inngest, type InngestFunction } from "inngest";
import { serve as serveAtEdge } from "inngest/edge";
import { serve as serveOverHttp } from "inngest/node";
import type pg from "pg";
import { createExecutor } from "./executor.ts";
import { createInProcessFetch } from "./in-process-fetch.ts";
import { forget, until } from "./lab.testing.ts";
import { createLook } from "./look.postgres.ts";
import { notifyWorkers } from "./notify.postgres.ts";
import { type Standalone, type StandaloneOptions, startStandalone } from "./standalone.ts";

/** As much of a run as every server shows. */
export type SeenRun = { run_id: string; function_id: string; status: string; output: unknown };

/** One way to run functions: who runs them is all that differs. */
export type World = {
  inngest: Inngest;
  runsOf(event: string): Promise<SeenRun[]>;
  /** Lets so much time pass for whoever waits. */
  pass(ms: number): Promise<void>;
  /** Returns once a run waits for an event or a signal. */
  armed(): Promise<void>;
  /** How long to wait between two looks. */
  lookEveryMs: number;
  close(): Promise<void>;
};

export type Define = (inngest: Inngest) => InngestFunction.Any[];
type ClientOptions = ConstructorParameters<typeof Inngest>[0];

const silent = { info() {}, warn() {}, error() {}, debug() {} };
const app = "conf";

/** The time of a journal, and what lies in it. */
const inJournal = (pool: pg.Pool) => ({
  lookEveryMs: 5,
  async pass(ms: number) {
    await pool.query(
      "insert into executor.clock (shift) values ($1 * interval '1 ms') on conflict (one) do update set shift = executor.clock.shift + excluded.shift",
      [ms],
    );
    notifyWorkers(pool, "items");
  },
  armed: async () => {
    await until(
      async () => ((await pool.query("select from executor.item where kind in ('event', 'signal')")).rowCount ?? 0) > 0,
      "a run that waits",
    );
  },
});

/** (a) The functions and the executor in one process. */
export async function inProcess(pool: pg.Pool, define: Define, client: Partial<ClientOptions> = {}): Promise<World> {
  const wire = createInProcessFetch();
  const inngest = new Inngest({
    id: app,
    isDev: true,
    baseUrl: "http://executor.invalid",
    fetch: wire.fetch,
    logger: silent,
    checkpointing: { maxRuntime: 0 },
    ...client,
  });
  const executor = createExecutor({ pool, handler: serveAtEdge({ client: inngest, functions: define(inngest) }), publish: () => {} });
  wire.answerWith(executor.fetch);
  await executor.ready();
  return {
    ...inJournal(pool),
    inngest,
    runsOf: async (event) => (await createLook(pool).runsOf(event)) as SeenRun[],
    async close() {
      await executor.stop({ drainMs: 1_000 });
      await forget(pool);
    },
  };
}

/** An app that listens before anybody knows what it will serve: its address and its server's must know each other. */
export async function openApp() {
  let answer: ReturnType<typeof serveOverHttp> | undefined;
  let isCut = () => false;
  const server = createServer((request, response) => {
    if (isCut()) request.socket.destroy();
    else if (answer) answer(request, response);
    else response.writeHead(503).end("not yet");
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/inngest`,
    serve(inngest: Inngest, define: Define) {
      answer = serveOverHttp({ client: inngest, functions: define(inngest) });
    },
    /** Breaks every connection that brings a request. */
    cutWhile(cut: () => boolean) {
      isCut = cut;
    },
    close: () =>
      new Promise<void>((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

export type OverHttp = World & { standalone: Standalone; app: Awaited<ReturnType<typeof openApp>> };

/** (b) The functions behind HTTP, and the executor alone in front of them. */
export async function overHttp(
  pool: pg.Pool,
  define: Define,
  { client = {}, ...options }: Partial<StandaloneOptions> & { client?: Partial<ClientOptions> } = {},
): Promise<OverHttp> {
  const served = await openApp();
  const standalone = await startStandalone({ pool, app: served.url, port: 0, ...options });
  const inngest = new Inngest({ id: app, isDev: true, baseUrl: standalone.url, logger: silent, ...client });
  served.serve(inngest, define);
  await standalone.synced;
  const headers = { authorization: `Bearer ${options.signed ? (await import("./sign.sdk.ts")).hashedKey(options.signed.signingKey) : ""}` };
  return {
    ...inJournal(pool),
    inngest,
    standalone,
    app: served,
    runsOf: (event) => askRuns(standalone.url, event, headers),
    async close() {
      await standalone.stop();
      await served.close();
      await forget(pool);
    },
  };
}

/** (c) A real Inngest server, which must be able to reach this machine's loopback. Time passes by itself there. */
export async function atServer(url: string, define: Define): Promise<World> {
  const served = await openApp();
  const inngest = new Inngest({ id: app, isDev: true, baseUrl: url, logger: silent });
  served.serve(inngest, define);
  const synced = await fetch(served.url, { method: "PUT" });
  if (!synced.ok) throw new Error(`the app was not synced with ${url}: ${synced.status} ${await synced.text()}`);
  const sleep = (ms: number) => new Promise<void>((done) => setTimeout(done, ms));
  return {
    inngest,
    lookEveryMs: 100,
    runsOf: (event) => askRuns(url, event),
    pass: sleep,
    armed: () => sleep(1_500),
    close: served.close,
  };
}

async function askRuns(url: string, event: string, headers: Record<string, string> = {}): Promise<SeenRun[]> {
  const answer = await fetch(`${url}/v1/events/${event}/runs`, { headers });
  if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`);
  return ((await answer.json()) as { data: SeenRun[] | null }).data ?? [];
}

const patienceMs = 60_000;

/** The ended runs that an event caused, as soon as there are so many and none is open. Lets time pass meanwhile. */
export async function endedOf(world: World, event: string, count = 1, passing = true): Promise<SeenRun[]> {
  const since = performance.now();
  for (let look = 0; performance.now() - since < patienceMs; look++) {
    const runs = await world.runsOf(event);
    const over = runs.filter(({ status }) => ["Completed", "Failed", "Cancelled"].includes(status));
    if (over.length >= count && over.length === runs.length) return over;
    if (passing && look % 20 === 19) await world.pass(world.lookEveryMs < 50 ? 1_000 : 0);
    await new Promise((done) => setTimeout(done, world.lookEveryMs));
  }
  throw new Error(`waited in vain for ${count} run(s) of ${event}: ${JSON.stringify(await world.runsOf(event))}`);
}
