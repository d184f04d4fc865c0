"use client";

import { useRouter } from "next/navigation";
import { useEffect, useSyncExternalStore } from "react";
import { type Direction, lookCookies, type Theme } from "./look.ts";

const aYearS = 31_536_000;

function keep(name: string, value: string): void {
  // biome-ignore lint/suspicious/noDocumentCookie: the newer interface is not in every browser
  document.cookie = `${name}=${value}; path=/; max-age=${aYearS}; samesite=lax`;
}

const nothingChanges = () => () => {};
const hereZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone;

/** The zone of the reader's machine; at first the one that the server was told at the last visit. */
export function useZone(known: string): string {
  const zone = useSyncExternalStore(nothingChanges, hereZone, () => known);
  useEffect(() => {
    if (zone !== known) keep(lookCookies.zone, zone);
  }, [zone, known]);
  return zone;
}

/** Changes how the pages look, at once, and for the next visit. */
export function useLook() {
  const router = useRouter();
  return {
    setTheme(theme: Theme): void {
      keep(lookCookies.theme, theme);
      if (theme === "system") delete document.documentElement.dataset["theme"];
      else document.documentElement.dataset["theme"] = theme;
      router.refresh();
    },
    setDirection(direction: Direction): void {
      keep(lookCookies.direction, direction);
      document.documentElement.dir = direction;
      router.refresh();
    },
  };
}
