"use client";

import { Search } from "lucide-react";
import dynamic from "next/dynamic";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { type ReactNode, useEffect, useState } from "react";
import { FootBar, HeadBar, SkipLink } from "#components/ui/bars.tsx";
import { FermataSign } from "#components/ui/fermata-sign.tsx";
import { IconButton } from "#components/ui/icon-button.tsx";
import { Kbd } from "#components/ui/kbd.tsx";
import { OnItsWay } from "#components/ui/on-its-way.tsx";
import { readAhead } from "#components/ui/read-ahead.ts";
import type { Look } from "./look.ts";
import { MoreMenu } from "./more-menu.tsx";
import { places as every, type Place } from "./nav.ts";
import { FootLinks, SideLinks } from "./nav-links.tsx";
import { useEverywhere } from "./use-keys.ts";
import { useWaiting } from "./use-waiting.ts";
import { UserMenu, type Who, type WorkspaceName } from "./user-menu.tsx";

const readPalette = () => import("./palette.tsx");
const readShortcuts = () => import("./shortcuts.tsx");
const Palette = dynamic(() => readPalette().then((palette) => palette.Palette), { ssr: false, loading: OnItsWay });
const Shortcuts = dynamic(() => readShortcuts().then((shortcuts) => shortcuts.Shortcuts), { ssr: false, loading: OnItsWay });

type Props = {
  workspaceId: string;
  workspaceName: string;
  who: Who;
  workspaces: WorkspaceName[];
  look: Look;
  mayStart: boolean;
  /** What this person's role opens, by path. */
  paths: Place["path"][];
  openApprovals: number;
  children: ReactNode;
};

/** What surrounds every page of a workspace: where one is, where one may go, and who one is. */
export function AppShell({ workspaceId, workspaceName, who, workspaces, look, mayStart, paths, openApprovals, children }: Props) {
  const router = useRouter();
  const places = every.filter(({ path }) => paths.includes(path));
  const [opened, setOpened] = useState<"palette" | "help">();
  const waiting = useWaiting({ workspaceId, openApprovals });
  const [kept, keep] = useState<(typeof opened)[]>([]);
  if (opened && !kept.includes(opened)) keep([...kept, opened]);
  useEffect(() => readAhead(() => Promise.all([readPalette(), readShortcuts()])), []);
  useEverywhere({
    palette: () => setOpened((was) => (was === "palette" ? undefined : "palette")),
    help: () => setOpened("help"),
    go(letter) {
      const place = places.find((one) => one.letter === letter);
      if (place) router.push(`/${workspaceId}${place.path}`);
      return place !== undefined;
    },
  });
  const name = (
    <Link href={`/${workspaceId}`} className="flex min-w-0 items-center gap-2.5 rounded-md">
      <FermataSign className="size-6 shrink-0 text-accent" />
      <span dir="auto" className="truncate font-display text-lg font-medium">
        {workspaceName}
      </span>
    </Link>
  );
  return (
    <div className="min-h-dvh lg:grid lg:grid-cols-[15rem_minmax(0,1fr)]">
      <SkipLink to="#content" />
      <HeadBar className="flex items-center justify-between gap-3 px-4 py-2 lg:hidden">
        {name}
        <span className="flex items-center gap-1">
          <IconButton label="Open the palette" onClick={() => setOpened("palette")}>
            <Search aria-hidden className="size-5" />
          </IconButton>
          <UserMenu who={who} workspaceId={workspaceId} workspaces={workspaces} look={look} isSmall />
        </span>
      </HeadBar>
      <aside className="sticky top-0 hidden h-dvh flex-col gap-5 border-e border-line bg-sunken p-3 lg:flex">
        <div className="px-2 pt-2">{name}</div>
        <button
          type="button"
          onClick={() => setOpened("palette")}
          aria-keyshortcuts="Meta+K Control+K"
          className="flex min-h-9 items-center gap-2.5 rounded-md border border-line-strong/50 bg-raised px-2.5 text-sm text-quiet hover:border-line-strong hover:text-ink"
        >
          <Search aria-hidden className="size-4" />
          <span className="grow text-start">Go, run, find</span>
          <span aria-hidden>
            <Kbd>⌘K</Kbd>
          </span>
        </button>
        <nav aria-label="Workspace" className="grow">
          <SideLinks places={places} workspaceId={workspaceId} waiting={waiting} />
        </nav>
        <button
          type="button"
          onClick={() => setOpened("help")}
          className="flex min-h-8 items-center gap-2 rounded-md px-2.5 text-xs text-quiet hover:text-ink"
        >
          <span aria-hidden>
            <Kbd>?</Kbd>
          </span>
          All keys
        </button>
        <UserMenu who={who} workspaceId={workspaceId} workspaces={workspaces} look={look} />
      </aside>
      <main
        id="content"
        tabIndex={-1}
        className="mx-auto grid w-full max-w-6xl content-start gap-8 px-4 pt-6 pb-24 outline-none sm:px-8 lg:py-10"
      >
        {children}
      </main>
      <FootBar aria-label="Workspace, at hand" className="lg:hidden">
        <ul className="grid grid-cols-4">
          <FootLinks places={places} workspaceId={workspaceId} waiting={waiting} />
          <li>
            <MoreMenu places={places} workspaceId={workspaceId} />
          </li>
        </ul>
      </FootBar>
      {kept.includes("palette") && (
        <Palette
          workspaceId={workspaceId}
          places={places}
          mayStart={mayStart}
          isOpen={opened === "palette"}
          onClose={() => setOpened(undefined)}
          onHelp={() => setOpened("help")}
        />
      )}
      {kept.includes("help") && <Shortcuts places={places} isOpen={opened === "help"} onClose={() => setOpened(undefined)} />}
    </div>
  );
}
