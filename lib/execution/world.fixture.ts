import { z } from "zod";
import { appPool, withWorkspace } from "#lib/db.ts";
import type { Complete } from "#lib/kernel/complete.ts";
import { newId } from "#lib/kernel/ids.node.ts";
import { Json as AnyJson, type Json } from "#lib/kernel/json.ts";
import type { MeterFor } from "#lib/models/meter.ts";
import type { PlanDraft } from "#lib/planner/plan.ts";
import type { Breakers } from "#lib/safety/breaker.ts";
import { postgresBudgets } from "#lib/safety/budgets.postgres.ts";
import { postgresLocks } from "#lib/safety/locks.postgres.ts";
import { postgresRateLimiter } from "#lib/safety/rate-limits.postgres.ts";
import type { Actor, Workspace } from "#lib/tenancy/workspace.ts";
import { recipientFacts } from "#lib/tools/recipients.ts";
import { type AnyTool, defineTool, type Sql, toolRegistry } from "#lib/tools/tool.ts";
import { advanceExecution } from "./advance-execution.ts";
import type { ApprovalRulesOf } from "./asking.ts";
import { attemptWith } from "./attempt.tool.ts";
import { attemptBehind } from "./attempt-behind.ts";
import { attemptConsented } from "./attempt-consented.ts";
import { attemptLocked } from "./attempt-locked.node.ts";
import { attemptRated } from "./attempt-rated.ts";
import { carrySteps } from "./carry-steps.ts";
import type { Budget } from "./events.ts";
import { type PoliciesOf, shippedPolicies } from "./guard-step.ts";
import type { HandWithout } from "./may-run-plan.ts";
import { endOvertime } from "./overtime.ts";
import { passLockOn } from "./pass-lock-on.ts";
import { planExecution } from "./plan-execution.ts";
import type { ReadAt } from "./read-snapshot.ts";
import { recordedBy } from "./recorded.ts";
import { releaseBudget } from "./release-budget.ts";
import { finishAndRollBack } from "./roll-back.ts";
import { sealWith } from "./seal.node.ts";
import type { Seam } from "./seam.ts";
import { nobodyElse } from "./seats.fixture.ts";
import { type DecidersOf, tendApproval } from "./settle-approval.ts";
import type { Nudge } from "./slice.ts";
import { createSlotLine } from "./slot-line.ts";
import { startExecution } from "./start-execution.ts";
import { createStops } from "./stops.postgres.ts";
import { postgresStore } from "./store.postgres.ts";
import { usageAroundBy } from "./usage-around.ts";

export const someone: Actor = { kind: "member", id: "usr_test", name: "Dana" };
export const scope: Workspace = { id: "ws_test" };

type Sent = { workspaceId: string; nudge: Nudge };

