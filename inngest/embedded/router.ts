import type { Journal, StoredEvent } from "./journal.ts";
import { createLane } from "./lane.ts";
import type { Registry } from "./registry.ts";
import { effectsOf } from "./route.ts";
import { ulid } from "./ulid.ts";

const readAtOnce = 500;

export type Router = {
  /** Events that are stored already. Resolves when what they cause is stored too. */
  take(events: StoredEvent[]): Promise<void>;
  /** Events that a process without an executor left behind, or that one that died did not come to. */
  sweep(): Promise<void>;
};

export function createRouter({ journal, registry, caused }: { journal: Journal; registry: () => Registry; caused(): void }): Router {
  const lane = createLane<StoredEvent[], void>(async (batch) => {
    // A sweep may bring what a sender has just handed over.
    await route([...new Map(batch.flat().map((event) => [event.id, event])).values()]);
    return batch.map(() => undefined);
  });

  async function route(events: StoredEvent[]): Promise<void> {
    const names = [...new Set(events.map(({ name }) => name))];
    const cancellable = [
      ...new Set(
        names.flatMap((name) =>
          registry()
            .cancelledBy(name)
            .map(({ fn }) => fn.id),
        ),
      ),
    ];
    const found = await journal.listeners(names, cancellable);
    await journal.routeEvents(effectsOf(events, found, { registry: registry(), newId: ulid }));
    caused();
  }

  async function sweep(): Promise<void> {
    for (;;) {
      const events = await journal.unroutedEvents(readAtOnce);
      if (events.length > 0) await lane(events);
      if (events.length < readAtOnce) return;
    }
  }

  return { take: (events) => (events.length === 0 ? Promise.resolve() : lane(events)), sweep };
}
