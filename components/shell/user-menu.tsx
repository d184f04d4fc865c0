"use client";

import { Check, LogOut, Monitor, Moon, Sun } from "lucide-react";
import { useSignOut } from "#components/tenancy/use-sign-out.ts";
import { Menu, MenuItem, MenuSection } from "#components/ui/menu.tsx";
import type { Look, Theme } from "./look.ts";
import { useLook } from "./use-look.ts";

const themes = [
  { theme: "system", words: "As the system", icon: Monitor },
  { theme: "light", words: "Light", icon: Sun },
  { theme: "dark", words: "Dark", icon: Moon },
] as const satisfies { theme: Theme; words: string; icon: unknown }[];

export type Who = { name: string; email: string; role: string };

export function UserMenu({ who, look, isSmall = false }: { who: Who; look: Look; isSmall?: boolean }) {
  const { setTheme, setDirection } = useLook();
  const signOut = useSignOut();
  const isRtl = look.direction === "rtl";
  return (
    <Menu
      label="your menu"
      look={{ kind: "quiet", size: isSmall ? "icon" : "md" }}
      className={isSmall ? "" : "w-full justify-start gap-2.5 px-2 text-start"}
      trigger={
        <>
          <span
            aria-hidden
            className="grid size-7 shrink-0 place-items-center rounded-full bg-accent-soft text-xs font-semibold text-accent"
          >
            {who.name.slice(0, 1)}
          </span>
          {!isSmall && (
            <span className="grid min-w-0 leading-tight">
              <span dir="auto" className="truncate text-sm">
                {who.name}
              </span>
              <span className="truncate text-xs font-normal text-quiet">{who.role}</span>
            </span>
          )}
        </>
      }
    >
      <MenuSection title={`${who.name}, ${who.role}`}>
        <MenuItem words="Sign out" onAction={signOut}>
          <LogOut aria-hidden className="size-4 rtl:-scale-x-100" /> Sign out
        </MenuItem>
      </MenuSection>
      <MenuSection title="Colours">
        {themes.map(({ theme, words, icon: Icon }) => (
          <MenuItem key={theme} words={words} onAction={() => setTheme(theme)}>
            <Icon aria-hidden className="size-4" />
            <span className="grow">{words}</span>
            {look.theme === theme && <Chosen />}
          </MenuItem>
        ))}
      </MenuSection>
      <MenuSection title="Page">
        <MenuItem words="Right to left" onAction={() => setDirection(isRtl ? "ltr" : "rtl")}>
          <span className="grow">Right to left</span>
          {isRtl && <Chosen />}
        </MenuItem>
      </MenuSection>
    </Menu>
  );
}

function Chosen() {
  return (
    <>
      <Check aria-hidden className="size-4" />
      <span className="sr-only">, chosen</span>
    </>
  );
}
