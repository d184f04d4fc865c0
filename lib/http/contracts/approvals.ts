import { z } from "zod";
import { Json } from "#lib/kernel/json.ts";
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

export const DecideApproval = z
  .strictObject({
    decision: z.enum(["approve", "reject", "edit", "ask"]),
    payload: Json.optional(),
    note: z.string().trim().max(4_000).optional(),
    /** The hash of what the person saw: another payload is another decision. */
    payloadHash: z.string().min(1).max(200),
  })
  .check(({ value, issues }) => {
    if (value.decision === "edit" && value.payload === undefined)
      issues.push({ code: "custom", message: "an edit brings the payload that should run instead", path: ["payload"], input: value });
    if (value.decision !== "edit" && value.payload !== undefined)
      issues.push({ code: "custom", message: "only an edit brings a payload", path: ["payload"], input: value });
  });

export const approvals = {
  list: { query: ListApprovals },
  decide: { params: ApprovalParams, body: DecideApproval },
};