/** A world for tests: the real store on the test's own database, tools that do what a test says, and nudges that a test delivers as it likes. */
export function testWorld({
  tools = [],
  now = () => new Date(),
  policiesOf,
  breakers,
  complete = () => Promise.reject(new Error("no model here")),
  meterFor,
  approvalRulesOf,
  decidersOf = nobodyElse,
  handWithout,
  seam,
}: {
  tools?: AnyTool[];
  now?: () => Date;
  policiesOf?: PoliciesOf;
  breakers?: Breakers;
  complete?: Complete;
  meterFor?: MeterFor;
  approvalRulesOf?: ApprovalRulesOf;
  decidersOf?: DecidersOf;
  handWithout?: HandWithout;
  seam?: Seam;
} = {}) {
  const pool = appPool();
  const mail: Sent[] = [];
  const store = postgresStore({
    pool,
    seal: sealWith("a secret of the tests"),
    now,
    ...(seam && { seam }),
    appended: ({ workspaceId, nudges }) => mail.push(...nudges.map((nudge) => ({ workspaceId, nudge }))),
  });
  const registry = toolRegistry([pass, note, ...tools]);
  const stops = createStops({ pool, failed: () => {} });
  const sqlFor = (of: Workspace): Sql => ({
    query: (text, values) => withWorkspace(of.id, async (client) => (await client.query(text, values)).rows as never),
  });
  const call = attemptWith({
    speak: () => ({ say: () => {}, end: () => {} }),
    store,
    registry,
    now,
    complete,
    sqlFor,
    timeZoneOf: async () => "UTC",
    watch: stops.watch,
    ...(policiesOf && { policiesOf }),
    ...(meterFor && { meterFor }),
  });
  const passOn = passLockOn({ store, sqlFor, newId });
  const behind = breakers ? attemptBehind({ registry, breakers }, call) : call;
  const rated = attemptRated({ registry, rates: postgresRateLimiter(), policiesOf: policiesOf ?? shippedPolicies, now }, behind);
  const attempt = attemptLocked(
    { registry, locks: postgresLocks(), now, passOn },
    attemptConsented(
      { registry, policiesOf: policiesOf ?? shippedPolicies, now, factsOf: (of, email) => recipientFacts(sqlFor(of), email) },
      rated,
    ),
  );
  const simulation = {
    readOnly: (of: Workspace): Sql => ({
      query: (text, values) =>
        withWorkspace(of.id, async (client) => (await client.query(text, values)).rows as never, { oneMoment: true }),
    }),
    timeZoneOf: async () => "UTC",
    patience: () => AbortSignal.timeout(10_000),
    recorded: recordedBy(sqlFor, store),
  };
  const deps = {
    store,
    registry,
    attempt,
    now,
    newId,
    wait: (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms / 20)),
    simulation,
    line: createSlotLine(store),
    decidersOf,
    budgets: postgresBudgets({ now }),
    usageAround: usageAroundBy(sqlFor),
    ...(policiesOf && { policiesOf }),
    ...(approvalRulesOf && { approvalRulesOf }),
    ...(handWithout && { handWithout }),
  };
  const executionOfApproval = async (of: Workspace, id: string) => {
    const [row] = await sqlFor(of).query<{ execution_id: string }>("select execution_id from pending_approvals where id = $1", [id]);
    return row?.execution_id;
  };

  const readAt: ReadAt = (of, work) =>
    withWorkspace(of.id, (client) => work({ query: async (text, values) => (await client.query(text, values)).rows }), { oneMoment: true });

  async function deliver({ workspaceId, nudge }: Sent, run = newId("run")): Promise<void> {
    const at = { scope: { id: workspaceId }, executionId: nudge.data.executionId };
    switch (nudge.name) {
      case "execution/requested":
        await planExecution(
          { ...deps, draft: async () => ({ kind: "none", code: "cannot_plan", because: "no planner here" }) },
          { ...at, run },
        );
        return;
      case "step/ready":
        await carrySteps(deps, { ...at, stepId: nudge.data.stepId ?? "", wake: nudge.data.wake ?? 0, run });
        return;
      case "execution/settled":
        await finishAndRollBack({ ...deps, readAt }, at);
        return;
      case "execution/overtime":
        await endOvertime({ store, now }, at);
        return;
      case "execution/advance":
        await advanceExecution(deps, at);
        return;
      case "budget/raised":
        await releaseBudget({ store, sqlFor, newId }, at.scope);
        return;
      case "approval/requested":
        await tendApproval({ store, now }, { ...at, approvalId: nudge.data.approvalId ?? "" });
        return;
      default:
        return;
    }
  }

  /** Delivers all nudges that are due, also those that come of it, until there are none. */
  async function settle({ atOnce = 8 }: { atOnce?: number } = {}): Promise<void> {
    for (;;) {
      const at = now().toISOString();
      const due = mail.filter(({ nudge }) => nudge.dueAt === undefined || nudge.dueAt <= at).slice(0, atOnce);
      if (due.length === 0) return;
      for (const one of due) mail.splice(mail.indexOf(one), 1);
      await Promise.all(due.map((one) => deliver(one)));
    }
  }

  async function start(
    plan: PlanDraft,
    more: {
      autonomy?: "suggest" | "ask_on_risk" | "run";
      concurrency?: number;
      input?: Json;
      budget?: Budget;
      dryRun?: boolean;
    } = {},
    of = scope,
  ): Promise<string> {
    const started = await startExecution({ store, registry, newId }, { workspace: of, actor: someone, command: { plan, ...more } });
    if (!started.ok) throw new Error(started.refusal.because);
    return started.value.id;
  }

  return { ...deps, readAt, pool, mail, deliver, settle, start, sqlFor, executionOfApproval, stops };
}

const pass = defineTool({
  name: "test.pass",
  title: "Pass",
  description: "Gives back what it takes.",
  input: z.looseObject({}) as z.ZodType<Record<string, Json>>,
  output: AnyJson,
  effect: "read",
  takes: {},
  gives: {},
  describe: () => "Pass",
  run: async (input) => ({ ok: true as const, output: input }),
});

/** An effect on our own database: a row that commits with its settlement. */
const note = defineTool({
  name: "test.note",
  title: "Note",
  description: "Writes a document.",
  input: z.object({ id: z.string(), text: z.string() }),
  output: z.object({ id: z.string() }),
  effect: "write",
  takes: {},
  gives: {},
  describe: ({ text }) => `Write “${text}”`,
  commit: async ({ id, text }, { sql, workspace }) => {
    await sql.query("insert into documents (workspace_id, id, title, body, happened_on) values ($1, $2, $3, '', '2026-01-01')", [
      workspace.id,
      id,
      text,
    ]);
    return { ok: true as const, output: { id } };
  },
});
