"use client";

import {
  type FocusEvent,
  type KeyboardEvent,
  lazy,
  type PointerEvent,
  type ReactNode,
  type RefObject,
  Suspense,
  useEffect,
  useRef,
  useState,
} from "react";

const readShown = () => import("./tooltip-shown.tsx");
const Shown = lazy(() => readShown().then(({ TooltipShown }) => ({ default: TooltipShown })));

const lingerMs = 500;
const leaveMs = 80;

type Trigger = {
  ref: RefObject<HTMLButtonElement | null>;
  onPointerEnter: (event: PointerEvent) => void;
  onPointerLeave: () => void;
  onPointerDown: () => void;
  onFocus: (event: FocusEvent) => void;
  onBlur: () => void;
  onKeyDown: (event: KeyboardEvent) => void;
};
type Props = { says: ReactNode; children: (trigger: Trigger) => ReactNode };

/** Says more about a button, to whoever lingers on it or comes to it by the keyboard. Never the only place of a name. Read when it is first wanted. */
export function Tooltip({ says, children }: Props) {
  const ref = useRef<HTMLButtonElement>(null);
  const [isOpen, setOpen] = useState(false);
  const [wasOpen, setWasOpen] = useState(false);
  if (isOpen && !wasOpen) setWasOpen(true);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const turn = (open: boolean, afterMs = 0) => {
    clearTimeout(timer.current);
    timer.current = setTimeout(setOpen, afterMs, open);
  };
  return (
    <>
      {children({
        ref,
        onPointerEnter({ pointerType }) {
          if (pointerType === "touch") return;
          void readShown();
          turn(true, lingerMs);
        },
        onPointerLeave: () => turn(false, leaveMs),
        onPointerDown: () => turn(false),
        onFocus: ({ target }) => target.matches(":focus-visible") && turn(true),
        onBlur: () => turn(false),
        onKeyDown: ({ key }) => key === "Escape" && turn(false),
      })}
      {wasOpen && (
        <Suspense>
          <Shown of={ref} isOpen={isOpen} onOpen={() => turn(true)} onClose={() => turn(false, leaveMs)}>
            {says}
          </Shown>
        </Suspense>
      )}
    </>
  );
}
