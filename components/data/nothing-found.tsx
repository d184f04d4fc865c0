import { EmptyState } from "#components/ui/empty-state.tsx";

/** Nothing was found by these words, or nothing is there at all. */
export function NothingFound({ what, text }: { what: string; text: string }) {
  if (text === "") return <EmptyState title={`There are no ${what} yet`}>What executions write appears here.</EmptyState>;
  return <EmptyState title={`No ${what} with “${text}”`}>Try fewer or other words.</EmptyState>;
}
