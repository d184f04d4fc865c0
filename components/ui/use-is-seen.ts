"use client";

import { type RefObject, useEffect, useState } from "react";

/** Whether any of it stands on the screen now; nothing is claimed before it was looked for. */
export function useIsSeen(of: RefObject<Element | null>): boolean {
  const [isSeen, setSeen] = useState(true);
  useEffect(() => {
    if (!of.current) return;
    // What is hidden behind the bar at the foot of a phone is not seen.
    const observer = new IntersectionObserver(([entry]) => setSeen(entry?.isIntersecting ?? true), { rootMargin: "0px 0px -96px 0px" });
    observer.observe(of.current);
    return () => observer.disconnect();
  }, [of]);
  return isSeen;
}
