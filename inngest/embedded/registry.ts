import { type DurableFunction, type Event, namesMatch, startOf } from "./function.ts";
import type { Start } from "./journal.ts";

/** The registered functions, looked at from the side of an event's name. */
export type Registry = {
  get(id: string): DurableFunction | undefined;
  all: DurableFunction[];
  triggeredBy(name: string): { fn: DurableFunction; condition?: string | undefined }[];
  cancelledBy(name: string): { fn: DurableFunction; condition?: string | undefined; timeoutMs?: number | undefined }[];
  /** Whether anything would happen if this event were stored. */
  hears(name: string): boolean;
  child(fn: string, event: (id: string) => unknown, newId: () => string): (Start & { event: string }) | undefined;
};

export function createRegistry(all: DurableFunction[]): Registry {
  const byId = new Map(all.map((fn) => [fn.id, fn]));
  const triggers = remember((name) =>
    all.flatMap((fn) => fn.events.filter((trigger) => namesMatch(trigger.name, name)).map(({ condition }) => ({ fn, condition }))),
  );
  const cancels = remember((name) =>
    all.flatMap((fn) =>
      fn.cancels.filter(({ event }) => namesMatch(event, name)).map(({ condition, timeoutMs }) => ({ fn, condition, timeoutMs })),
    ),
  );
  return {
    get: (id) => byId.get(id),
    all,
    triggeredBy: triggers,
    cancelledBy: cancels,
    hears: (name) => triggers(name).length > 0 || cancels(name).length > 0,
    child(id, eventOf, newId) {
      const fn = byId.get(id);
      if (!fn) return undefined;
      const event = eventOf(newId());
      return { ...startOf(fn, event as Event, newId(), "invoke"), event: JSON.stringify(event) };
    },
  };
}

const mostNames = 10_000;

function remember<T>(find: (name: string) => T): (name: string) => T {
  const found = new Map<string, T>();
  return (name) => {
    const known = found.get(name);
    if (known) return known;
    if (found.size >= mostNames) found.clear();
    const value = find(name);
    found.set(name, value);
    return value;
  };
}
