import { ChevronDown } from "lucide-react";
import type { ComponentProps } from "react";
import { cn } from "./cn.ts";

/** The system's own list, which every phone and screen reader knows, in our frame. */
export function Select({ className, children, ...rest }: ComponentProps<"select">) {
  return (
    <span className={cn("relative inline-flex", className)}>
      <select
        className="min-h-9 w-full appearance-none rounded-md border border-line-strong/70 bg-raised ps-3 pe-8 text-sm hover:border-line-strong"
        {...rest}
      >
        {children}
      </select>
      <ChevronDown aria-hidden className="pointer-events-none absolute inset-e-2.5 top-1/2 size-4 -translate-y-1/2 text-quiet" />
    </span>
  );
}
