import { accept, type Outcome, refuse } from "#lib/kernel/outcome.ts";
import type { By } from "./events.ts";
import type { Approval, Head, Vote } from "./state.ts";
import { plainTerms } from "./times.ts";

/** Who decides in a workspace at this moment, as `lib/tenancy` reads it. */
export type Deciders = {
  /** `mayRaise`: their role lets them answer for budgets too. */
  people: { id: string; name: string; email: string; mayRaise?: boolean }[];
  groups: Record<string, string[]>;
  delegations: { from: string; to: string }[];
  /** Who made a key: what a key asks for or decides, its maker does. */
  makers: Record<string, string>;
};

/** A right to decide: one's own, or that of somebody for whom one stands in. */
export type Seat = { person: string; name: string; onBehalfOf?: { id: string; name: string } };

type Governed = Pick<Approval, "kind" | "terms" | "votes">;

/** Who asked for what an approval is about: for the execution, where nobody else is named. */
export const requesterOf = ({ askedBy }: Pick<Approval, "askedBy">, { by }: Pick<Head, "by">): By => askedBy ?? by;

/** The keys whose makers have to be known, for `Deciders`. */
export const keysAmong = (...who: By[]): string[] => who.filter(({ kind }) => kind === "key").map(({ id }) => id);

/** The person behind an actor. A key that no person made stands for itself. */
export function personBehind({ kind, id }: By, { makers }: Pick<Deciders, "makers">): string {
  if (kind === "member") return id;
  return (kind === "key" ? makers[id] : undefined) ?? `${kind}:${id}`;
}

/** Whether a vote of this seat is there already: a person counts once, in whoever's name. */
export const hasVoted = (votes: readonly Vote[], { person, onBehalfOf }: Pick<Seat, "person" | "onBehalfOf">): boolean =>
  votes.some((vote) => vote.person === person || vote.person === onBehalfOf?.id || vote.onBehalfOf?.id === (onBehalfOf?.id ?? person));

/** Who still may decide an approval, each in their own name before another's. */
export function seatsOf(approval: Governed, requester: By, deciders: Deciders): Seat[] {
  const { people, delegations } = deciders;
  const rights = rightsOf(approval, requester, deciders);
  const nameOf = new Map(people.map(({ id, name }) => [id, name]));
  const own = people.filter(({ id }) => rights.holds(id)).map(({ id, name }): Seat => ({ person: id, name }));
  const lent = delegations.flatMap(({ from, to }): Seat[] => {
    const name = nameOf.get(to);
    const of = nameOf.get(from);
    if (name === undefined || of === undefined || rights.isBarred(to) || !rights.holds(from)) return [];
    return [{ person: to, name, onBehalfOf: { id: from, name: of } }];
  });
  const votes = approval.votes ?? [];
  return [...own, ...lent.filter(({ person }) => !own.some((seat) => seat.person === person))].filter((seat) => !hasVoted(votes, seat));
}

/** The seat of one who wants to decide; whether their role may at all was asked before. */
export function seatFor(approval: Governed, requester: By, actor: By, deciders: Deciders): Outcome<Seat> {
  const person = personBehind(actor, deciders);
  const rights = rightsOf(approval, requester, deciders);
  if (rights.isBarred(person)) return refuse({ code: "forbidden", because: "who asked for it does not decide this: somebody else has to" });
  if (rights.holds(person)) return accept({ person, name: actor.name });
  const lent = seatsOf(approval, requester, deciders).find((seat) => seat.person === person);
  if (lent) return accept({ ...lent, name: actor.name });
  const group = approval.terms?.group;
  return refuse({
    code: "forbidden",
    because: group ? `only the group ${group.name} decides this` : "only who may set budgets decides this",
  });
}

/** Whether one who looks may decide now, and why not. */
export type May = { may: boolean; because: string | null };

export function mayDecide(approval: Governed, requester: By, { actor, hasRole }: { actor: By; hasRole: boolean }, deciders: Deciders): May {
  const no = (because: string): May => ({ may: false, because });
  if (!hasRole) return no("your role cannot decide this");
  const seat = seatFor(approval, requester, actor, deciders);
  if (!seat.ok) return no(seat.refusal.because);
  return hasVoted(approval.votes ?? [], seat.value) ? no("you have agreed already: others have to") : { may: true, because: null };
}

/** A budget is raised by who may set one, unless the policy names a group for it. */
const whoMayRaise = (kind: Approval["kind"], { people }: Deciders): Set<string> | undefined =>
  kind === "budget" ? new Set(people.flatMap(({ id, mayRaise }) => (mayRaise ? [id] : []))) : undefined;

function rightsOf({ kind, terms = plainTerms }: Governed, requester: By, deciders: Deciders) {
  const requesting = personBehind(requester, deciders);
  const inGroup = terms.group === undefined ? whoMayRaise(kind, deciders) : new Set(deciders.groups[terms.group.id] ?? []);
  const isOf = (person: string) => inGroup === undefined || inGroup.has(person);
  const others = deciders.people.filter(({ id }) => id !== requesting && isOf(id)).length;
  const maySelf = terms.self === "always" || (terms.self === "if_alone" && others < terms.quorum);
  const isBarred = (person: string) => person === requesting && !maySelf;
  return { isBarred, holds: (person: string) => isOf(person) && !isBarred(person) };
}
