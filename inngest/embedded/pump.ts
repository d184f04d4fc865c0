import type { Claim, Dispatch } from "./journal.ts";

export type Pump = { wake(): void; stop(): void; idle(): Promise<void>; running(): number };

type PumpDeps = {
  claim(limit: number): Promise<Claim>;
  work(dispatch: Dispatch): Promise<void>;
  concurrency: number;
  clock(nowMs: number): void;
  /** There is more to do than this worker has room for. */
  crowded(): void;
  failed(error: unknown): void;
};

const atOnce = 250;
const longestSleepMs = 60_000;
const afterFailureMs = 500;

/** One loop that claims what is due while there is room, and sleeps until it is woken or the next item is due. */
export function createPump({ claim, work, concurrency, clock, crowded, failed }: PumpDeps): Pump {
  let running = 0;
  let stopped = false;
  let pumping = false;
  let woken = false;
  let timer: NodeJS.Timeout | undefined;
  const whenIdle: (() => void)[] = [];

  function begin(dispatch: Dispatch): void {
    running++;
    void work(dispatch).finally(() => {
      running--;
      wake();
      if (running === 0) for (const done of whenIdle.splice(0)) done();
    });
  }

  async function pump(): Promise<void> {
    pumping = true;
    clearTimeout(timer);
    let sleepMs = longestSleepMs;
    try {
      while (woken && !stopped && running < concurrency) {
        woken = false;
        const limit = Math.min(concurrency - running, atOnce);
        const { dispatches, nowMs, nextMs } = await claim(limit);
        clock(nowMs);
        for (const dispatch of dispatches) begin(dispatch);
        if (dispatches.length === limit) {
          woken = true;
          if (running >= concurrency) crowded();
        }
        sleepMs = nextMs ?? longestSleepMs;
      }
    } catch (error) {
      failed(error);
      sleepMs = afterFailureMs;
    }
    pumping = false;
    if (!stopped && running < concurrency) timer = setTimeout(wake, Math.min(Math.max(sleepMs, 1), longestSleepMs));
  }

  function wake(): void {
    woken = true;
    if (!pumping && !stopped) void pump();
  }

  return {
    wake,
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
    idle: () =>
      new Promise((resolve) => {
        if (running === 0) resolve();
        else whenIdle.push(resolve);
      }),
    running: () => running,
  };
}
