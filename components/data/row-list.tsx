import Link from "next/link";
import type { ReactNode } from "react";

export type ListedRow = { id: string; href: string; title: string; about: ReactNode; side: ReactNode };

/** Things of the workspace, one line each. */
export function RowList({ rows }: { rows: ListedRow[] }) {
  return (
    <ul className="grid divide-y divide-line overflow-hidden rounded-lg border border-line bg-raised shadow-card">
      {rows.map(({ id, href, title, about, side }) => (
        <li key={id} className="relative flex items-center justify-between gap-4 px-4 py-3 hover:bg-sunken">
          <div className="grid min-w-0 gap-0.5">
            <Link href={href} className="truncate font-medium after:absolute after:inset-0">
              <bdi>{title}</bdi>
            </Link>
            <p className="truncate text-sm text-quiet">
              <bdi>{about}</bdi>
            </p>
          </div>
          <div className="shrink-0 text-end text-sm text-quiet tabular-nums">{side}</div>
        </li>
      ))}
    </ul>
  );
}
