import type { Workspace } from "#lib/tenancy/workspace.ts";
import { keysAmong, personBehind, requesterOf } from "./seats.ts";
import type { DecidersOf } from "./settle-approval.ts";
import type { Approval, Head, Message } from "./state.ts";
import type { ExecutionStore } from "./store.ts";

export type QuestionAbout = { head: Head; approval: Approval; question: Message };
type Person = { id: string; name: string; email: string };

type Deps = {
  store: ExecutionStore;
  decidersOf: DecidersOf;
  memberOf: (scope: Workspace, id: string) => Promise<Person | undefined>;
  /** Sends one question, once. False: it was sent before, or could not be. */
  writeToRequester: (scope: Workspace, to: Person, about: QuestionAbout) => Promise<boolean>;
  hasMail: boolean;
};

/** Writes to who asked for an execution what they are asked about it, also where a key of theirs asked. */
export async function tellRequester(
  { store, decidersOf, memberOf, writeToRequester, hasMail }: Deps,
  { scope, executionId, approvalId }: { scope: Workspace; executionId: string; approvalId: string },
): Promise<{ told: number }> {
  if (!hasMail) return { told: 0 };
  const slice = await store.slice(scope, executionId, { approvals: [approvalId] });
  const approval = slice?.execution.approvals[approvalId];
  if (!slice || approval?.status !== "open") return { told: 0 };
  const { head } = slice.execution;
  const by = requesterOf(approval, head);
  const requester = await memberOf(scope, personBehind(by, await decidersOf(scope, keysAmong(by))));
  if (!requester) return { told: 0 };
  let told = 0;
  for (const question of approval.thread ?? [])
    if (
      question.to === "requester" &&
      question.from !== by.name &&
      (await writeToRequester(scope, requester, { head, approval, question }))
    )
      told += 1;
  return { told };
}
