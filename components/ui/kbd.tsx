import type { ReactNode } from "react";

/** A key of the keyboard. */
export function Kbd({ children }: { children: ReactNode }) {
  return (
    <kbd
      dir="ltr"
      className="inline-flex min-w-5 items-center justify-center rounded-sm border border-line-strong/50 bg-raised px-1 font-sans text-xs leading-4.5 text-quiet"
    >
      {children}
    </kbd>
  );
}
