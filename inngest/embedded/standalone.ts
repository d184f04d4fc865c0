import type pg from "pg";
import { askRegistration } from "./call.sdk.ts";
import { createRemoteApp } from "./call-http.sdk.ts";
import { createExecutor, type Executor, type ExecutorOptions } from "./executor.ts";
import { createLook } from "./look.postgres.ts";
import { createSendOnlyFetch } from "./send-only-fetch.ts";
import { serveExecutor } from "./server.http.ts";

export type StandaloneOptions = Omit<ExecutorOptions, "handler"> & {
  pool: pg.Pool;
  /** Where the app serves its functions. */
  app: string;
  port: number;
  signed?: { signingKey: string; signingKeyFallback?: string | undefined; eventKey: string } | undefined;
  /** Told once for each new reason why the app cannot be synced yet. */
  waiting?(because: string): void;
};

export type Standalone = { url: string; executor: Executor; synced: Promise<void>; stop(): Promise<void> };

const askAgainMs = 500;

/** An executor for an app in another process. It listens at once and keeps the events that come; when the app answers
 *  it is synced, and its runs begin. */
export async function startStandalone({ app: url, port, signed, waiting = () => {}, ...options }: StandaloneOptions): Promise<Standalone> {
  const { pool, publish = () => {} } = options;
  const app = createRemoteApp({ url, signingKey: signed?.signingKey });
  const executor = createExecutor({ ...options, publish, handler: app });
  const keep = createSendOnlyFetch(pool);
  let answer = keep;
  const server = await serveExecutor({
    port,
    keys: signed && {
      event: signed.eventKey,
      signing: [signed.signingKey, signed.signingKeyFallback].filter((key): key is string => key !== undefined),
    },
    answer: (input, init) => answer(input, init),
    register: (body) => executor.register(body),
    look: createLook(pool),
  });

  let stopped = false;
  async function sync(): Promise<void> {
    for (let said = ""; !stopped; ) {
      try {
        await askRegistration(app);
        break;
      } catch (error) {
        const because = error instanceof Error ? error.message || String((error as NodeJS.ErrnoException).code) : String(error);
        if (because !== said) waiting(because);
        said = because;
        await new Promise((done) => setTimeout(done, askAgainMs));
      }
    }
    if (stopped) return;
    await executor.ready();
    answer = executor.fetch;
  }
  const synced = sync();
  synced.catch(() => {});

  return {
    url: server.url,
    executor,
    synced,
    async stop() {
      stopped = true;
      await synced.catch(() => {});
      // The checkpoints of what is being finished still have to arrive.
      await executor.stop();
      await server.close();
      app.close();
    },
  };
}
