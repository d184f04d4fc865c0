import { cn } from "./cn.ts";

/** Where something will stand, of about its size. */
export function Skeleton({ className }: { className?: string }) {
  return <span aria-hidden data-skeleton className={cn("block animate-breathe rounded-md bg-line/70", className)} />;
}
