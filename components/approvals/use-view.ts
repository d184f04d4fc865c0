"use client";

import { useState } from "react";
import type { View } from "./views.ts";

/** Which approvals are shown; in the address, so that it can be kept and sent. */
export function useView(from: View): [View, (view: View) => void] {
  const [view, setView] = useState(from);
  return [
    view,
    (next) => {
      setView(next);
      window.history.replaceState(null, "", next === "role" ? window.location.pathname : `?view=${next}`);
    },
  ];
}
