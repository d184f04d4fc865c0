"use client";

import type { ReactNode } from "react";
import { Button as Trigger } from "react-aria-components/Button";
import { Header } from "react-aria-components/Header";
import { MenuItem as Item, Menu as List, MenuTrigger, MenuSection as Section } from "react-aria-components/Menu";
import { Popover } from "react-aria-components/Popover";
import { type ButtonLook, buttonLook } from "./button.tsx";
import { cn } from "./cn.ts";

/** The label is said after what the trigger shows. */
type Props = { label: string; trigger: ReactNode; look?: ButtonLook; className?: string; children: ReactNode };

/** A button that opens a list of things to do. */
export function Menu({ label, trigger, look = { kind: "quiet", size: "sm" }, className, children }: Props) {
  return (
    <MenuTrigger>
      <Trigger className={cn(buttonLook(look), className)}>
        {trigger}
        <span className="sr-only">{label}</span>
      </Trigger>
      <Popover offset={6} className="z-40 min-w-52 animate-rise rounded-lg border border-line bg-raised p-1 shadow-float">
        <List aria-label={label} className="grid max-h-[70dvh] overflow-auto outline-none">
          {children}
        </List>
      </Popover>
    </MenuTrigger>
  );
}

const row =
  "flex min-h-9 items-center gap-2.5 rounded-md px-2.5 py-1.5 text-sm outline-none data-[disabled]:opacity-55 data-[focused]:bg-accent-soft data-[focused]:text-accent";

type ItemProps = {
  children: ReactNode;
  words: string;
  onAction?: () => void;
  href?: string;
  isDisabled?: boolean;
  isGrave?: boolean;
};

export function MenuItem({ children, words, isGrave = false, onAction, href, isDisabled = false }: ItemProps) {
  return (
    <Item
      textValue={words}
      isDisabled={isDisabled}
      {...(onAction && { onAction })}
      {...(href !== undefined && { href })}
      className={cn(row, "cursor-pointer", isGrave && "text-tone-failed")}
    >
      {children}
    </Item>
  );
}

/** Things of one kind, under their name. */
export function MenuSection({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Section className="grid border-line py-1 not-first:border-t">
      <Header className="px-2.5 py-1 text-xs text-quiet">{title}</Header>
      {children}
    </Section>
  );
}
