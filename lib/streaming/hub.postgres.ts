import { z } from "zod";
import { appPool, roleUrl } from "#lib/db.ts";
import { openEars } from "#lib/execution/ears.postgres.ts";
import { type EventType, eventVersion } from "#lib/execution/events.ts";
import { upcast } from "#lib/execution/upcast.ts";
import type { Entry } from "./frames.ts";
import { createHub, type Hub, type Place } from "./hub.ts";
import { Spoken } from "./spoken.ts";

const SpokenPayload = Spoken.extend({ executionId: z.string() });
const floorMs = 1_000;

type Open = { hub: Hub<Entry>; close(): Promise<void> };

// On globalThis, since Next loads a module once for each of its bundles: one LISTEN connection a process.
const kept = globalThis as typeof globalThis & { fermataHub?: Open };

/** The hub of this process; the first question opens its connection. */
export function hub(): Hub<Entry> {
  kept.fermataHub ??= open();
  return kept.fermataHub.hub;
}

export async function closeHub(): Promise<void> {
  const now = kept.fermataHub;
  delete kept.fermataHub;
  await now?.close();
}

function open(): Open {
  const made = createHub<Entry>({
    readMany,
    tick(act) {
      const timer = setInterval(act, floorMs);
      return () => clearInterval(timer);
    },
  });
  const spoken = (payload: string) => {
    const piece = SpokenPayload.safeParse(JSON.parse(payload));
    if (piece.success) made.speak(piece.data.executionId, piece.data);
  };
  // Notifications only wake readers sooner; whatever was missed while the connection was down is found by reading.
  return { hub: made, close: openEars({ url: roleUrl("app"), name: "fermata streams", heard: made.wake, spoken, opened: made.wakeAll }) };
}

type Row = { n: string; seq: number; type: EventType; version: string | null; json: string };

async function readMany(workspaceId: string, places: Place[], limit: number): Promise<Entry[][]> {
  const values = [workspaceId, places.map(({ executionId }) => executionId), places.map(({ seq }) => seq), limit];
  const text = "select n, seq, type, version, body as json from stream_entries($1, $2, $3, $4)";
  const { rows } = await appPool().query<Row>({ name: "tail", text, values });
  const read: Entry[][] = places.map(() => []);
  for (const { n, ...row } of rows) read[Number(n) - 1]?.push(entryOf(row));
  return read;
}

/** The text goes out as it is stored; one of an older version is brought up to date first. */
function entryOf({ seq, type, version, json }: Omit<Row, "n">): Entry {
  if (version === String(eventVersion)) return { seq, type, json };
  const event = upcast(JSON.parse(json));
  return { seq, type: event.type, json: JSON.stringify(event) };
}
