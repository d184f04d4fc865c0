import type { ComponentProps } from "react";
import { cn } from "./cn.ts";

/** Stays at the head of a phone while the page moves under it. */
export function HeadBar({ className, ...rest }: ComponentProps<"header">) {
  return <header className={cn("sticky top-0 z-20 border-b border-line bg-surface", className)} {...rest} />;
}

/** Stays at its foot, above what the phone itself draws there. */
export function FootBar({ className, ...rest }: ComponentProps<"nav">) {
  return (
    <nav
      className={cn("fixed inset-x-0 bottom-0 z-20 border-t border-line bg-raised pb-[env(safe-area-inset-bottom)]", className)}
      {...rest}
    />
  );
}

/** Stays in view, below the head, while what it is about moves under it. */
export function StayBar({ className, ...rest }: ComponentProps<"section">) {
  return <section className={cn("sticky top-15 z-10 lg:top-2", className)} {...rest} />;
}

/** The first stop of the tab key. */
export function SkipLink({ to }: { to: string }) {
  return (
    <a
      href={to}
      className="sr-only rounded-md focus:not-sr-only focus:fixed focus:inset-s-3 focus:top-3 focus:z-30 focus:bg-raised focus:p-3"
    >
      To the content
    </a>
  );
}
