import { ok } from "#lib/http/answer.ts";
import { openEndpoint } from "#lib/http/endpoint.next.ts";
import { openApi } from "#lib/http/openapi.ts";
import { accept } from "#lib/kernel/outcome.ts";
import about from "../../../package.json" with { type: "json" };

export const GET = openEndpoint({ handle: async () => accept(ok(openApi(about.version))) });
