import type { Effects, Journal, StoredEvent } from "./journal.ts";
import { createLane } from "./lane.ts";
import { candidateKeys } from "./match-key.ts";
import type { Registry } from "./registry.ts";
import { effectsOf } from "./route.ts";
import { ulid } from "./ulid.ts";

const readAtOnce = 500;
const mostKeys = 2_000;

export type Router = {
  /** New events. Resolves when they are stored with all that they cause. */
  send(events: StoredEvent[]): Promise<void>;
  /** Events that are stored already. Resolves when what they cause is stored too. */
  take(events: StoredEvent[]): Promise<void>;
  /** Events that a process without an executor left behind, or that one that died did not come to. */
  sweep(): Promise<void>;
};

export function createRouter({ journal, registry }: { journal: Journal; registry: () => Registry }): Router {
  // One entry an event: should one of them be impossible to route, the others are routed all the same.
  const stored = createLane<StoredEvent, void>(async (batch) => {
    // A sweep may bring what a sender has just handed over.
    await route(once(batch), journal.routeEvents);
    return batch.map(() => undefined);
  });
  const take = async (events: StoredEvent[]): Promise<void> => void (await Promise.all(events.map(stored)));

  const send = createLane<StoredEvent[], void>(async (batch) => {
    const events = once(batch.flat());
    await route(events, (effects) => journal.takeEvents(events, effects));
    return batch.map(() => undefined);
  });

  /** Who listens is read before what the events cause is written: whoever began to wait after that began after the event. */
  async function route(events: StoredEvent[], write: (effects: Effects) => Promise<void>): Promise<void> {
    if (events.length === 0) return;
    const names = [...new Set(events.map(({ name }) => name))];
    const cancellable = new Set(names.flatMap((name) => registry().cancelledBy(name)).map(({ fn }) => fn.id));
    const found = await journal.listeners(names, [...cancellable], keysOf(events));
    const effects = effectsOf(events, found, { registry: registry(), newId: ulid });
    await write(effects);
    // The end of a run that a singleton replaces is an event that only the journal knows of. Not found now, a beat finds it.
    if (effects.starts.some(({ flow }) => flow?.singleton?.mode === "cancel")) sweep().catch(() => {});
  }

  async function sweep(): Promise<void> {
    for (;;) {
      const events = await journal.unroutedEvents(readAtOnce);
      await take(events);
      if (events.length < readAtOnce) return;
    }
  }

  return { send, take, sweep };
}

const once = (events: StoredEvent[]): StoredEvent[] => [...new Map(events.map((event) => [event.id, event])).values()];

function keysOf(events: StoredEvent[]): string[] | null {
  const keys = new Set<string>();
  for (const { body } of events) {
    const of = candidateKeys(JSON.parse(body));
    if (!of || keys.size > mostKeys) return null;
    for (const key of of) keys.add(key);
  }
  return [...keys];
}
