import { z } from "zod";
import { stepActions } from "#lib/execution/step-actions.ts";
import { Json } from "#lib/kernel/json.ts";
import { ExecutionParams } from "./executions.ts";

/** An item of a list is a step too: `send[3]`. */
const StepParams = ExecutionParams.extend({ stepId: z.string().regex(/^[A-Za-z][A-Za-z0-9_-]{0,63}(\[\d{1,5}\])?$/) });

export const ControlStep = z
  .strictObject({
    action: z.enum(stepActions),
    /** The output that it should have had, or the input that it should have. */
    payload: Json.optional(),
    note: z.string().trim().max(4_000).optional(),
  })
  .check(({ value, issues }) => {
    const brings = value.action === "provide_output" || value.action === "edit_input";
    if (brings && value.payload === undefined)
      issues.push({ code: "custom", message: `${value.action} brings a payload`, path: ["payload"], input: value });
    if (!brings && value.payload !== undefined)
      issues.push({ code: "custom", message: `${value.action} brings no payload`, path: ["payload"], input: value });
  });

export const steps = { control: { params: StepParams, body: ControlStep } };
