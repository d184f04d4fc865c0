/** How many steps of a comparison a page shows at once. */
export const rowsAtOnce = 200;

export type RowsAsked = { to: number; all: boolean };

/** What an address asks to see: `?all=1&to=400`. What is no number is the usual one. */
export function rowsAskedIn({ to, all }: { to?: string | string[]; all?: string | string[] }): RowsAsked {
  const count = Number(to);
  return { to: Number.isInteger(count) && count > rowsAtOnce ? Math.min(count, 20_000) : rowsAtOnce, all: all === "1" };
}

type Compared = { differs: readonly unknown[] };
export type Rows<Pair> = {
  rows: Pair[];
  /** How many are left out since they are the same, and how many since there are too many. */
  alike: number;
  more: number;
};

/** Few steps are all shown; of many those that differ, unless all are asked for. */
export function rowsOf<Pair extends Compared>(steps: Pair[], { to, all }: RowsAsked): Rows<Pair> {
  const chosen = all || steps.length <= rowsAtOnce ? steps : steps.filter(({ differs }) => differs.length > 0);
  return { rows: chosen.slice(0, to), alike: steps.length - chosen.length, more: Math.max(0, chosen.length - to) };
}
