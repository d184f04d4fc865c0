import { zoneFrom } from "#components/ui/times.ts";

/** How a reader likes the pages: kept in the browser's cookies, so that the first paint has it already. */
export type Theme = "system" | "light" | "dark";
export type Direction = "ltr" | "rtl";
export type Look = { theme: Theme; direction: Direction; zone: string };

export const lookCookies = { theme: "fermata-theme", direction: "fermata-direction", zone: "fermata-zone" } as const;

export function readLook(cookie: (name: string) => string | undefined): Look {
  const theme = cookie(lookCookies.theme);
  return {
    theme: theme === "light" || theme === "dark" ? theme : "system",
    direction: cookie(lookCookies.direction) === "rtl" ? "rtl" : "ltr",
    zone: zoneFrom(cookie(lookCookies.zone)),
  };
}
