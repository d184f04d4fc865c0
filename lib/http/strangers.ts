/** Failed knocks of an address that are answered as such in a minute; then it is told to wait. */
const most = 120;
const windowMs = 60_000;
const addresses = 10_000;

/**
 * Counts requests without a valid key or session by address, in this process. Whoever has one is never counted and never closed out,
 * however many others fail behind the same address.
 */
export function strangers(now: () => number) {
  const seen = new Map<string, { count: number; since: number }>();
  return (address: string): { closedForSeconds: number } => {
    const at = now();
    for (const [known, { since }] of seen) {
      if (at - since < windowMs && seen.size < addresses) break; // a map keeps the order in which the windows began
      seen.delete(known);
    }
    const one = seen.get(address) ?? { count: 0, since: at };
    one.count += 1;
    seen.set(address, one);
    return { closedForSeconds: one.count > most ? Math.max(1, Math.ceil((one.since + windowMs - at) / 1_000)) : 0 };
  };
}
