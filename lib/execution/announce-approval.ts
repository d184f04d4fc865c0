import type { Workspace } from "#lib/tenancy/workspace.ts";
import { type ChannelKind, isPassing, messageFor, mostAttempts, waitAfter } from "./approval-message.ts";
import type { Approval, Head } from "./state.ts";
import type { ExecutionStore } from "./store.ts";
import { type Occasion, occasionOf } from "./tell-approvers.ts";
import { later } from "./times.ts";

/** A message that one caller has taken to send. `secret` signs it, and makes the same link each time. */
export type TakenMessage = {
  channelId: string;
  occasion: Occasion;
  kind: ChannelKind;
  url: string;
  secret: string;
  attempts: number;
  token: string;
};

export type Messages = {
  /** One message for each channel of the workspace and occasion, made once; one for an earlier occasion that is not through is dropped. */
  announce: (scope: Workspace, about: { head: Head; approval: Approval; occasion: Occasion }) => Promise<void>;
  /** Takes those that are due: another caller does not get them before they are due again. */
  take: (scope: Workspace, approvalId: string, until: (attempts: number) => string) => Promise<TakenMessage[]>;
  settle: (scope: Workspace, message: { approvalId: string; channelId: string; occasion: Occasion }, end: MessageEnd) => Promise<void>;
  /** Nobody is told any more of what is decided. */
  drop: (scope: Workspace, approvalId: string) => Promise<void>;
  nextDueAt: (scope: Workspace, approvalId: string) => Promise<string | undefined>;
};
export type MessageEnd = { status: "sent" | "failed" | "pending"; because?: string };

/** One request to a channel: signed, through the egress guard, without redirects. */
export type SendToChannel = (
  scope: Workspace,
  message: { url: string; secret: string; id: string; body: string },
) => Promise<{ status: number } | { because: string; isFinal: boolean }>;

type Deps = { store: ExecutionStore; now: () => Date; messages: Messages; sendToChannel: SendToChannel; address: string | undefined };
type Ask = { scope: Workspace; executionId: string; approvalId: string };

/** Tells each channel of the workspace of an approval that waits, once for each occasion, again where it did not get through. When to look next is in the answer. */
export async function announceApproval(deps: Deps, { scope, executionId, approvalId }: Ask): Promise<{ dueAt?: string }> {
  const { store, messages, now, address = "" } = deps;
  const slice = await store.slice(scope, executionId, { approvals: [approvalId] });
  const approval = slice?.execution.approvals[approvalId];
  if (!slice || approval?.status !== "open") {
    await messages.drop(scope, approvalId);
    return {};
  }
  const { head } = slice.execution;
  await messages.announce(scope, { head, approval, occasion: occasionOf(approval) });
  const due = await messages.take(scope, approvalId, (attempts) => later(now().toISOString(), waitAfter(attempts)));
  await Promise.all(
    due.map(async (message) => {
      const { channelId, occasion } = message;
      const body = JSON.stringify(messageFor(message.kind, { approval, head, occasion, link: `${address}/decide#${message.token}` }));
      const id = [approvalId, channelId, ...(occasion === "requested" ? [] : [occasion])].join(".");
      const sent = await deps.sendToChannel(scope, { ...message, id, body });
      await messages.settle(scope, { approvalId, channelId, occasion }, endOf(sent, message.attempts));
    }),
  );
  const dueAt = await messages.nextDueAt(scope, approvalId);
  return dueAt === undefined ? {} : { dueAt };
}

type Answered = Awaited<ReturnType<SendToChannel>>;

export function endOf(sent: Answered, attempts: number): MessageEnd {
  if ("status" in sent && sent.status >= 200 && sent.status < 300) return { status: "sent" };
  const because = "status" in sent ? `it answered ${sent.status}` : sent.because;
  const isFinal = "status" in sent ? !isPassing(sent.status) : sent.isFinal;
  return { status: isFinal || attempts >= mostAttempts ? "failed" : "pending", because };
}
