import { newId } from "#lib/kernel/ids.node.ts";
import { within } from "#lib/tenancy/origin.node.ts";
import { authenticate } from "./authenticate.next.ts";
import { endpointWith, openEndpointWith } from "./endpoint.ts";
import { spendRequest } from "./limits.postgres.ts";
import { report } from "./report.pino.ts";
import { strangers } from "./strangers.ts";

const newRequestId = () => newId("req");
const stranger = strangers(() => performance.now());

/** Every route of the product goes through one of these two. */
export const endpoint = endpointWith({
  authenticate,
  spend: spendRequest,
  stranger,
  within,
  newRequestId,
  report,
});
export const openEndpoint = openEndpointWith({ stranger, within, newRequestId, report });
