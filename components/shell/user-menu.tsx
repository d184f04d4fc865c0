"use client";

import { Check, LogOut, Monitor, Moon, Sun, UserRound } from "lucide-react";
import { useRouter } from "next/navigation";
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

export type WorkspaceName = { id: string; name: string };

type Props = { who: Who; workspaceId: string; workspaces: WorkspaceName[]; look: Look; isSmall?: boolean };

export function UserMenu({ who, workspaceId, workspaces, look, isSmall = false }: Props) {
  const router = useRouter();
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
        <MenuItem words="You and your sign-in" onAction={() => router.push(`/${workspaceId}/settings`)}>
          <UserRound aria-hidden className="size-4" /> You and your sign-in
        </MenuItem>
        <MenuItem words="Sign out" onAction={signOut}>
          <LogOut aria-hidden className="size-4 rtl:-scale-x-100" /> Sign out
        </MenuItem>
      </MenuSection>
      {workspaces.length > 1 && (
        <MenuSection title="Workspaces">
          {workspaces.map(({ id, name }) => (
            // A whole new page, so that nothing of the one stays in memory in the other.
            <MenuItem key={id} words={name} onAction={() => window.location.assign(`/${id}`)}>
              <span dir="auto" className="grow">
                {name}
              </span>
              {id === workspaceId && <Chosen />}
            </MenuItem>
          ))}
        </MenuSection>
      )}
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
