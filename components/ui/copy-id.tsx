"use client";

import { Check, Copy } from "lucide-react";
import { useCopy } from "./use-copy.ts";

/** An id, which a click copies whole. */
export function CopyId({ id, label = "Copy the id" }: { id: string; label?: string }) {
  const { copy, isCopied } = useCopy();
  const Icon = isCopied ? Check : Copy;
  return (
    <button
      type="button"
      title={id}
      onClick={() => void copy(id)}
      className="inline-flex min-h-6 items-center gap-1.5 rounded-sm px-1 font-mono text-xs text-quiet hover:bg-sunken hover:text-ink"
    >
      <bdi>{id.length > 16 ? `${id.slice(0, 8)}…${id.slice(-4)}` : id}</bdi>
      <span className="sr-only">{isCopied ? "Copied" : label}</span>
      <Icon aria-hidden className="size-3.5" />
    </button>
  );
}
