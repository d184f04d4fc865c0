import { newId } from "#lib/kernel/ids.node.ts";
import { authenticate } from "./authenticate.next.ts";
import { endpointWith, openEndpointWith } from "./endpoint.ts";
import { spendRequest } from "./limits.postgres.ts";
import { report } from "./report.pino.ts";
import { strangers } from "./strangers.ts";

const newRequestId = () => newId("req");

/** Every route of the product goes through one of these two. */
export const endpoint = endpointWith({
  authenticate,
  spend: spendRequest,
  stranger: strangers(() => performance.now()),
  newRequestId,
  report,
});
export const openEndpoint = openEndpointWith({ newRequestId, report });
