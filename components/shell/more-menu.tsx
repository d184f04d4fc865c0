"use client";

import { Ellipsis } from "lucide-react";
import { useRouter } from "next/navigation";
import { Menu, MenuItem } from "#components/ui/menu.tsx";
import type { Place } from "./nav.ts";

/** The places that have no room at the foot of a phone. */
export function MoreMenu({ places, workspaceId }: { places: readonly Place[]; workspaceId: string }) {
  const router = useRouter();
  return (
    <Menu
      label="places"
      look={{ kind: "quiet", size: "md" }}
      className="grid min-h-14 w-full content-center justify-items-center gap-0.5 p-0 text-xs font-normal text-quiet"
      trigger={
        <>
          <Ellipsis aria-hidden className="size-5" />
          More
        </>
      }
    >
      {places
        .filter(({ isNear }) => !isNear)
        .map(({ path, title, icon: Icon }) => (
          <MenuItem key={path} words={title} onAction={() => router.push(`/${workspaceId}${path}`)}>
            <Icon aria-hidden className="size-4" /> {title}
          </MenuItem>
        ))}
    </Menu>
  );
}
