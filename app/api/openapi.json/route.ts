import { ok } from "#lib/http/answer.ts";
import { openEndpoint } from "#lib/http/endpoint.next.ts";
import { openApi } from "#lib/http/openapi.ts";
import { accept } from "#lib/kernel/outcome.ts";
import about from "../../../package.json" with { type: "json" };

// Made once: it takes a good part of a second, and anybody may ask.
let document: ReturnType<typeof openApi> | undefined;

export const GET = openEndpoint({
  handle: async () => {
    document ??= openApi(about.version);
    return accept(ok(document));
  },
});
