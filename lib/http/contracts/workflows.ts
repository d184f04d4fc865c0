import { z } from "zod";
import { Group } from "#lib/tenancy/permissions.ts";
import { Cursor, Limit } from "../cursor.ts";
import { ExecutionParams, PlanField } from "./executions.ts";

const Name = z.string().trim().min(1, "give it a name").max(120);
const Description = z.string().trim().max(2_000);
const Because = z.string().trim().min(1).max(400);

export const SaveWorkflow = z.strictObject({
  name: Name,
  description: Description.default(""),
  /** Who starts it needs the permission of this group, such as `lead-generation:execute`. */
  group: Group.nullable().optional(),
  plan: PlanField,
  because: Because.default("saved"),
});

export const ReviseWorkflow = z
  .strictObject({
    name: Name.optional(),
    description: Description.optional(),
    /** Nothing takes it out of its group. */
    group: Group.nullable().optional(),
    plan: PlanField.optional(),
    /** Makes the plan of an older version the newest again. */
    restore: z.int().min(1).optional(),
    because: Because.optional(),
  })
  .refine(
    ({ name, description, group, plan, restore }) => group !== undefined || (name ?? description ?? plan ?? restore) !== undefined,
    "give a name, a description, a group, a plan or a version to restore",
  )
  .refine(({ plan, restore }) => plan === undefined || restore === undefined, "give a plan or a version to restore, not both");

export const ListWorkflows = z.strictObject({ cursor: Cursor.optional(), limit: Limit });

export const workflows = {
  list: { query: ListWorkflows },
  save: { body: SaveWorkflow, maxBytes: 4 * 1_048_576 },
  read: { params: ExecutionParams },
  revise: { params: ExecutionParams, body: ReviseWorkflow, maxBytes: 4 * 1_048_576 },
  archive: { params: ExecutionParams },
};
