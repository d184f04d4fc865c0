"use client";

import { Ellipsis, GitCompare, Link2, SquareTerminal } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import { Menu, MenuItem } from "#components/ui/menu.tsx";
import { useCopy } from "#components/ui/use-copy.ts";
import { asCurl } from "./as-curl.ts";

const CompareWith = dynamic(() => import("./compare-with.tsx").then((compare) => compare.CompareWith), { ssr: false });

/** What to take along: the address of what is seen now, the same for a terminal, and another execution to hold against it. */
export function ShareMenu({ workspaceId, id, request }: { workspaceId: string; id: string; request: string | undefined }) {
  const { copy, isCopied } = useCopy();
  const [isComparing, setComparing] = useState(false);
  return (
    <>
      <Menu
        label="Share and compare"
        look={{ kind: "plain", size: "md" }}
        trigger={isCopied ? "Copied" : <Ellipsis aria-hidden className="size-4" />}
      >
        <MenuItem words="Copy link" onAction={() => void copy(window.location.href)}>
          <Link2 aria-hidden className="size-4" />
          Copy link to this view
        </MenuItem>
        <MenuItem words="Copy as cURL" onAction={() => void copy(asCurl({ origin: window.location.origin, id, request }))}>
          <SquareTerminal aria-hidden className="size-4" />
          Copy as cURL
        </MenuItem>
        <MenuItem words="Compare with another" onAction={() => setComparing(true)}>
          <GitCompare aria-hidden className="size-4" />
          Compare with another…
        </MenuItem>
      </Menu>
      {isComparing && <CompareWith workspaceId={workspaceId} id={id} isOpen onClose={() => setComparing(false)} />}
    </>
  );
}
