import { exportAudit } from "#lib/http/audit-export.next.ts";
import { audit } from "#lib/http/contracts/people.ts";
import { endpoint } from "#lib/http/endpoint.next.ts";
import { accept } from "#lib/kernel/outcome.ts";

export const GET = endpoint({
  allow: "audit:read",
  ...audit.export,
  handle: async ({ access, query }) => accept(await exportAudit(access, query)),
});
