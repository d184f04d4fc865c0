"use client";

import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { I18nProvider } from "react-aria-components/I18nProvider";
import { TimesIn } from "#components/ui/use-times.tsx";
import type { Direction } from "./look.ts";
import { useZone } from "./use-look.ts";

const freshForMs = 2_000;

/** What every page stands on: one cache of lists, and the direction that arrows and menus follow. */
export function Providers({ direction, zone, children }: { direction: Direction; zone: string; children: ReactNode }) {
  const here = useZone(zone);
  const [client] = useState(() => new QueryClient({ defaultOptions: { queries: { staleTime: freshForMs, retry: 1 } } }));
  return (
    <I18nProvider locale={direction === "rtl" ? "he-IL" : "en-GB"}>
      <TimesIn zone={here}>
        <QueryClientProvider client={client}>{children}</QueryClientProvider>
      </TimesIn>
    </I18nProvider>
  );
}
