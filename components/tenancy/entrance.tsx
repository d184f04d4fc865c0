import Link from "next/link";
import type { ReactNode } from "react";
import { FermataSign } from "#components/ui/fermata-sign.tsx";

/** A page for who is not signed in: one thing, which grows downwards and moves nothing above it. */
export function Entrance({ title, children }: { title: string; children: ReactNode }) {
  return (
    <main className="grid min-h-dvh content-start justify-items-center p-6 pt-16 sm:pt-32">
      <div className="grid w-full max-w-sm gap-6">
        <FermataSign className="size-11 text-accent" />
        <h1 className="text-3xl font-medium">{title}</h1>
        {children}
        <Link href="/sign-in" className="min-h-6 w-fit text-sm text-quiet underline underline-offset-2 hover:text-ink">
          To the sign-in page
        </Link>
      </div>
    </main>
  );
}
