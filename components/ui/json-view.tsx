import type { Json } from "#lib/kernel/json.ts";

/** The exact value. It scrolls by itself, so it can be reached by the keyboard. */
export function JsonView({ value, label }: { value: Json; label: string }) {
  return (
    <section
      aria-label={`${label}, as data`}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reachable without a mouse
      tabIndex={0}
      className="max-h-96 min-w-0 overflow-auto rounded-md bg-sunken p-3"
    >
      <pre dir="auto" className="font-mono text-sm break-words whitespace-pre-wrap">
        {JSON.stringify(value, null, 2)}
      </pre>
    </section>
  );
}
