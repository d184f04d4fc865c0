import { appPool } from "#lib/db.ts";
import { hashText } from "#lib/kernel/hash.ts";
import { type Limit, windowSeconds } from "./throttle.ts";

/** Who tried stands in the table as a hash: it is no list of accounts. */
const keysOf = (limits: Limit[]) => limits.map(({ key }) => hashText(key));

/** Counts an attempt before it is tried, in all processes alike. False: not to be tried. */
export async function take(limits: Limit[]): Promise<boolean> {
  const { rows } = await appPool().query<{ taken: boolean }>("select attempt_take($1, $2, $3) as taken", [
    keysOf(limits),
    limits.map(({ most }) => most),
    windowSeconds,
  ]);
  return rows[0]?.taken ?? false;
}

/** It succeeded: it does not count. What came before it still does, else an account of one's own would open an address again. */
export async function giveBack(limits: Limit[]): Promise<void> {
  await appPool().query("select attempt_give_back($1)", [keysOf(limits)]);
}
