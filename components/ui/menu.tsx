"use client";

import { lazy, type ReactNode, Suspense, use, useEffect, useRef, useState } from "react";
import { type ButtonLook, buttonLook } from "./button.tsx";
import { cn } from "./cn.ts";
import { type ItemProps, PartsOfMenu, type SectionProps } from "./menu-parts.ts";
import { readAhead } from "./read-ahead.ts";

const readList = () => import("./menu-list.tsx");
const List = lazy(() => readList().then(({ MenuList }) => ({ default: MenuList })));

/** Keys open at once, and not by the press that they would become: the list then knows that it was a key. */
const opensAt: Partial<Record<string, "first" | "last">> = { Enter: "first", " ": "first", ArrowDown: "first", ArrowUp: "last" };

/** `label` is the list's name, and what is said of the button beside what the trigger shows. */
type Props = { label: string; trigger: ReactNode; look?: ButtonLook; className?: string; children: ReactNode };

/** A button that opens a list of things to do. The list is read when the page has nothing else to do, or when it opens. */
export function Menu({ label, trigger, look = { kind: "quiet", size: "sm" }, className, children }: Props) {
  const button = useRef<HTMLButtonElement>(null);
  const [from, setFrom] = useState<"first" | "last" | "menu">();
  const [wasOpen, setWasOpen] = useState(false);
  const isOpen = from !== undefined;
  if (isOpen && !wasOpen) setWasOpen(true);
  useEffect(() => readAhead(readList), []);
  return (
    <>
      <button
        ref={button}
        type="button"
        aria-haspopup="menu"
        aria-expanded={isOpen}
        className={cn(buttonLook(look), className)}
        onClick={({ detail, currentTarget }) => {
          // Not every browser gives a pressed button the focus, and the list gives it back to who has it.
          currentTarget.focus();
          // Without a pointer, as a screen reader presses: the first thing to do is chosen then.
          setFrom(detail === 0 ? "first" : "menu");
        }}
        onKeyDown={(event) => {
          const at = opensAt[event.key];
          if (at === undefined) return;
          event.preventDefault();
          setFrom(at);
        }}
      >
        {trigger}
        <span className="sr-only">{label}</span>
      </button>
      {wasOpen && (
        <Suspense>
          <List label={label} button={button} from={from} onClose={() => setFrom(undefined)}>
            {children}
          </List>
        </Suspense>
      )}
    </>
  );
}

export function MenuItem(props: ItemProps) {
  const parts = use(PartsOfMenu);
  return parts && <parts.Item {...props} />;
}

/** Things of one kind, under their name. */
export function MenuSection(props: SectionProps) {
  const parts = use(PartsOfMenu);
  return parts && <parts.Section {...props} />;
}
