// On globalThis, since instrumentation and routes are bundles of their own.
const kept = globalThis as typeof globalThis & { fermataStreams?: Set<() => void> };
const open = (): Set<() => void> => {
  kept.fermataStreams ??= new Set();
  return kept.fermataStreams;
};

/** Remembers how to end a stream; returns how to forget it. */
export function keepOpen(end: () => void): () => void {
  open().add(end);
  return () => void open().delete(end);
}

/** A server that stops waits for its open answers for ever: their readers come back to the next one, at the same place. */
export function closeStreams(): void {
  for (const end of open()) end();
}
