import { newId } from "#lib/kernel/ids.node.ts";
import { authenticate } from "./authenticate.next.ts";
import { endpointWith, openEndpointWith } from "./endpoint.ts";
import { report } from "./report.pino.ts";

const newRequestId = () => newId("req");

/** Every route of the product goes through one of these two. */
export const endpoint = endpointWith({ authenticate, newRequestId, report });
export const openEndpoint = openEndpointWith({ newRequestId, report });
