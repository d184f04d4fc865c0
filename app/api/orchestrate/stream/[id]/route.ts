import { executions } from "#lib/http/contracts/executions.ts";
import { endpoint } from "#lib/http/endpoint.next.ts";
import { streamExecution } from "#lib/http/stream.next.ts";

export const GET = endpoint({ allow: "execution:read", ...executions.follow, handle: streamExecution });
