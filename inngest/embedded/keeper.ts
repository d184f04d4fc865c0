import type { Journal } from "./journal.ts";

type KeeperDeps = {
  journal: Journal;
  leaseMs: number;
  keepMs: number;
  holds(fence: string): boolean;
  oldestClaim(): number;
  woken(): void;
  failed(error: unknown, message: string): void;
};

const pruneEveryMs = 60_000;
const pruneAtOnce = 500;

/** What must happen though nothing happens: the sign of life, the look for what was left behind, and forgetting. */
export function createKeeper({ journal, leaseMs, keepMs, holds, oldestClaim, woken, failed }: KeeperDeps): { stop(): void } {
  let strays = new Map<string, number>();

  /** The answer of a claim may be lost on a connection that breaks: its items are then this worker's by the books alone. When every
   *  claim under way began after an item was seen so, no answer can bring it any more. */
  async function giveBackStrays(owned: string[]): Promise<boolean> {
    const now = performance.now();
    strays = new Map(owned.filter((fence) => !holds(fence)).map((fence) => [fence, strays.get(fence) ?? now]));
    const lost = [...strays].flatMap(([fence, seen]) => (seen < now && seen < oldestClaim() ? fence : []));
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
