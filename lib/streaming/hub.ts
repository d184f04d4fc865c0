import { type Spoken, spokenAtMost } from "./spoken.ts";
import { batchSize } from "./tail.ts";

/** One place in one execution's log. */
export type Place = { workspaceId: string; executionId: string; seq: number };

export type HubDeps<E> = {
  /** The entries after each place of one workspace, at most `limit` for each, in the order of the places. */
  readMany(workspaceId: string, places: Place[], limit: number): Promise<E[][]>;
  /** Calls back once a second while there are readers; returns how to stop. */
  tick(act: () => void): () => void;
};

/** `aside`: nothing new in the log, and something to take beside it. */
export type Woken = boolean | "aside";
export type Reader<E> = {
  readAfter(seq: number): Promise<readonly E[]>;
  wait(): Promise<Woken>;
  /** What was said beside the log since it was last taken. */
  takeSpoken(): Spoken[];
  leave(): void;
};

export type Hub<E> = {
  reader(at: Omit<Place, "seq">): Reader<E>;
  /** Something was appended to these executions. */
  wake(executionIds: Iterable<string>): void;
  /** Something may have been appended to any. */
  wakeAll(): void;
  /** A step of this execution is writing. */
  speak(executionId: string, spoken: Spoken): void;
};

type Waiting = { dirty: boolean; left: boolean; spoken: Spoken[]; wake: (() => void) | undefined };
type Ask<E> = { place: Place; give: (entries: E[], full: boolean) => void; fail: (error: unknown) => void };

/** Rows that one batched read fetches at most, shared among its readers. */
const rowsInAll = 4 * batchSize;

/**
 * All streams of this process read together: what is asked while a read is under way goes into the next one, readers at the
 * same place share their rows, and one tick a second is the floor for all of them.
 */
export function createHub<E>({ readMany, tick }: HubDeps<E>): Hub<E> {
  const readers = new Map<string, Set<Waiting>>();
  const asked = new Map<string, Ask<E>[]>();
  let stopTicking: (() => void) | undefined;

  function wakeAll(): void {
    for (const set of readers.values()) for (const one of set) rouse(one);
  }

  async function drain(workspaceId: string): Promise<void> {
    // Everything that was woken in this turn asks before the read begins.
    await Promise.resolve();
    for (let asks = asked.get(workspaceId) ?? []; asks.length > 0; asks = asked.get(workspaceId) ?? []) {
      asked.set(workspaceId, []);
      await readFor(workspaceId, asks);
    }
    asked.delete(workspaceId);
  }

  async function readFor(workspaceId: string, asks: Ask<E>[]): Promise<void> {
    const groups = Map.groupBy(asks, ({ place }) => `${place.executionId} ${place.seq}`);
    const places = [...groups.values()].flatMap(([first]) => (first ? [first.place] : []));
    const limit = Math.min(batchSize, Math.max(10, Math.floor(rowsInAll / places.length)));
    try {
      const read = await readMany(workspaceId, places, limit);
      [...groups.values()].forEach((group, index) => {
        const entries = read[index] ?? [];
        for (const { give } of group) give(entries, entries.length === limit);
      });
    } catch (error) {
      for (const { fail } of asks) fail(error);
    }
  }

  return {
    wakeAll,
    wake(executionIds) {
      for (const id of executionIds) for (const one of readers.get(id) ?? []) rouse(one);
    },
    speak(executionId, spoken) {
      for (const one of readers.get(executionId) ?? []) {
        one.spoken.push(spoken);
        if (one.spoken.length > spokenAtMost) one.spoken.shift();
        one.wake?.();
      }
    },
    reader({ workspaceId, executionId }) {
      const self: Waiting = { dirty: false, left: false, spoken: [], wake: undefined };
      const set = readers.get(executionId) ?? new Set();
      readers.set(executionId, set.add(self));
      stopTicking ??= tick(wakeAll);
      return {
        readAfter: (seq) =>
          new Promise((resolve, reject) => {
            // Cleared before the read: what is appended from here on wakes the wait that follows.
            self.dirty = false;
            const give = (entries: E[], full: boolean) => {
              if (full) self.dirty = true;
              resolve(entries);
            };
            const asks = asked.get(workspaceId);
            const ask = { place: { workspaceId, executionId, seq }, give, fail: reject };
            if (asks) return void asks.push(ask);
            asked.set(workspaceId, [ask]);
            void drain(workspaceId);
          }),
        wait: () =>
          new Promise((resolve) => {
            const how = (): Woken => {
              if (self.left) return false;
              return !self.dirty && self.spoken.length > 0 ? "aside" : true;
            };
            if (self.dirty || self.left || self.spoken.length > 0) return resolve(how());
            self.wake = () => {
              self.wake = undefined;
              resolve(how());
            };
          }),
        takeSpoken: () => self.spoken.splice(0),
        leave() {
          self.left = true;
          self.wake?.();
          set.delete(self);
          if (set.size === 0 && readers.get(executionId) === set) readers.delete(executionId);
          if (readers.size > 0) return;
          stopTicking?.();
          stopTicking = undefined;
        },
      };
    },
  };
}

function rouse(one: Waiting): void {
  one.dirty = true;
  one.wake?.();
}
