import { isDistributed } from "#lib/env.ts";
import { runtime } from "#lib/runtime.ts";
import { dispatchTo } from "./dispatch.ts";

/** Tells the web process where nudges go. In the distributed form no worker runs, so the outbox is swept and the gates look from here. */
export function joinWeb(): void {
  const { sendWith, relay, gateClock } = runtime();
  sendWith(dispatchTo());
  if (!isDistributed()) return;
  relay.start();
  gateClock.start();
}
