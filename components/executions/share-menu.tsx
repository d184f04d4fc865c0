"use client";

import { Ellipsis, Link2, SquareTerminal } from "lucide-react";
import { Menu, MenuItem } from "#components/ui/menu.tsx";
import { useCopy } from "#components/ui/use-copy.ts";
import { asCurl } from "./as-curl.ts";

/** What to take along: the address of what is seen now, and the same for a terminal. */
export function ShareMenu({ id, request }: { id: string; request: string | undefined }) {
  const { copy, isCopied } = useCopy();
  return (
    <Menu label="Share" look={{ kind: "plain", size: "md" }} trigger={isCopied ? "Copied" : <Ellipsis aria-hidden className="size-4" />}>
      <MenuItem words="Copy link" onAction={() => void copy(window.location.href)}>
        <Link2 aria-hidden className="size-4" />
        Copy link to this view
      </MenuItem>
      <MenuItem words="Copy as cURL" onAction={() => void copy(asCurl({ origin: window.location.origin, id, request }))}>
        <SquareTerminal aria-hidden className="size-4" />
        Copy as cURL
      </MenuItem>
    </Menu>
  );
}
