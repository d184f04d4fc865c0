"use client";

import { Check, Copy } from "lucide-react";
import { Button } from "#components/ui/button.tsx";
import { useCopy } from "#components/ui/use-copy.ts";

/** A secret, whole and for this moment alone. */
export function ShownOnce({ what, secret }: { what: string; secret: string }) {
  const { copy, isCopied } = useCopy();
  const Icon = isCopied ? Check : Copy;
  return (
    <div className="grid gap-3 rounded-md bg-tone-wait-soft p-4">
      <p className="text-sm">{what}</p>
      <code dir="ltr" className="rounded-md border border-line bg-raised p-3 font-mono text-sm break-all whitespace-pre-wrap select-all">
        {secret}
      </code>
      <Button size="sm" className="justify-self-start" onClick={() => void copy(secret)}>
        <Icon aria-hidden className="size-4" />
        <span aria-live="polite">{isCopied ? "Copied" : "Copy"}</span>
      </Button>
    </div>
  );
}
