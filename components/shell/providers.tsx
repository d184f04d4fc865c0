"use client";

import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { I18nProvider } from "react-aria-components/I18nProvider";
import type { Direction } from "./look.ts";

const freshForMs = 2_000;

/** What every page stands on: one cache of lists, and the direction that arrows and menus follow. */
export function Providers({ direction, children }: { direction: Direction; children: ReactNode }) {
  const [client] = useState(() => new QueryClient({ defaultOptions: { queries: { staleTime: freshForMs, retry: 1 } } }));
  return (
    <I18nProvider locale={direction === "rtl" ? "he-IL" : "en-GB"}>
      <QueryClientProvider client={client}>{children}</QueryClientProvider>
    </I18nProvider>
  );
}
