"use client";

import type { ReactNode, RefObject } from "react";
import { Header } from "react-aria-components/Header";
import { MenuItem, Menu as Root, MenuSection as Section } from "react-aria-components/Menu";
import { Popover } from "react-aria-components/Popover";
import { cn } from "./cn.ts";
import { type ItemProps, PartsOfMenu, type SectionProps } from "./menu-parts.ts";

const parts = { Item, Section: TitledSection };

type Props = {
  label: string;
  button: RefObject<HTMLButtonElement | null>;
  /** What has the focus when it opens; nothing, and it is closed. */
  from: "first" | "last" | "menu" | undefined;
  onClose: () => void;
  children: ReactNode;
};

/** The list of a menu: arrows and letters walk it, Escape and a press beside it close it, and the button has the focus again. */
export function MenuList({ label, button, from, onClose, children }: Props) {
  return (
    <Popover
      trigger="MenuTrigger"
      triggerRef={button}
      placement="bottom start"
      offset={6}
      isOpen={from !== undefined}
      onOpenChange={(isOpen) => !isOpen && onClose()}
      className="z-40 min-w-52 animate-rise rounded-lg border border-line bg-raised p-1 shadow-float"
    >
      <PartsOfMenu value={parts}>
        <Root
          aria-label={label}
          autoFocus={from === "menu" || from === undefined ? true : from}
          onClose={onClose}
          className="grid max-h-[70dvh] overflow-auto outline-none"
        >
          {children}
        </Root>
      </PartsOfMenu>
    </Popover>
  );
}

const row =
  "flex min-h-9 items-center gap-2.5 rounded-md px-2.5 py-1.5 text-sm outline-none data-[disabled]:opacity-55 data-[focused]:bg-accent-soft data-[focused]:text-accent";

function Item({ children, words, isGrave = false, onAction, href, isDisabled = false }: ItemProps) {
  return (
    <MenuItem
      textValue={words}
      isDisabled={isDisabled}
      {...(onAction && { onAction })}
      {...(href !== undefined && { href })}
      className={cn(row, "cursor-pointer", isGrave && "text-tone-failed")}
    >
      {children}
    </MenuItem>
  );
}

function TitledSection({ title, children }: SectionProps) {
  return (
    <Section className="grid border-line py-1 not-first:border-t">
      <Header className="px-2.5 py-1 text-xs text-quiet">{title}</Header>
      {children}
    </Section>
  );
}
