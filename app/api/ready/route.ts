import { openEndpoint } from "#lib/http/endpoint.next.ts";
import { readiness } from "#lib/http/readiness.next.ts";

export const GET = openEndpoint({ handle: readiness });
