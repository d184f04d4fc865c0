import { isDistributed } from "#lib/env.ts";
import type { Dispatch } from "#lib/execution/dispatch.ts";
import { runtime } from "#lib/runtime.ts";
import { inngest } from "./client.ts";
import type { Executor } from "./embedded/executor.ts";
import { sendEvents } from "./embedded/send-events.ts";

/** The one place that knows whether nudges go to Inngest, to the executor of this process, or through the database to that of another. */
export function dispatchTo(executor?: Executor): Dispatch {
  if (isDistributed()) return { send: async (nudges) => void (await inngest.send(nudges)) };
  if (executor) return { send: async (nudges) => void (await executor.send(nudges)) };
  return { send: async (nudges) => void (await sendEvents(runtime().executorPool(), nudges)) };
}
