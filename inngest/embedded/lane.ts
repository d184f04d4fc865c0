/** Joins what waits while a flush is under way into the next one: a busy journal pays one commit for many runs, an
 *  idle one pays no delay. `flush` answers in the order of its batch. */
export type Lane<T, R> = (entry: T) => Promise<R>;

type Waiting<T, R> = { entry: T; resolve: (result: R) => void; reject: (error: unknown) => void };

export function createLane<T, R>(flush: (batch: T[]) => Promise<R[]>, most = 1_000): Lane<T, R> {
  const waiting: Waiting<T, R>[] = [];
  let busy = false;

  async function run(batch: Waiting<T, R>[]): Promise<void> {
    try {
      const results = await flush(batch.map(({ entry }) => entry));
      batch.forEach(({ resolve }, i) => resolve(results[i] as R));
    } catch (error) {
      if (batch.length === 1) return batch[0]?.reject(error);
      // One bad entry must not fail its neighbours.
      for (const one of batch) await run([one]);
    }
  }

  async function drain(): Promise<void> {
    busy = true;
    while (waiting.length > 0) {
      const batch = waiting.splice(0, most);
      await run(batch);
    }
    busy = false;
  }

  return (entry) =>
    new Promise<R>((resolve, reject) => {
      waiting.push({ entry, resolve, reject });
      if (!busy) void drain();
    });
}
