import type { ComponentType, ReactNode } from "react";
import { cn } from "./cn.ts";
import { softTone, type Tone } from "./tones.ts";

type Props = {
  tone?: Tone;
  icon?: ComponentType<{ className?: string; "aria-hidden"?: boolean }>;
  className?: string;
  children: ReactNode;
};

/** A word about a thing, on the ground of its tone. */
export function Badge({ tone = "plain", icon: Icon, className, children }: Props) {
  return (
    <span
      className={cn(
        "inline-flex min-h-5.5 items-center gap-1 rounded-full px-2 py-0.5 text-xs font-medium whitespace-nowrap",
        softTone[tone],
        className,
      )}
    >
      {Icon && <Icon aria-hidden className="size-3.5 shrink-0" />}
      {children}
    </span>
  );
}
