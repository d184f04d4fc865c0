import type { DecidersOf } from "./settle-approval.ts";

/** A workspace of one person, who is not even in its list. */
export const nobodyElse: DecidersOf = async () => ({ people: [], groups: {}, delegations: [], makers: {} });
