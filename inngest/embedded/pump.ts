import type { Claim, Dispatch } from "./journal.ts";

export type Pump = {
  wake(): void;
  stop(): void;
  idle(): Promise<void>;
  /** Whether an item is in hand by this fence, or may be in a claim that has not answered yet. */
  mayHold(fence: string): boolean;
};

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
  const inHand = new Set<string>();
  let stopped = false;
  let pumping = false;
  let claiming = false;
  let woken = false;
  let timer: NodeJS.Timeout | undefined;
  const whenIdle: (() => void)[] = [];

  function begin(dispatch: Dispatch): void {
    inHand.add(dispatch.fence);
    void work(dispatch).finally(() => {
      inHand.delete(dispatch.fence);
      wake();
      if (inHand.size === 0) for (const done of whenIdle.splice(0)) done();
    });
  }

  async function pump(): Promise<void> {
    pumping = true;
    clearTimeout(timer);
    let sleepMs = longestSleepMs;
    try {
      while (woken && !stopped && inHand.size < concurrency) {
        woken = false;
        const limit = Math.min(concurrency - inHand.size, atOnce);
        claiming = true;
        const { dispatches, nowMs, nextMs } = await claim(limit).finally(() => {
          claiming = false;
        });
        clock(nowMs);
        for (const dispatch of dispatches) begin(dispatch);
        if (dispatches.length === limit) {
          woken = true;
          if (inHand.size >= concurrency) crowded();
        }
        sleepMs = nextMs ?? longestSleepMs;
      }
    } catch (error) {
      failed(error);
      sleepMs = afterFailureMs;
    }
    pumping = false;
    if (!stopped && inHand.size < concurrency) timer = setTimeout(wake, Math.min(Math.max(sleepMs, 1), longestSleepMs));
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
        if (inHand.size === 0) resolve();
        else whenIdle.push(resolve);
      }),
    mayHold: (fence) => claiming || inHand.has(fence),
  };
}
