import type { Write } from "./claim.postgres.ts";
import type { Effects, Listeners, OpenRun, StoredEvent, Wait } from "./journal.ts";
import type { Query } from "./query.postgres.ts";
import { replyToParent } from "./run-events.ts";

const waits = `
  select i.run, i.hash, i.topic as name, i.condition, r.event
  from executor.item i join executor.run r on r.id = i.run
  where i.kind = 'event' and i.topic = any ($1)`;

const openColumns = "id as run, fn, event, batch, extract(epoch from created_at)::float8 * 1000 as created";
const open = `select ${openColumns} from executor.run where fn = any ($1) and ended_at is null`;
const keyed = (statement: string, column: string): string =>
  `${statement} and ${column} is null union all ${statement} and ${column} = any ($2)`;
const openById = `select ${openColumns} from executor.run where id = $1 and ended_at is null`;

/** Who waits for events of these names, and the open runs of functions that such an event may cancel. */
export async function listeners(query: Query, names: string[], cancellable: string[], keys: string[] | null): Promise<Listeners> {
  const ask = <Row extends Wait | OpenRun>(name: string, statement: string, column: string, of: string[]): Promise<Row[]> =>
    keys ? query<Row>(`keyed ${name}`, keyed(statement, column), [of, keys]) : query<Row>(name, statement, [of]);
  const [waiting, cancelled] = await Promise.all([
    ask<Wait>("event-waits", waits, "i.key", names),
    cancellable.length === 0 ? [] : ask<OpenRun>("open-runs", open, "cancel_key", cancellable),
  ]);
  return { waits: waiting, open: cancelled };
}

export async function openRun(query: Query, run: string): Promise<OpenRun | undefined> {
  return (await query<OpenRun>("open-run", openById, [run]))[0];
}

export async function routeEvents(write: Write, effects: Effects): Promise<void> {
  await write("route", "executor.route($1::text[], $2::json, $3::json, $4::json)", [effects.events, ...asJson(effects)]);
}

export async function takeEvents(write: Write, events: StoredEvent[], effects: Effects): Promise<void> {
  await write("take-events", "executor.take_events($1, $2, $3, $4, $5::json, $6::json, $7::json)", [
    events.map(({ id }) => id),
    events.map(({ key }) => key ?? null),
    events.map(({ name }) => name),
    events.map(({ body }) => body),
    ...asJson(effects),
  ]);
}

const asJson = ({ starts, resumes, cancels }: Effects): string[] => [
  JSON.stringify(starts.map(({ startMs, finishMs, ...start }) => ({ ...start, start_ms: startMs, finish_ms: finishMs }))),
  JSON.stringify(resumes),
  JSON.stringify(cancels.map((end) => ({ ...end, reply: replyToParent(end) }))),
];
