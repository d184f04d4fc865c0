import { Badge } from "#components/ui/badge.tsx";
import type { InboxApproval } from "./inbox-approval.ts";

const routes: Record<string, string> = {
  reject: "rejected",
  skip: "left out, and the rest goes on without it",
  fallback: "done another way, where there is one",
};

/** Who has agreed, how many have to, and who still may. */
export function Governance({ of: { terms, votes = [], seats, seatsInAll, escalatedAt, remindedAt, amendedBy } }: { of: InboxApproval }) {
  const quorum = terms?.quorum ?? 1;
  return (
    <div className="grid gap-2 text-sm">
      <p className="flex flex-wrap items-center gap-2">
        {quorum > 1 && (
          <Badge tone="wait">
            {votes.length} of {quorum} agreed
          </Badge>
        )}
        {terms?.group && (
          <Badge>
            <bdi>{terms.group.name}</bdi>
          </Badge>
        )}
        {escalatedAt && <Badge tone="failed">Escalated</Badge>}
        {remindedAt && !escalatedAt && <Badge tone="retry">Reminded</Badge>}
        {amendedBy && (
          <Badge tone="retry">
            Changed by <bdi>{amendedBy.name}</bdi>
          </Badge>
        )}
      </p>
      {votes.length > 0 && (
        <p>
          Agreed: <bdi>{namesOf(votes.map(({ by: { name }, onBehalfOf }) => ({ name, onBehalfOf })))}</bdi>
        </p>
      )}
      <p className="text-quiet">
        {whoMay(seats, seatsInAll, quorum - votes.length)}
        {terms &&
          terms.onExpiry !== "reject" &&
          ` If nobody does, it is ${routes[terms.onExpiry] ?? `decided by ${terms.escalateTo?.name ?? "another group"}`}.`}
      </p>
    </div>
  );
}

const namesShown = 5;

function whoMay(seats: InboxApproval["seats"], inAll: number, missing: number): string {
  if (seats.length === 0) return "Nobody may decide this now: it goes its way when its time is over.";
  const more = inAll - Math.min(seats.length, namesShown);
  const who = `May decide: ${namesOf(seats.slice(0, namesShown))}${more > 0 ? ` and ${more} more` : ""}.`;
  return missing > 1 ? `${missing} more have to agree. ${who}` : who;
}

const namesOf = (people: { name: string; onBehalfOf?: { name: string } | undefined }[]): string =>
  people.map(({ name, onBehalfOf }) => (onBehalfOf ? `${name} for ${onBehalfOf.name}` : name)).join(", ");
