import { holds } from "./expression.ts";
import { type Event, priorityOf, startOf } from "./function.ts";
import type { Effects, Listeners, StoredEvent } from "./journal.ts";
import type { Registry } from "./registry.ts";
import { cancelled } from "./run-events.ts";

type Deps = { registry: Registry; newId(): string };

/** What a batch of events causes: runs that start, waits that end, runs that are cancelled. Pure but for new ids. */
export function effectsOf(events: StoredEvent[], { waits, open }: Listeners, { registry, newId }: Deps): Effects {
  const effects: Effects = { events: events.map(({ id }) => id), starts: [], resumes: [], cancels: [] };
  const parsed = createParser();
  for (const stored of events) {
    const { id: cause, name, body } = stored;
    const event = parsed(body);
    const started = new Set<string>();
    for (const { fn, condition } of registry.triggeredBy(name)) {
      if (started.has(fn.id) || !holds(condition, { event })) continue;
      started.add(fn.id);
      effects.starts.push({ ...startOf(fn, event, newId(), "event"), cause, ts: event.ts ?? null, priority: priorityOf(fn, event) });
    }
    for (const wait of waits) {
      if (wait.name === name && holds(wait.condition, { event: parsed(wait.event), async: event })) {
        effects.resumes.push({ cause, run: wait.run, hash: wait.hash });
      }
    }
    for (const { fn, condition, timeoutMs } of registry.cancelledBy(name)) {
      for (const run of open) {
        if (run.fn !== fn.id || (timeoutMs !== undefined && Date.now() > run.created + timeoutMs)) continue;
        if (holds(condition, { event: parsed(run.event), async: event }))
          effects.cancels.push({ cause, ...cancelled(run, registry, newId) });
      }
    }
  }
  return effects;
}

function createParser(): (body: string) => Event {
  const known = new Map<string, Event>();
  return (body) => {
    const event = known.get(body) ?? (JSON.parse(body) as Event);
    known.set(body, event);
    return event;
  };
}
