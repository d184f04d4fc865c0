import type pg from "pg";
import { createAnswer } from "./answer.sdk.ts";
import { insertAndWake } from "./send-events.ts";

/** For the SDK's client in a process without an executor: it can send events, and nothing else. */
export function createSendOnlyFetch(pool: pg.Pool): typeof fetch {
  const elsewhere = () => Promise.reject(new Error("no executor runs in this process"));
  return createAnswer({ send: (events) => insertAndWake(pool, events), checkpoint: elsewhere, sendSignal: elsewhere, cancel: elsewhere });
}
