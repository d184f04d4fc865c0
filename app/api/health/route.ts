import { ok } from "#lib/http/answer.ts";
import { openEndpoint } from "#lib/http/endpoint.next.ts";
import { accept } from "#lib/kernel/outcome.ts";

/** It lives: nothing else is asked, so that a broken outside does not have it restarted. */
export const GET = openEndpoint({ handle: async () => accept(ok({ status: "ok" })) });
