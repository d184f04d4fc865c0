import { z } from "zod";
import { channelKinds } from "#lib/execution/approval-message.ts";
import { Json } from "#lib/kernel/json.ts";
import { ApprovalPolicy } from "#lib/safety/approvals/policy.ts";
import { Cursor, Limit } from "../cursor.ts";

export const ApprovalParams = z.object({ id: z.string().regex(/^[A-Za-z0-9_-]{1,100}$/) });

export const ListApprovals = z.strictObject({
  status: z.enum(["open", "approved", "rejected", "expired", "void", "all"]).default("open"),
  /** Only what the one who asks may decide. */
  mine: z.enum(["true", "false"]).optional(),
  execution: z.string().max(100).optional(),
  cursor: Cursor.optional(),
  limit: Limit,
});

/** What is answered to the form of an approval, which is named by its hash. */
const FormAnswers = z.strictObject({ hash: z.string().min(1).max(200), values: z.record(z.string().max(60), Json) });

export const DecideApproval = z
  .strictObject({
    decision: z.enum(["approve", "reject", "edit", "ask"]),
    payload: Json.optional(),
    note: z.string().trim().max(4_000).optional(),
    /** The hash of what the person saw: another payload is another decision. */
    payloadHash: z.string().min(1).max(200),
    form: FormAnswers.optional(),
  })
  .check(({ value, issues }) => {
    if (value.decision === "edit" && value.payload === undefined)
      issues.push({ code: "custom", message: "an edit brings the payload that should run instead", path: ["payload"], input: value });
    if (value.decision !== "edit" && value.payload !== undefined)
      issues.push({ code: "custom", message: "only an edit brings a payload", path: ["payload"], input: value });
    if (value.form !== undefined && value.decision !== "approve" && value.decision !== "edit")
      issues.push({ code: "custom", message: "only who agrees answers the form", path: ["form"], input: value });
  });

const Page = z.strictObject({ cursor: Cursor.optional(), limit: Limit });
const Because = z.string().trim().max(400).default("");
const Until = z.iso.datetime({ offset: true });
const MemberId = z.string().regex(/^[A-Za-z0-9_-]{1,100}$/);
const Group = z.strictObject({
  name: z.string().trim().min(1, "say a name").max(80),
  members: z
    .array(MemberId)
    .max(200)
    .refine((members) => new Set(members).size === members.length, "names somebody twice"),
});
const Host = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[a-z0-9.-]{1,253}$/, "is no host");
const Recipient = z
  .string()
  .trim()
  .toLowerCase()
  .max(320)
  .regex(/^[^\s@,;<>"]*@[^\s@,;<>"]+$/, "is no address and no @domain");
const Token = z.string().min(1).max(200);

export const approvals = {
  list: { query: ListApprovals },
  decide: { params: ApprovalParams, body: DecideApproval },
  say: { params: ApprovalParams, body: z.strictObject({ text: z.string().trim().min(1, "say something").max(4_000) }) },
  look: { body: z.strictObject({ token: Token }) },
  decideByLink: {
    body: z.strictObject({
      token: Token,
      decision: z.enum(["approve", "reject"]),
      note: z.string().trim().max(4_000).optional(),
      payloadHash: z.string().min(1).max(200),
      form: FormAnswers.optional(),
    }),
  },
  policy: { body: ApprovalPolicy },
  makeGroup: { body: Group },
  changeGroup: { params: ApprovalParams, body: Group },
  removeGroup: { params: ApprovalParams },
  delegate: { body: z.strictObject({ to: MemberId, until: Until, because: Because }) },
  endDelegation: { params: ApprovalParams },
  listStanding: { query: Page },
  addStanding: {
    body: z.strictObject({
      tool: z.string().trim().min(1).max(100),
      recipients: z.array(Recipient).max(100).default([]),
      hosts: z.array(Host).max(100).default([]),
      until: Until,
      because: Because,
    }),
  },
  revokeStanding: { params: ApprovalParams },
  makeChannel: {
    body: z.strictObject({
      kind: z.enum(channelKinds),
      name: z.string().trim().min(1, "say a name").max(80),
      url: z.string().trim().min(1, "say an address").max(2_000),
    }),
  },
  removeChannel: { params: ApprovalParams },
  testChannel: { params: ApprovalParams },
};
