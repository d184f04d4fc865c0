import type { ReactNode } from "react";
import { FermataSign } from "#components/ui/fermata-sign.tsx";

/** A page for who is not signed in: one thing, in the middle. */
export function Entrance({ title, children }: { title: string; children: ReactNode }) {
  return (
    <main className="grid min-h-dvh content-center justify-items-center p-6 py-12">
      <div className="grid w-full max-w-sm gap-6">
        <FermataSign className="size-11 text-accent" />
        <h1 className="text-3xl font-medium">{title}</h1>
        {children}
      </div>
    </main>
  );
}
