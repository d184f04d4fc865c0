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
  const missing = quorum - votes.length;
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
          Agreed: <bdi>{votes.map(({ by, onBehalfOf }) => (onBehalfOf ? `${by.name} for ${onBehalfOf.name}` : by.name)).join(", ")}</bdi>
        </p>
      )}
      <p className="text-quiet">
        {seats.length === 0 ? (
          "Nobody may decide this now: it goes its way when its time is over."
        ) : (
          <>
            {missing > 1 ? `${missing} more have to agree. ` : ""}
            May decide: <bdi>{seatNames(seats, seatsInAll)}</bdi>.
          </>
        )}
        {terms && terms.onExpiry !== "reject" && <> If nobody does, it is {routes[terms.onExpiry] ?? "decided by another group"}.</>}
      </p>
    </div>
  );
}

const namesShown = 5;

function seatNames(seats: InboxApproval["seats"], inAll: number): string {
  const names = seats.slice(0, namesShown).map(({ name, onBehalfOf }) => (onBehalfOf ? `${name} for ${onBehalfOf.name}` : name));
  const more = inAll - names.length;
  return `${names.join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}
