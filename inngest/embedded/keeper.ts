import type { Journal } from "./journal.ts";

type KeeperDeps = {
  journal: Journal;
  leaseMs: number;
  keepMs: number;
  woken(): void;
  failed(error: unknown, message: string): void;
};

const pruneEveryMs = 60_000;
const pruneAtOnce = 500;

/** What must happen though nothing happens: the sign of life, the look for what was left behind, and forgetting. */
export function createKeeper({ journal, leaseMs, keepMs, woken, failed }: KeeperDeps): { stop(): void } {
  let beating = false;
  const beat = setInterval(async () => {
    if (beating) return;
    beating = true;
    try {
      const { unrouted, due } = await journal.beat();
      if (unrouted || due) woken();
    } catch (error) {
      failed(error, "no sign of life could be given");
    }
    beating = false;
  }, leaseMs / 4);

  let pruning = false;
  const prune = setInterval(async () => {
    if (pruning) return;
    pruning = true;
    try {
      while ((await journal.prune(keepMs, pruneAtOnce)) === pruneAtOnce);
    } catch (error) {
      failed(error, "what is old was not forgotten");
    }
    pruning = false;
  }, pruneEveryMs);

  return {
    stop() {
      clearInterval(beat);
      clearInterval(prune);
    },
  };
}
