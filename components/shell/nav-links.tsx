"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { cn } from "#components/ui/cn.ts";
import { isAt, type Place } from "./nav.ts";

type Props = { places: readonly Place[]; workspaceId: string; waiting: number };

/** The places of the workspace, down the side of a wide screen. */
export function SideLinks({ places, workspaceId, waiting }: Props) {
  const pathname = usePathname();
  return (
    <ul className="grid gap-0.5">
      {places.map((place) => {
        const isHere = isAt(pathname, workspaceId, place);
        return (
          <li key={place.path}>
            <Link
              href={`/${workspaceId}${place.path}`}
              aria-current={isHere ? "page" : undefined}
              className={cn(
                "flex min-h-9 items-center gap-3 rounded-md px-2.5 text-sm font-medium transition-colors duration-150",
                isHere ? "bg-accent-soft text-accent" : "text-quiet hover:bg-line/50 hover:text-ink",
              )}
            >
              <place.icon aria-hidden className="size-4.5 shrink-0" />
              <span className="grow">{place.title}</span>
              <Count of={place} waiting={waiting} />
            </Link>
          </li>
        );
      })}
    </ul>
  );
}

/** The nearest of them, under the thumb. */
export function FootLinks({ places, workspaceId, waiting }: Props) {
  const pathname = usePathname();
  return (
    <>
      {places
        .filter(({ isNear }) => isNear)
        .map((place) => {
          const isHere = isAt(pathname, workspaceId, place);
          return (
            <li key={place.path}>
              <Link
                href={`/${workspaceId}${place.path}`}
                aria-current={isHere ? "page" : undefined}
                className={cn(
                  "relative grid min-h-14 content-center justify-items-center gap-0.5 text-xs",
                  isHere ? "text-accent" : "text-quiet",
                )}
              >
                <place.icon aria-hidden className="size-5" />
                {place.title}
                <span className="absolute inset-s-1/2 top-1 ms-2">
                  <Count of={place} waiting={waiting} />
                </span>
              </Link>
            </li>
          );
        })}
    </>
  );
}

function Count({ of, waiting }: { of: Place; waiting: number }) {
  if (of.path !== "/approvals" || waiting === 0) return null;
  return (
    <span className="rounded-full bg-tone-wait px-1.5 text-xs leading-4.5 font-semibold text-surface tabular-nums">
      {waiting > 99 ? "99+" : waiting}
      <span className="sr-only"> waiting</span>
    </span>
  );
}
