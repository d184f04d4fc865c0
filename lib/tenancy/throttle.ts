export type Limit = { key: string; most: number };

export const windowSeconds = 5 * 60;

/**
 * Ten wrong passwords for an account or from an address, then silence until the window has passed. From an address at which the
 * person was signed in before, only what was tried there counts, so that a stranger elsewhere cannot lock a person out.
 */
export function limitsOf(email: string, address: string, { knowsAddress }: { knowsAddress: boolean }): Limit[] {
  const pair = { key: `pair ${email} ${address}`, most: 10 };
  return knowsAddress ? [pair] : [pair, { key: `address ${address}`, most: 10 }, { key: `account ${email}`, most: 10 }];
}

/** A second factor is guessed for one account, wherever from. */
export const codeLimits = (userId: string): Limit[] => [{ key: `code ${userId}`, most: 10 }];

/** Links asked for by mail, and links tried. */
export const linkLimits = (email: string, address: string): Limit[] => [
  { key: `link ${email}`, most: 3 },
  { key: `links ${address}`, most: 20 },
];
