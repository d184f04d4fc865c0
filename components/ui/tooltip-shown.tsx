"use client";

import type { ReactNode, RefObject } from "react";
import { Tooltip, TooltipTriggerStateContext } from "react-aria-components/Tooltip";

type Props = { of: RefObject<HTMLElement | null>; isOpen: boolean; onOpen: () => void; onClose: () => void; children: ReactNode };

/** The words of a tooltip, beside what they are of. They stay while the pointer is on them. */
export function TooltipShown({ of, isOpen, onOpen, onClose, children }: Props) {
  const state = { isOpen, shouldSkipAnimation: false, open: onOpen, close: onClose };
  return (
    <TooltipTriggerStateContext value={state}>
      <Tooltip
        triggerRef={of}
        offset={6}
        className="z-40 max-w-72 animate-appear rounded-md bg-ink px-2.5 py-1.5 text-xs text-surface shadow-float"
      >
        {children}
      </Tooltip>
    </TooltipTriggerStateContext>
  );
}
