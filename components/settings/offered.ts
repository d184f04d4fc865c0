import { type Grant, groupOf, Permission, permissionWords, wordsOf } from "#lib/tenancy/permissions.ts";
import type { KnownGroup } from "#lib/workflows/groups.ts";
import type { Offered } from "./permission-boxes.tsx";

/** The permissions of the groups that there are, and of those that a role still names. */
export function offeredGroups(groups: KnownGroup[], named: Grant[] = []): Offered[] {
  const gone = [...new Set(named)].filter(
    (grant) => groupOf(grant) !== undefined && groups.every(({ permission }) => permission !== grant),
  );
  return [
    ...groups.map(({ permission, says }) => ({ grant: permission, says })),
    ...gone.map((grant) => ({ grant, says: wordsOf(grant) })),
  ];
}

/** Those of the product, with those of groups where the one for every group stands. */
export const everyPermission = (ofGroups: Offered[]): Offered[] =>
  Permission.options.flatMap((grant) => [{ grant, says: permissionWords[grant] }, ...(grant === "*:execute" ? ofGroups : [])]);
