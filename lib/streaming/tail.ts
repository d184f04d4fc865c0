/** How many entries one read gives at most. */
export const batchSize = 500;

export type TailDeps<E> = {
  /** The next entries after a place, in order; some of them are enough. */
  readAfter(seq: number): Promise<readonly E[]>;
  isOver(entry: E): boolean;
  /**
   * Returns when there may be something new, and at the latest when the floor has passed; false when nobody listens any more,
   * "aside" when there is something beside the log: an empty batch makes room for it, and nothing is read.
   */
  wait(): Promise<boolean | "aside">;
};

/**
 * Follows one execution's log in batches; an empty batch says that it is quiet. Ends when the log says so, never because it
 * was quiet. What comes twice is dropped, and what comes after a hole waits until the hole is filled.
 */
export async function* tail<E extends { seq: number }>(
  { readAfter, isOver, wait }: TailDeps<E>,
  from: number,
): AsyncGenerator<readonly E[]> {
  for (let seq = from, more = true; more; ) {
    const batch: E[] = [];
    for (const entry of await readAfter(seq)) {
      if (entry.seq !== seq + 1) continue;
      batch.push(entry);
      seq = entry.seq;
      if (!isOver(entry)) continue;
      yield batch;
      return;
    }
    yield batch;
    if (batch.length === batchSize) continue;
    let woken = await wait();
    for (; woken === "aside"; woken = await wait()) yield [];
    more = woken;
  }
}
