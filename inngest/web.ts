import { isDistributed } from "#lib/env.ts";
import { runtime } from "#lib/runtime.ts";
import { dispatchTo } from "./dispatch.ts";

/** Tells the web process where nudges go. In the distributed form no worker runs, so the outbox is swept here. */
export function joinWeb(): void {
  const { sendWith, relay } = runtime();
  sendWith(dispatchTo());
  if (isDistributed()) relay.start();
}
