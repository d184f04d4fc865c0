import { z } from "zod";
import { BudgetKey } from "#lib/safety/budgets.ts";
import { ExecutionParams } from "./executions.ts";

/** Null: nothing limits it. */
const limit = {
  limitMicros: z.int().min(0).nullable().describe("millionths of a US dollar; null for no limit"),
  limitTokens: z.int().min(0).nullable().describe("tokens in and out; null for no limit"),
};

const isNamed = ({ value, issues }: z.core.ParsePayload<BudgetKey>): void => {
  if ((value.scope === "workspace") !== (value.ref === ""))
    issues.push({
      code: "custom",
      message: "empty for the workspace, else the id of a workflow or person, or * for each of them",
      path: ["ref"],
      input: value.ref,
    });
};
const because = { because: z.string().trim().max(400).default("").describe("why it is needed, for who decides") };

const ChangeBudget = z.strictObject({ ...BudgetKey.shape, ...limit }).check(isNamed);
const AskRaise = z
  .strictObject({ ...BudgetKey.shape, ...limit, ...because })
  .describe("two empty limits ask to lift the budget")
  .check(isNamed);
const ChangeExecutionBudget = z.strictObject(limit);
const ReadSpend = z.strictObject({ days: z.coerce.number().int().min(1).max(366).default(30) });

const used = { micros: z.int(), tokens: z.int() };
const KeptBudget = z.looseObject({
  ...BudgetKey.shape,
  ...limit,
  ...used,
  name: z.string(),
  percent: z.number(),
  zone: z.enum(["green", "yellow", "red", "over"]),
  forecast: z.object({ ...used, percent: z.number() }).nullable(),
  resetsAt: z.iso.datetime(),
  changedBy: z.string(),
  changedAt: z.iso.datetime(),
  asked: z.string().nullable().describe("the open approval by which somebody asks to raise it"),
});
export const BudgetPage = z.object({ data: z.array(KeptBudget), nextCursor: z.string().nullable() });
export const BudgetChanged = KeptBudget;
/** A question that waits for who may raise budgets. */
export const RaiseAsked = z.object({ approvalId: z.string(), executionId: z.string(), status: z.literal("open"), url: z.string() });
export const ExecutionBudgetChanged = z.object({
  id: z.string(),
  budget: z.object({ limitMicros: z.int().optional(), limitTokens: z.int().optional(), currency: z.string() }),
});
const SpentOn = z.object({ ref: z.string(), name: z.string(), calls: z.int(), ...used });
const Total = z.object({ ...used, forecastMicros: z.int().nullable() });
export const SpendAnswer = z.object({
  from: z.iso.date(),
  days: z.array(z.object({ day: z.iso.date(), calls: z.int(), ...used })),
  workflows: z.array(SpentOn),
  users: z.array(SpentOn),
  models: z.array(SpentOn),
  today: Total,
  month: Total,
});

export const budgets = {
  change: { body: ChangeBudget },
  ask: { body: AskRaise },
  askExecution: { params: ExecutionParams, body: z.strictObject({ ...limit, ...because }) },
  changeExecution: { params: ExecutionParams, body: ChangeExecutionBudget },
  spend: { query: ReadSpend },
};
