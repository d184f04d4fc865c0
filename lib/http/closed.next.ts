import { refuse } from "#lib/kernel/outcome.ts";
import { openEndpoint } from "./endpoint.next.ts";

/** An address that this installation does not serve. */
export const closed = openEndpoint({ handle: async () => refuse({ code: "not_found", because: "there is nothing at this address" }) });
