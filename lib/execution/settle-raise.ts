import type { Json } from "#lib/kernel/json.ts";
import { accept, type Outcome, refuse } from "#lib/kernel/outcome.ts";
import { zodErrors } from "#lib/planner/validate-plan.ts";
import { isRaise, limitWords } from "#lib/safety/budget.ts";
import type { Budgets } from "#lib/safety/budgets.ts";
import { isSameBut, Raise } from "#lib/safety/raise.ts";
import type { Actor, Workspace } from "#lib/tenancy/workspace.ts";
import type { Sql } from "#lib/tools/tool.ts";
import type { Decided } from "./decide-approval.ts";
import type { Approval } from "./state.ts";
import type { ExecutionStore } from "./store.ts";

type About = { workspace: Workspace; executionId: string; approval: Approval };

/** What is asked about a budget, or what an approver made of it. */
export async function raiseOf(
  store: ExecutionStore,
  { workspace, executionId, approval }: About,
  changed?: Json,
): Promise<Raise | undefined> {
  const payload = changed ?? (await store.payload(workspace, executionId, approval.payload.id));
  return Raise.safeParse(payload).data;
}

/** An approver answers with limits of their own, and with nothing else: who, what and how much is used stand as they were shown. */
export async function checkRaise(store: ExecutionStore, about: About, payload: Json): Promise<Outcome<Raise>> {
  const parsed = Raise.safeParse(payload);
  if (!parsed.success)
    return refuse({ code: "unprocessable", because: "the edited payload does not fit", errors: zodErrors(parsed.error, "payload") });
  const asked = await raiseOf(store, about);
  const invalid = (path: string, because: string) =>
    refuse({ code: "unprocessable", because: `${path} ${because}`, errors: [{ path, because }] });
  if (!asked || !isSameBut(asked, parsed.data))
    return invalid("payload", "may be changed in what it raises the budget to, and in nothing else");
  if (!isRaise(asked.from, parsed.data.to)) return invalid("payload.to", `is no more than ${limitWords(asked.from)}: reject it instead`);
  return accept(parsed.data);
}

/** The cap changes with the decision, in its transaction. An execution's own is in its log; those of the workspace are rows. */
export function raising(
  { budgets }: { budgets: Pick<Budgets, "raise"> },
  { workspace, actor, raise }: { workspace: Workspace; actor: Actor; raise: Raise },
): (sql: Sql, answer: Decided) => Promise<Outcome<undefined>> {
  return async (sql, { status }) => (status === "approved" ? budgets.raise(sql, workspace, raise, actor) : accept(undefined));
}
