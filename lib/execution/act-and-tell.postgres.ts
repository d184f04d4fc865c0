import { withWorkspace } from "#lib/db.ts";
import { isRecord } from "#lib/kernel/json.ts";
import { noteOn } from "#lib/tenancy/audit.postgres.ts";
import type { ActAndTell } from "./act-and-tell.ts";

export const actAndTell: ActAndTell = (scope, actor, work) =>
  withWorkspace(scope.id, (client) =>
    work({ query: async (text, values) => (await client.query(text, values)).rows }, (action, detail) =>
      noteOn(client, scope, actor, {
        action,
        detail,
        ...(isRecord(detail) && typeof detail["id"] === "string" && { target: detail["id"] }),
      }),
    ),
  );
