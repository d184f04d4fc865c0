import type { Workspace } from "#lib/tenancy/workspace.ts";
import { keysAmong, requesterOf, seatsOf } from "./seats.ts";
import type { DecidersOf } from "./settle-approval.ts";
import type { Approval, Head } from "./state.ts";
import type { ExecutionStore } from "./store.ts";

export type Occasion = "requested" | "reminded" | "escalated";
export type LetterAbout = { head: Head; approval: Approval; occasion: Occasion };
type Person = { id: string; name: string; email: string };

type Deps = {
  store: ExecutionStore;
  decidersOf: DecidersOf;
  /** Sends one person's letter, once for an occasion. False: it was sent before, or could not be. */
  writeToApprover: (scope: Workspace, to: Person, about: LetterAbout) => Promise<boolean>;
  hasMail: boolean;
};

/** Writes to everybody who still may decide. What it was for is read from the approval, so that a late nudge tells what is so now. */
export async function tellApprovers(
  { store, decidersOf, writeToApprover, hasMail }: Deps,
  { scope, executionId, approvalId }: { scope: Workspace; executionId: string; approvalId: string },
): Promise<{ told: number }> {
  if (!hasMail) return { told: 0 };
  const slice = await store.slice(scope, executionId, { approvals: [approvalId] });
  const approval = slice?.execution.approvals[approvalId];
  if (!slice || approval?.status !== "open") return { told: 0 };
  const { head } = slice.execution;
  const requester = requesterOf(approval, head);
  const deciders = await decidersOf(scope, keysAmong(requester));
  const people = new Map(deciders.people.map((person) => [person.id, person]));
  const wanted = [...new Set(seatsOf(approval, requester, deciders).map(({ person }) => person))];
  const occasion = occasionOf(approval);
  let told = 0;
  for (const id of wanted) {
    const person = people.get(id);
    if (person && (await writeToApprover(scope, person, { head, approval, occasion }))) told += 1;
  }
  return { told };
}

/** What an approval is told for as it is now. */
export function occasionOf({ escalatedAt, remindedAt }: Approval): Occasion {
  if (escalatedAt !== undefined) return "escalated";
  return remindedAt === undefined ? "requested" : "reminded";
}
