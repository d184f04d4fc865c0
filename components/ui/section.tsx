import { type ReactNode, useId } from "react";

type Props = { title: string; says?: string; action?: ReactNode; children: ReactNode };

/** A part of a page, with what it is for and what can be done there. */
export function Section({ title, says, action, children }: Props) {
  const id = useId();
  return (
    <section aria-labelledby={id} className="grid content-start gap-3">
      <div className="flex flex-wrap items-end justify-between gap-3">
        <div className="grid min-w-0 gap-0.5">
          <h2 id={id} className="text-xl font-medium">
            {title}
          </h2>
          {says && (
            <p className="text-sm text-quiet">
              <bdi>{says}</bdi>
            </p>
          )}
        </div>
        {action}
      </div>
      {children}
    </section>
  );
}

/** Nothing is in it yet. */
export function Nothing({ children }: { children: ReactNode }) {
  return <p className="rounded-lg border border-dashed border-line-strong/50 px-4 py-5 text-sm text-quiet">{children}</p>;
}
