/** Attempts that did not succeed, within a window that began with the first of them. */
export type Attempts = Map<string, { count: number; since: number }>;

export type Limit = { key: string; most: number };

export const windowMs = 5 * 60_000;

/**
 * Ten wrong passwords for one account at one address, or from one address, then silence until the window has passed. An account
 * under attack from many addresses closes later, so that a stranger cannot cheaply lock a person out.
 */
export function limitsOf(email: string, address: string): Limit[] {
  return [
    { key: `pair ${email} ${address}`, most: 10 },
    { key: `address ${address}`, most: 10 },
    { key: `account ${email}`, most: 100 },
  ];
}

/** Counts an attempt before it is tried, so that a hundred at once are counted too. False: not to be tried. */
export function take(attempts: Attempts, limits: Limit[], now: number): boolean {
  for (const [key, { since }] of attempts) {
    if (now - since < windowMs) break; // a map keeps the order in which the windows began
    attempts.delete(key);
  }
  if (limits.some(({ key, most }) => (attempts.get(key)?.count ?? 0) >= most)) return false;
  for (const { key } of limits) {
    const seen = attempts.get(key);
    if (seen) seen.count++;
    else attempts.set(key, { count: 1, since: now });
  }
  return true;
}

/** It succeeded: it does not count. What came before it still does, else an account of one's own would open an address again. */
export function giveBack(attempts: Attempts, limits: Limit[]): void {
  for (const { key } of limits) {
    const seen = attempts.get(key);
    if (seen) seen.count--;
  }
}
