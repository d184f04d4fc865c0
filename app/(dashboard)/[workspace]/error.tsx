"use client";

import { Button } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";

/** Within the shell, so that the other places stay in reach. */
export default function BrokenPage({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <EmptyState
      title="This page could not be shown"
      action={
        <Button kind="main" onClick={reset}>
          Try again
        </Button>
      }
    >
      Something went wrong on our side. What runs goes on running.
      {error.digest && ` It is in the log as ${error.digest}.`}
    </EmptyState>
  );
}
