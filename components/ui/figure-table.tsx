import type { ReactNode } from "react";
import { Card } from "./card.tsx";

type Props = { columns: string[]; rows: { key: string; name: ReactNode; figures: ReactNode[] }[] };

/** Figures of things, a row for each: the first column says of what, the others how much. */
export function FigureTable({ columns, rows }: Props) {
  return (
    <Card className="overflow-x-auto">
      <table className="w-full text-sm">
        <thead className="text-quiet">
          <tr className="border-b border-line">
            {columns.map((column, at) => (
              <th key={column} scope="col" className={at === 0 ? "px-4 py-2.5 text-start font-medium" : "px-4 py-2.5 text-end font-medium"}>
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="divide-y divide-line">
          {rows.map(({ key, name, figures }) => (
            <tr key={key}>
              <th scope="row" className="px-4 py-2.5 text-start font-normal break-words">
                {name}
              </th>
              {figures.map((figure, at) => (
                <td key={columns[at + 1]} className="px-4 py-2.5 text-end tabular-nums">
                  {figure}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Card>
  );
}
