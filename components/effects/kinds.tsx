import Link from "next/link";
import { cn } from "#components/ui/cn.ts";

type Kind = { title: string; query: string };
const kinds: readonly Kind[] = [
  { title: "All", query: "" },
  { title: "Sent", query: "effect=send" },
  { title: "Written", query: "effect=write" },
  { title: "Spent", query: "effect=spend" },
  { title: "Deleted", query: "effect=delete" },
  { title: "Not known", query: "status=unknown" },
  { title: "Undone", query: "status=compensated" },
  { title: "Did not happen", query: "status=failed" },
];

/** What the ledger is narrowed to; it stands in the address. */
export function EffectKinds({ workspaceId, here }: { workspaceId: string; here: string }) {
  return (
    <nav aria-label="Kinds" className="flex gap-1 overflow-x-auto border-b border-line">
      {kinds.map(({ title, query }) => (
        <Link
          key={title}
          href={`/${workspaceId}/effects${query && `?${query}`}`}
          aria-current={query === here ? "page" : undefined}
          className={cn(
            "-mb-px flex min-h-10 items-center border-b-2 px-3 text-sm font-medium whitespace-nowrap -outline-offset-2",
            query === here ? "border-accent text-ink" : "border-transparent text-quiet hover:text-ink",
          )}
        >
          {title}
        </Link>
      ))}
    </nav>
  );
}
