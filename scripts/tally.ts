export type Tally = { passed: number; failed: number; skipped: number };

/** The last line of each part of `npm test`, and of the whole. */
export function lineOf({ passed, failed, skipped }: Tally): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
}

/** What a part said of itself. A part that ended badly has failed at least once, whatever it said. */
export function tallyOf(said: string, code: number): Tally {
  const [, passed = 0, failed = 0, skipped = 0] = [...said.matchAll(/^(\d+) passed, (\d+) failed(?:, (\d+) skipped)?$/gm)].at(-1) ?? [];
  const tally = { passed: Number(passed), failed: Number(failed), skipped: Number(skipped) };
  return code === 0 ? tally : { ...tally, failed: Math.max(1, tally.failed) };
}

export const sum = (tallies: Tally[]): Tally =>
  tallies.reduce((all, one) => ({ passed: all.passed + one.passed, failed: all.failed + one.failed, skipped: all.skipped + one.skipped }), {
    passed: 0,
    failed: 0,
    skipped: 0,
  });
