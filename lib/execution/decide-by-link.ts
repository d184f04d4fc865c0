import type { Json } from "#lib/kernel/json.ts";
import { accept, type Outcome, refuse } from "#lib/kernel/outcome.ts";
import type { Actor, Workspace } from "#lib/tenancy/workspace.ts";
import type { Decided } from "./decide-approval.ts";
import { type ShownForm, shownForm } from "./read-forms.ts";
import { keysAmong, type May, mayDecide, requesterOf } from "./seats.ts";
import { type ApprovalDecision, type SettleDeps, settleApproval } from "./settle-approval.ts";
import type { Approval, Head } from "./state.ts";

/** A link of a letter or of a message in a channel, as it is known by its hash. */
export type HeldLink = {
  workspaceId: string;
  approvalId: string;
  /** Absent: it was told to a channel, which is nobody, and whoever is signed in decides as themselves. */
  person?: { id: string; name: string };
  payloadHash: string;
  isUsed: boolean;
};

type Deps = SettleDeps & {
  letterOf: (token: string) => Promise<HeldLink | undefined>;
  markUsed: (held: HeldLink, token: string) => Promise<void>;
  /** Who is signed in, if they are of this workspace. */
  viewerOf?: (workspaceId: string) => Promise<{ id: string; name: string } | undefined>;
};

export type Linked = {
  name: string;
  summary: string;
  kind: Approval["kind"];
  tool: string | null;
  effect: string | null;
  why: string[];
  payload: Json;
  payloadHash: string;
  form?: ShownForm;
  expiresAt: string;
  executionTitle: string;
  requestedBy: string;
  you: May;
};

const over = refuse({ code: "not_found", because: "this link is over, or never was one: what waits for you is in the inbox" });

type Opened = { held: HeldLink; scope: Workspace; actor: Actor; head: Head; approval: Approval; executionId: string };

/** Whose link it is, and what it is about. It opens that one approval, as it was when the letter was written, and nothing else. */
async function open(deps: Deps, token: string): Promise<Outcome<Opened>> {
  const held = await deps.letterOf(token);
  if (!held) return over;
  if (held.isUsed) return refuse({ code: "conflict", because: "this link was used already: it works once" });
  const scope = { id: held.workspaceId };
  const person = held.person ?? (await deps.viewerOf?.(held.workspaceId));
  if (!person) return refuse({ code: "unauthorized", because: "sign in as a member of the workspace, then open the link again" });
  const executionId = await deps.executionOfApproval(scope, held.approvalId);
  const slice = executionId === undefined ? null : await deps.store.slice(scope, executionId, { approvals: [held.approvalId] });
  const approval = slice?.execution.approvals[held.approvalId];
  if (!slice || !approval || executionId === undefined) return over;
  if (approval.status !== "open") return refuse({ code: "conflict", because: `already ${approval.status}` });
  if (approval.payloadHash !== held.payloadHash)
    return refuse({ code: "conflict", because: "it was changed since the letter was written: look at it in the inbox" });
  const actor: Actor = { kind: "member", ...person };
  return accept({ held, scope, actor, head: slice.execution.head, approval, executionId });
}

/** What the link is about, for the page that it leads to. Looking decides nothing. */
export async function lookByLink(deps: Deps, token: string): Promise<Outcome<Linked>> {
  const opened = await open(deps, token);
  if (!opened.ok) return opened;
  const { scope, actor, head, approval, executionId } = opened.value;
  const requester = requesterOf(approval, head);
  const deciders = await deps.decidersOf(scope, keysAmong(requester));
  const { summary, kind, tool = null, effect = null, why, payload, payloadHash, expiresAt } = approval;
  return accept({
    name: actor.name,
    summary,
    kind,
    tool,
    effect,
    why,
    payload: (await deps.store.payload(scope, executionId, payload.id)) ?? null,
    payloadHash,
    ...(await shownForm(deps.store, { scope, executionId, approval })),
    expiresAt,
    executionTitle: head.title,
    requestedBy: requester.name,
    you: mayDecide(approval, requester, { actor, hasRole: deciders.people.some(({ id }) => id === actor.id) }, deciders),
  });
}

export type LinkDecision = { token: string } & Pick<ApprovalDecision, "note" | "payloadHash" | "form"> & { decision: "approve" | "reject" };

/** One decision, in the name of whom the letter was written to, by the rules that hold for them now. */
export async function decideByLink(
  deps: Deps,
  { token, ...command }: LinkDecision,
): Promise<Outcome<{ decided: Decided; scope: Workspace; actor: Actor }>> {
  const opened = await open(deps, token);
  if (!opened.ok) return opened;
  const { held, scope, actor } = opened.value;
  const { people } = await deps.decidersOf(scope, []);
  if (!people.some(({ id }) => id === actor.id)) return refuse({ code: "forbidden", because: "your role decides nothing any more" });
  const decided = await settleApproval(deps, { workspace: scope, actor, id: held.approvalId, command });
  if (!decided.ok) return decided;
  await deps.markUsed(held, token);
  return accept({ decided: decided.value, scope, actor });
}
