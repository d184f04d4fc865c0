"use client";

import type { ComponentProps, ReactNode } from "react";
import { Focusable, Tooltip as Shown, TooltipTrigger } from "react-aria-components/Tooltip";

type Props = { says: ReactNode; children: ComponentProps<typeof Focusable>["children"] };

/** Says more about what it surrounds, on hover and on focus. Never the only place of a name. */
export function Tooltip({ says, children }: Props) {
  return (
    <TooltipTrigger delay={500} closeDelay={80}>
      <Focusable>{children}</Focusable>
      <Shown offset={6} className="z-40 max-w-72 animate-appear rounded-md bg-ink px-2.5 py-1.5 text-xs text-surface shadow-float">
        {says}
      </Shown>
    </TooltipTrigger>
  );
}
