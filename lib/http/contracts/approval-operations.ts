import { z } from "zod";
import { channelKinds } from "#lib/execution/approval-message.ts";
import { ApprovalPolicy as Policy } from "#lib/safety/approvals/policy.ts";
import { Decided } from "./answers.ts";
import { LinkedApproval } from "./approval-link.ts";
import { approvals } from "./approvals.ts";
import type { Operation } from "./operations.ts";

const Named = z.object({ id: z.string(), name: z.string() });
const Done = z.object({ id: z.string() });

export const ApproverGroup = z.object({ id: z.string(), name: z.string(), members: z.array(Named) });
export const ApproverGroups = z.object({ data: z.array(ApproverGroup), nextCursor: z.null() });
export const KeptApprovalPolicy = z.object({ version: z.int(), policy: Policy, by: z.string().nullable(), at: z.string().nullable() });
export const ApprovalDelegation = z.object({ id: z.string(), from: Named, to: Named, until: z.string(), because: z.string() });
export const ApprovalDelegations = z.object({ data: z.array(ApprovalDelegation), nextCursor: z.null() });
export const StandingApproval = z.object({
  id: z.string(),
  tool: z.string(),
  recipients: z.array(z.string()),
  hosts: z.array(z.string()),
  until: z.string(),
  because: z.string(),
  by: Named,
});
export const StandingApprovalPage = z.object({
  data: z.array(
    StandingApproval.extend({
      createdAt: z.string(),
      revokedAt: z.string().nullable(),
      uses: z.int(),
      lastUsedAt: z.string().nullable(),
    }),
  ),
  nextCursor: z.string().nullable(),
});
export const ApprovalChannel = z.object({
  id: z.string(),
  kind: z.enum(channelKinds),
  name: z.string(),
  /** The address itself is sealed. */
  origin: z.string(),
  createdAt: z.string(),
  createdBy: z.string(),
  /** What was told there last. */
  recent: z.array(
    z.object({
      approvalId: z.string(),
      executionId: z.string(),
      summary: z.string(),
      occasion: z.enum(["requested", "reminded", "escalated"]),
      status: z.enum(["pending", "sent", "failed", "dropped"]),
      attempts: z.int(),
      at: z.string(),
      dueAt: z.string().nullable(),
      because: z.string().nullable(),
    }),
  ),
});
export const ApprovalChannels = z.object({ data: z.array(ApprovalChannel), nextCursor: z.null() });
/** Who decides, on which terms, and what is always allowed. */
export const approvalOperations: Operation[] = [
  {
    method: "get",
    path: "/api/approvals/channels",
    allow: "approval:read",
    summary: "Where approvals are told beside the inbox and mail, and what came of it",
    status: 200,
    answer: ApprovalChannels,
  },
  {
    method: "post",
    path: "/api/approvals/channels",
    allow: "approval:govern",
    summary:
      "Adds a webhook, or a channel that takes messages in Slack's format; its address is sealed, and its signing secret is in this answer alone",
    ...approvals.makeChannel,
    status: 201,
    answer: ApprovalChannel.extend({ secret: z.string() }),
  },
  {
    method: "delete",
    path: "/api/approvals/channels/{id}",
    allow: "approval:govern",
    summary: "Removes a channel; links that were sent there lead nowhere from then on",
    ...approvals.removeChannel,
    status: 200,
    answer: Done,
  },
  {
    method: "post",
    path: "/api/approvals/channels/{id}/test",
    allow: "approval:govern",
    summary: "Sends a test message to a channel and says whether it was taken",
    ...approvals.testChannel,
    status: 200,
    answer: z.object({ delivered: z.boolean(), because: z.string().nullable() }),
  },
  {
    method: "post",
    path: "/api/approvals/{id}/messages",
    allow: "approval:discuss",
    summary: "Writes in the thread of an open approval: an answer to a question, or a word more",
    ...approvals.say,
    status: 201,
    answer: z.object({ approvalId: z.string(), messageId: z.string() }),
  },
  {
    method: "get",
    path: "/api/approvals/policy",
    allow: "approval:read",
    summary: "Who decides which approvals, how many have to agree, and what follows when nobody does",
    status: 200,
    answer: KeptApprovalPolicy,
  },
  {
    method: "put",
    path: "/api/approvals/policy",
    allow: "approval:govern",
    summary: "Changes the policy about approvals: a new version, for what is asked from now on",
    body: approvals.policy.body,
    status: 200,
    answer: KeptApprovalPolicy,
  },
  {
    method: "get",
    path: "/api/approvals/groups",
    allow: "approval:read",
    summary: "Lists the groups of approvers",
    status: 200,
    answer: ApproverGroups,
  },
  {
    method: "post",
    path: "/api/approvals/groups",
    allow: "approval:govern",
    summary: "Makes a group of approvers",
    body: approvals.makeGroup.body,
    status: 201,
    answer: ApproverGroup,
  },
  {
    method: "put",
    path: "/api/approvals/groups/{id}",
    allow: "approval:govern",
    summary: "Changes a group of approvers; acts at once, on open approvals too",
    ...approvals.changeGroup,
    status: 200,
    answer: ApproverGroup,
  },
  {
    method: "delete",
    path: "/api/approvals/groups/{id}",
    allow: "approval:govern",
    summary: "Removes a group that no rule names",
    ...approvals.removeGroup,
    status: 200,
    answer: Done,
  },
  {
    method: "get",
    path: "/api/approvals/delegations",
    allow: "approval:read",
    summary: "Lists who decides for whom, and until when",
    status: 200,
    answer: ApprovalDelegations,
  },
  {
    method: "post",
    path: "/api/approvals/delegations",
    allow: "approval:decide",
    summary: "Hands one's own approvals to somebody until a time; takes the place of the one before",
    body: approvals.delegate.body,
    status: 201,
    answer: ApprovalDelegation,
  },
  {
    method: "delete",
    path: "/api/approvals/delegations/{id}",
    allow: "approval:decide",
    summary: "Ends one's own delegation; who governs approvals ends anybody's",
    ...approvals.endDelegation,
    status: 200,
    answer: Done,
  },
  {
    method: "get",
    path: "/api/approvals/standing",
    allow: "approval:read",
    summary: "Lists what is always allowed, until when, and how often it was used",
    ...approvals.listStanding,
    status: 200,
    answer: StandingApprovalPage,
  },
  {
    method: "post",
    path: "/api/approvals/standing",
    allow: "approval:govern",
    summary: "Always allows a tool, to these recipients or hosts, until a time; never what spends or deletes, nor what a guard objects to",
    body: approvals.addStanding.body,
    status: 201,
    answer: StandingApproval,
  },
  {
    method: "delete",
    path: "/api/approvals/standing/{id}",
    allow: "approval:govern",
    summary: "Takes back what was always allowed; acts at once",
    ...approvals.revokeStanding,
    status: 200,
    answer: Done,
  },
  {
    method: "post",
    path: "/api/approvals/links/look",
    summary: "What the link of a letter is about; looking decides nothing",
    body: approvals.look.body,
    status: 200,
    answer: LinkedApproval,
  },
  {
    method: "post",
    path: "/api/approvals/links/decide",
    summary: "Decides by the link of a letter, once, in the name of the person whom it was written to",
    body: approvals.decideByLink.body,
    status: 200,
    answer: Decided,
  },
];
