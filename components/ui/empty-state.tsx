import type { ReactNode } from "react";
import { FermataSign } from "./fermata-sign.tsx";

type Props = { title: string; children?: ReactNode; action?: ReactNode };

/** Nothing is here: why, and the one thing to do about it. */
export function EmptyState({ title, children, action }: Props) {
  return (
    <div className="grid justify-items-center gap-3 rounded-lg border border-dashed border-line-strong/50 px-6 py-10 text-center">
      <FermataSign className="size-8 text-line-strong" />
      <p className="font-display text-lg font-medium">
        <bdi>{title}</bdi>
      </p>
      {children && (
        <div dir="auto" className="max-w-md text-quiet">
          {children}
        </div>
      )}
      {action}
    </div>
  );
}
