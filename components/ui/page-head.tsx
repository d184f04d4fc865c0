import type { ReactNode } from "react";

/** The name of a page, a sentence about it, and what can be done there as a whole. */
export function PageHead({ title, children, actions }: { title: ReactNode; children?: ReactNode; actions?: ReactNode }) {
  return (
    <div className="flex flex-wrap items-end justify-between gap-4">
      <div className="grid gap-1">
        <h1 className="text-3xl font-medium">
          <bdi>{title}</bdi>
        </h1>
        {children && (
          <p className="text-quiet">
            <bdi>{children}</bdi>
          </p>
        )}
      </div>
      {actions}
    </div>
  );
}
