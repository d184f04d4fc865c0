"use client";

import { Button } from "#components/ui/button.tsx";
import { ButtonLink } from "#components/ui/button-link.tsx";
import { FermataSign } from "#components/ui/fermata-sign.tsx";

export default function Broken({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <main className="mx-auto grid min-h-[70dvh] max-w-xl content-center gap-5 p-8">
      <FermataSign className="size-10 text-tone-failed" />
      <h1 className="text-3xl font-medium">This page could not be shown</h1>
      <p className="text-quiet">
        Something went wrong on our side. What runs goes on running; nothing is lost.
        {error.digest && (
          <>
            {" "}
            It is in the log as <code className="font-mono text-ink select-all">{error.digest}</code>.
          </>
        )}
      </p>
      <div className="flex flex-wrap gap-3">
        <Button kind="main" onClick={reset}>
          Try again
        </Button>
        <ButtonLink href="/">To the first page</ButtonLink>
      </div>
    </main>
  );
}
