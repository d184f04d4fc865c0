import { ButtonLink } from "#components/ui/button-link.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";

/** Nothing was found by these words, or nothing is there at all. */
export function NothingFound({ workspaceId, what, text }: { workspaceId: string; what: string; text: string }) {
  if (text !== "") return <EmptyState title={`No ${what} with “${text}”`}>Try fewer or other words.</EmptyState>;
  return (
    <EmptyState title={`There are no ${what} yet`} action={<ButtonLink href={`/${workspaceId}`}>Say what should be done</ButtonLink>}>
      What executions write appears here.
    </EmptyState>
  );
}
