import type { ReactNode } from "react";

/** What is known of a thing, name by name; what is not known is left out. */
export function Facts({ facts }: { facts: [name: string, value: ReactNode][] }) {
  const known = facts.filter(([, value]) => value !== "" && value !== null && value !== undefined);
  return (
    <dl className="grid gap-x-6 gap-y-2 sm:grid-cols-[max-content_minmax(0,1fr)]">
      {known.map(([name, value]) => (
        <div key={name} className="grid gap-x-6 sm:col-span-2 sm:grid-cols-subgrid">
          <dt className="text-sm text-quiet">{name}</dt>
          <dd dir="auto" className="min-w-0 max-w-full justify-self-start break-words">
            {value}
          </dd>
        </div>
      ))}
    </dl>
  );
}
