"use client";

import { CircleCheck, CircleX } from "lucide-react";
import type { Health } from "./health.ts";
import { useHealth } from "./use-health.ts";

/** Is it well, and what says so. */
export function HealthLine({ workspaceId, first }: { workspaceId: string; first: Health }) {
  const { word, says } = useHealth(workspaceId, first);
  const isWell = word === "Everything answers";
  const Mark = isWell ? CircleCheck : CircleX;
  return (
    <>
      <Mark aria-hidden className={isWell ? "size-4 text-tone-done" : "size-4 text-tone-failed"} />
      <span className="font-medium">{word}</span>
      <bdi className="text-quiet tabular-nums">{says}</bdi>
    </>
  );
}
