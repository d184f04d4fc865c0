/** A time as the page writes it; in one zone, so that server and browser write the same. */
export const clock = (at: string): string => `${at.slice(11, 16)} UTC`;

export const dayAndClock = (at: string): string => `${at.slice(0, 10)}, ${clock(at)}`;
