"use client";

import { useSearchParams } from "next/navigation";
import { useCallback } from "react";

/** A side of the page that the address names, so that a link shows what its sender saw. */
export function usePlace(): { place: URLSearchParams; go: (change: Record<string, string | undefined>) => void } {
  const place = useSearchParams();
  const go = useCallback((change: Record<string, string | undefined>) => {
    const next = new URLSearchParams(window.location.search);
    for (const [name, value] of Object.entries(change)) {
      if (value === undefined) next.delete(name);
      else next.set(name, value);
    }
    const query = next.toString();
    // Next hears of it, and asks the server for nothing.
    window.history.replaceState(null, "", query === "" ? window.location.pathname : `?${query}`);
  }, []);
  return { place, go };
}
