import type { Label } from "./label-finder.ts";

/** A cell of a table and what the head of its column says. */
export type Cell<Kind extends string> = { label: Label<Kind>; value: string; start: number };

const delimiters = ["|", "\t", ";", ","];
const longestLine = 2_000;

type Line = { start: number; text: string };

/** The cells that stand under a label: in a table of Markdown, in CSV, in what was copied from a sheet. */
export function cellsUnder<Kind extends string>(text: string, labels: Label<Kind>[]): Cell<Kind>[] {
  const cells: Cell<Kind>[] = [];
  if (labels.length === 0 || !text.includes("\n")) return cells;
  let at = 0;
  let next = 0;
  while (at < text.length) {
    const head = lineAt(text, at);
    at = head.start + head.text.length + 1;
    while (next < labels.length && (labels[next]?.start ?? 0) < head.start) next += 1;
    const said: Label<Kind>[] = [];
    for (let i = next; i < labels.length && (labels[i]?.end ?? 0) <= head.start + head.text.length; i++)
      said.push(labels[i] as Label<Kind>);
    if (said.length === 0 || head.text.length > longestLine) continue;
    const delimiter = delimiters.find((one) => head.text.includes(one) && countOf(lineAt(text, at).text, one) === countOf(head.text, one));
    if (delimiter === undefined || at >= text.length) continue;
    const columns = splitOf(head, delimiter);
    // The head of a table has names and no values.
    if (columns.some(({ value }) => /\d{3}|:\s*\S|[=(){}[\]<>?!$]/.test(value) || value.length > 40)) continue;
    if (",;".includes(delimiter) && columns.at(-1)?.value.trim() === "") continue;
    const wanted = said.map((label) => ({
      label,
      column: columns.findIndex(({ start, value }) => label.start >= start && label.end <= start + value.length),
    }));
    for (let line = lineAt(text, at); at < text.length && line.text.length <= longestLine; line = lineAt(text, at)) {
      if (countOf(line.text, delimiter) !== columns.length - 1) break;
      const row = splitOf(line, delimiter);
      for (const { label, column } of wanted) {
        const cell = row[column];
        if (cell && cell.value.trim() !== "") cells.push({ label, ...trimmed(cell) });
      }
      at = line.start + line.text.length + 1;
    }
  }
  return cells;
}

function lineAt(text: string, start: number): Line {
  const end = text.indexOf("\n", start);
  return { start, text: text.slice(start, end < 0 ? text.length : end) };
}

const countOf = (text: string, sign: string): number => text.split(sign).length - 1;

function splitOf({ start, text }: Line, delimiter: string): { value: string; start: number }[] {
  let at = start;
  return text.split(delimiter).map((value) => {
    const cell = { value, start: at };
    at += value.length + 1;
    return cell;
  });
}

function trimmed({ value, start }: { value: string; start: number }): { value: string; start: number } {
  const lead = value.length - value.replace(/^[\s"']+/, "").length;
  return { value: value.slice(lead).replace(/[\s"']+$/, ""), start: start + lead };
}
