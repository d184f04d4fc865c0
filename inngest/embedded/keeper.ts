import type { Journal } from "./journal.ts";

type KeeperDeps = {
  journal: Journal;
  leaseMs: number;
  keepMs: number;
  mayHold(fence: string): boolean;
  woken(): void;
  failed(error: unknown, message: string): void;
};

const pruneEveryMs = 60_000;
const pruneAtOnce = 500;

/** What must happen though nothing happens: the sign of life, the look for what was left behind, and forgetting. */
export function createKeeper({ journal, leaseMs, keepMs, mayHold, woken, failed }: KeeperDeps): { stop(): void } {
  let strays = new Set<string>();

  /** The answer of a claim may be lost on a connection that breaks: its items are then this worker's by the books alone. What is
   *  so for two beats on end is no answer that is still on its way. */
  async function giveBackStrays(owned: string[]): Promise<boolean> {
    const seen = owned.filter((fence) => !mayHold(fence));
    const lost = seen.filter((fence) => strays.has(fence));
    strays = new Set(seen);
    if (lost.length > 0) await journal.giveBack(lost);
    return lost.length > 0;
  }

  let beating = false;
  const beat = setInterval(async () => {
    if (beating) return;
    beating = true;
    try {
      const { unrouted, due, owned } = await journal.beat();
      if ((await giveBackStrays(owned)) || unrouted || due) woken();
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
