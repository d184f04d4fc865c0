import { z } from "zod";
import { canonicalJson } from "#lib/kernel/json.ts";
import { budgetName, type Limit, limitWords } from "./budget.ts";

const Limits = z.strictObject({ limitMicros: z.int().min(0).nullable(), limitTokens: z.int().min(0).nullable() });
const Used = z.strictObject({ micros: z.int(), tokens: z.int() });

/** What is asked when a budget is to be raised, with what was so at that moment. `ref`: as in `BudgetKey`, or the execution. */
export const Raise = z.strictObject({
  scope: z.enum(["workspace", "workflow", "user", "execution"]),
  ref: z.string(),
  period: z.enum(["day", "month", "total"]),
  /** Whose budget it is, in words. */
  name: z.string(),
  from: Limits,
  to: Limits,
  used: Used,
  /** What it comes to at this pace, where that can be said. */
  forecast: Used.nullable(),
  because: z.string(),
});
export type Raise = z.infer<typeof Raise>;

/** A budget's name in holds, logs and approvals. */
export const budgetId = ({ scope, ref, period }: Pick<Raise, "scope" | "ref" | "period">): string => `${scope}:${ref}:${period}`;

/** “Raise today's budget of the workspace from $10.00 to $20.00”. */
export function raiseSummary({
  scope,
  ref,
  period,
  name,
  from,
  to,
}: Pick<Raise, "scope" | "ref" | "period" | "name"> & { from: Limit; to: Limit }): string {
  const what = ref === "" || scope === "execution" ? budgetName(scope, period) : `${budgetName(scope, period)} (${name})`;
  return `Raise ${what} from ${limitWords(from)} to ${limitWords(to)}`;
}

/** An approver may answer with other limits than were asked for; everything else stays as it was shown. */
export function isSameBut(asked: Raise, { to: _, ...given }: Raise): boolean {
  const { to: __, ...shown } = asked;
  return canonicalJson(shown) === canonicalJson(given);
}
