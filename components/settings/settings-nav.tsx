"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { useEffect, useRef } from "react";
import { cn } from "#components/ui/cn.ts";
import type { Section } from "./sections.ts";

/** The pages of the settings that one may open. */
export function SettingsNav({ workspaceId, sections }: { workspaceId: string; sections: readonly Section[] }) {
  const pathname = usePathname();
  const nav = useRef<HTMLElement>(null);
  // Where they have no room side by side, the one that is open is in sight.
  useEffect(() => {
    const here = nav.current?.querySelector(`a[href="${pathname}"]`)?.getBoundingClientRect();
    const box = nav.current?.getBoundingClientRect();
    if (nav.current && here && box) nav.current.scrollLeft += here.left + here.width / 2 - (box.left + box.width / 2);
  }, [pathname]);
  return (
    <nav ref={nav} aria-label="Settings" className="-mx-4 overflow-x-auto px-4 sm:mx-0 sm:px-0">
      <ul className="flex min-w-max gap-1 border-b border-line">
        {sections.map(({ path, title }) => {
          const address = `/${workspaceId}/settings${path}`;
          const isHere = pathname === address;
          return (
            <li key={path}>
              <Link
                href={address}
                aria-current={isHere ? "page" : undefined}
                className={cn(
                  "-mb-px flex min-h-10 items-center rounded-t-md border-b-2 px-3 text-sm font-medium -outline-offset-2 hover:text-ink",
                  isHere ? "border-accent text-ink" : "border-transparent text-quiet",
                )}
              >
                {title}
              </Link>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}
