import type { Claim, Dispatch } from "./journal.ts";

export type Pump = {
  wake(): void;
  stop(): void;
  idle(): Promise<void>;
  /** Room for a write that also hands out what is due. What comes of it must be taken, `undefined` where nothing came. */
  lend(): Loan;
  /** Whether an item is in hand by this fence. */
  holds(fence: string): boolean;
  /** When the oldest claim began whose answer is still on its way (`performance.now()`), else Infinity. */
  oldestClaim(): number;
};

export type Loan = { readonly room: number; take(claim: Claim | undefined): void };

export const noRoom = (): Loan => ({ room: 0, take() {} });

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

/** Begins what claims bring, and claims while more is due and there is room. Otherwise it sleeps until it is woken or the next item
 *  is due. Most claims come with a write of the journal; those of its own are for what nobody's write made due. */
export function createPump({ claim, work, concurrency, clock, crowded, failed }: PumpDeps): Pump {
  const inHand = new Set<string>();
  const loans = new Map<Loan, number>();
  let lent = 0;
  let stopped = false;
  let pumping = false;
  let woken = false;
  let full = false;
  let timer: NodeJS.Timeout | undefined;
  let timerAt = Number.POSITIVE_INFINITY;
  const whenIdle: (() => void)[] = [];

  function begin(dispatch: Dispatch): void {
    inHand.add(dispatch.fence);
    void work(dispatch).finally(() => {
      inHand.delete(dispatch.fence);
      if (full) wake();
      if (inHand.size === 0) for (const done of whenIdle.splice(0)) done();
    });
  }

  function lend(): Loan {
    const room = stopped ? 0 : Math.max(0, Math.min(concurrency - inHand.size - lent, atOnce));
    lent += room;
    const loan: Loan = {
      room,
      take(answer) {
        if (!loans.delete(loan)) return;
        lent -= room;
        if (answer) absorb(answer, room);
        // A look that was wanted while everything was lent.
        if (full && inHand.size + lent < concurrency) wake();
      },
    };
    loans.set(loan, performance.now());
    return loan;
  }

  function absorb({ dispatches, nowMs, nextMs }: Claim, room: number): void {
    clock(nowMs);
    for (const dispatch of dispatches) begin(dispatch);
    const more = dispatches.length === room;
    if (more && inHand.size + lent >= concurrency) {
      if (!full) crowded();
      full = true;
    } else if (more) wake();
    sleep(nextMs ?? longestSleepMs);
  }

  /** At the latest then. Looking too early only finds nothing. */
  function sleep(ms: number): void {
    if (stopped) return;
    if (ms <= 0) return wake();
    const at = performance.now() + Math.min(Math.max(ms, 1), longestSleepMs);
    if (at >= timerAt) return;
    clearTimeout(timer);
    timerAt = at;
    timer = setTimeout(wake, at - performance.now());
  }

  async function pump(): Promise<void> {
    pumping = true;
    while (woken && !stopped) {
      woken = false;
      clearTimeout(timer);
      timerAt = Number.POSITIVE_INFINITY;
      const loan = lend();
      if (loan.room === 0) {
        loan.take(undefined);
        full = true;
        break;
      }
      full = false;
      try {
        loan.take(await claim(loan.room));
      } catch (error) {
        loan.take(undefined);
        failed(error);
        sleep(afterFailureMs);
      }
    }
    pumping = false;
  }

  function wake(): void {
    woken = true;
    if (!pumping && !stopped) void pump();
  }

  return {
    wake,
    lend,
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
    idle: () =>
      new Promise((resolve) => {
        if (inHand.size === 0) resolve();
        else whenIdle.push(resolve);
      }),
    holds: (fence) => inHand.has(fence),
    oldestClaim: () => Math.min(...loans.values()),
  };
}
