import { z } from "zod";
import { Cursor, Limit } from "../cursor.ts";
import { ExecutionParams, PlanField } from "./executions.ts";

const Name = z.string().trim().min(1, "give it a name").max(120);
const Description = z.string().trim().max(2_000);
const Because = z.string().trim().min(1).max(400);

export const SaveWorkflow = z.strictObject({
  name: Name,
  description: Description.default(""),
  plan: PlanField,
  because: Because.default("saved"),
});

export const ReviseWorkflow = z
  .strictObject({
    name: Name.optional(),
    description: Description.optional(),
    plan: PlanField.optional(),
    because: Because.default("changed"),
  })
  .refine(({ name, description, plan }) => (name ?? description ?? plan) !== undefined, "give a name, a description or a plan");

export const ListWorkflows = z.strictObject({ cursor: Cursor.optional(), limit: Limit });

export const workflows = {
  list: { query: ListWorkflows },
  save: { body: SaveWorkflow, maxBytes: 4 * 1_048_576 },
  read: { params: ExecutionParams },
  revise: { params: ExecutionParams, body: ReviseWorkflow, maxBytes: 4 * 1_048_576 },
  archive: { params: ExecutionParams },
};
