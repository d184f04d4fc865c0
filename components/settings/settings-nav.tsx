"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { cn } from "#components/ui/cn.ts";
import type { Section } from "./sections.ts";

/** The pages of the settings that one may open. */
export function SettingsNav({ workspaceId, sections }: { workspaceId: string; sections: readonly Section[] }) {
  const pathname = usePathname();
  return (
    <nav aria-label="Settings" className="-mx-4 overflow-x-auto px-4 sm:mx-0 sm:px-0">
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
