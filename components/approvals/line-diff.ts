export type DiffLine = { kind: "same" | "gone" | "new"; text: string };

/** Which lines of one text are not in the other, in order. For payloads of some hundred lines: its cost is their product. */
export function lineDiff(before: string, after: string): DiffLine[] {
  const from = before.split("\n");
  const to = after.split("\n");
  const longest = lengths(from, to);
  const lines: DiffLine[] = [];
  let [i, j] = [0, 0];
  while (i < from.length || j < to.length) {
    const [gone, came] = [from[i], to[j]];
    if (gone !== undefined && gone === came) {
      lines.push({ kind: "same", text: gone });
      i++;
      j++;
    } else if (gone !== undefined && (came === undefined || at(longest, i + 1, j) >= at(longest, i, j + 1))) {
      lines.push({ kind: "gone", text: gone });
      i++;
    } else if (came !== undefined) {
      lines.push({ kind: "new", text: came });
      j++;
    }
  }
  return lines;
}

const at = (table: number[][], i: number, j: number) => table[i]?.[j] ?? 0;

/** How many lines the rests have in common, from each pair of places on. */
function lengths(from: string[], to: string[]): number[][] {
  const table: number[][] = from.map(() => []);
  for (let i = from.length - 1; i >= 0; i--) {
    const row: number[] = new Array(to.length).fill(0);
    for (let j = to.length - 1; j >= 0; j--)
      row[j] = from[i] === to[j] ? at(table, i + 1, j + 1) + 1 : Math.max(at(table, i + 1, j), row[j + 1] ?? 0);
    table[i] = row;
  }
  return table;
}
