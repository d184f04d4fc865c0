"use client";

import { type ComponentType, createContext, type ReactNode } from "react";

export type ItemProps = {
  children: ReactNode;
  words: string;
  onAction?: () => void;
  href?: string;
  isDisabled?: boolean;
  isGrave?: boolean;
};

export type SectionProps = { title: string; children: ReactNode };

/** What draws the items of a menu; it comes with the list that they stand in. */
export const PartsOfMenu = createContext<{ Item: ComponentType<ItemProps>; Section: ComponentType<SectionProps> } | null>(null);
