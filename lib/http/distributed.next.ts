import { isDistributed } from "#lib/env.ts";
import { refuse } from "#lib/kernel/outcome.ts";
import { openEndpoint } from "./endpoint.next.ts";
import type { Route } from "./endpoint.ts";

const closed = openEndpoint({ handle: async () => refuse({ code: "not_found", because: "there is nothing at this address" }) });

/** An address for Inngest alone: in the embedded form nobody calls it, so it is not there. */
export const whenDistributed =
  (answer: (request: Request, context: unknown) => Promise<Response>): Route =>
  (request, context) =>
    isDistributed() ? answer(request, context) : closed(request);
