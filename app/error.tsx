"use client";

export default function Broken({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <main className="mx-auto grid max-w-xl gap-4 p-8">
      <h1 className="text-2xl font-semibold">This page could not be shown</h1>
      <p className="text-quiet">Something went wrong on our side{error.digest ? `; it is in the log as ${error.digest}` : ""}.</p>
      <button type="button" onClick={reset} className="w-fit rounded-md border border-line px-4 py-2">
        Try again
      </button>
    </main>
  );
}
