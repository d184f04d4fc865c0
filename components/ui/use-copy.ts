"use client";

import { useEffect, useState } from "react";

const shownMs = 1_600;

/** Copies a text, and says for a moment that it did. */
export function useCopy(): { copy: (text: string) => Promise<void>; isCopied: boolean } {
  const [copiedAt, setCopiedAt] = useState<number>();
  useEffect(() => {
    if (copiedAt === undefined) return;
    const timer = setTimeout(() => setCopiedAt(undefined), shownMs);
    return () => clearTimeout(timer);
  }, [copiedAt]);
  async function copy(text: string): Promise<void> {
    await navigator.clipboard.writeText(text);
    setCopiedAt(Date.now());
  }
  return { copy, isCopied: copiedAt !== undefined };
}
