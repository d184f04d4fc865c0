import type { Json } from "#lib/kernel/json.ts";
import type { PlanDraft } from "#lib/planner/plan.ts";
import type { Actor } from "#lib/tenancy/workspace.ts";
import { looseTool } from "#lib/tools/loose-tool.fixture.ts";
import { type AnyTool, toolRegistry } from "#lib/tools/tool.ts";
import { advanceExecution } from "./advance-execution.ts";
import type { Attempted } from "./attempt.ts";
import { carrySteps } from "./carry-steps.ts";
import { controlStep } from "./control-step.ts";
import { finishExecution } from "./finish-execution.ts";
import { expectLegal } from "./legal.fixture.ts";
import { planExecution } from "./plan-execution.ts";
import { noBudgets, nobodyElse } from "./seats.fixture.ts";
import { settleApproval, tendApproval } from "./settle-approval.ts";
import type { Nudge, Row } from "./slice.ts";
import { startExecution } from "./start-execution.ts";
import type { StepAction } from "./step-actions.ts";
import { memoryStore } from "./store.memory.fixture.ts";

export const scope = { id: "ws_test" };
export const dana: Actor = { kind: "member", id: "usr_test", name: "Dana" };

type Call = { step: string; tool: string; params: Json; timeoutMs: number | undefined; attempt: number; at: number; row: Row };
/** How the n-th call of a step ends. */
export type Script = (call: Call, n: number) => Attempted | Promise<Attempted>;

export const ok = (output: Json = {}): Attempted => ({ kind: "completed", output, ms: 1 });
export const fails = (code: string, retryable = false, retryAfterMs?: number): Attempted => ({
  kind: "failed",
  because: `it says ${code}`,
  code,
  retryable,
  ...(retryAfterMs !== undefined && { retryAfterMs }),
});

/** An execution in memory, whose calls end as a script says and whose clock jumps to what is due next. */
export function ladderWorld(script: Script, tools: AnyTool[] = [looseTool("a.read"), looseTool("b.read"), looseTool("a.send", "send")]) {
  let clockMs = Date.parse("2026-01-15T09:00:00Z");
  let ids = 0;
  const calls: Call[] = [];
  const mail: Nudge[] = [];
  const now = () => new Date(clockMs);
  const newId = (prefix: string) => {
    ids += 1;
    return `${prefix}_${String(ids).padStart(6, "0")}`;
  };
  const registry = toolRegistry(tools);
  const store = memoryStore({ now, appended: (_, nudges) => mail.push(...nudges) });
  let id = "";
  const deps = {
    store,
    registry,
    now,
    newId,
    executionOfApproval: async () => id,
    decidersOf: nobodyElse,
    budgets: noBudgets,
    async attempt({ row, params }: { row: Row; params: Json }): Promise<Attempted> {
      const call = {
        step: row.id,
        tool: row.spec.tool,
        params,
        timeoutMs: row.spec.timeoutMs,
        attempt: row.state.attempt + 1,
        at: clockMs,
        row,
      };
      calls.push(call);
      return script(call, calls.filter(({ step }) => step === row.id).length);
    },
  };

  async function deliver({ name, data }: Nudge): Promise<void> {
    const at = { scope, executionId: id };
    const { stepId = "", wake = 0, approvalId = "" } = data;
    if (name === "execution/requested")
      await planExecution(
        { ...deps, draft: async () => ({ kind: "none", code: "cannot_plan", because: "no planner" }) },
        { ...at, run: newId("run") },
      );
    if (name === "step/ready") await carrySteps(deps, { ...at, stepId, wake, run: newId("run") });
    if (name === "execution/settled") await finishExecution({ store, now }, at);
    if (name === "execution/advance") await advanceExecution(deps, at);
    if (name === "approval/requested") await tendApproval({ store, now }, { ...at, approvalId });
  }

  /** Until nothing is left but what waits for people. */
  async function settle({ calls: until = Number.POSITIVE_INFINITY } = {}): Promise<void> {
    while (calls.length < until) {
      const [next] = mail.filter(({ name }) => name !== "approval/requested").sort((a, b) => ((a.dueAt ?? "") < (b.dueAt ?? "") ? -1 : 1));
      if (!next) return;
      mail.splice(mail.indexOf(next), 1);
      if (next.dueAt !== undefined) clockMs = Math.max(clockMs, Date.parse(next.dueAt));
      await deliver(next);
    }
  }

  const events = () => store.readAfter(scope, id, 0, 10_000);
  const state = async () => expectLegal(await events());

  return {
    ...deps,
    calls,
    mail,
    settle,
    events,
    state,
    get id() {
      return id;
    },
    later(ms: number) {
      clockMs += ms;
    },
    async play(plan: PlanDraft, autonomy: "ask_on_risk" | "run" = "run", until: { calls?: number } = {}) {
      const started = await startExecution(deps, { workspace: scope, actor: dana, command: { plan, autonomy } });
      if (!started.ok) throw new Error(started.refusal.because);
      id = started.value.id;
      await settle(until);
      return state();
    },
    async decide(decision: "approve" | "reject" | "edit", payload?: Json) {
      const open = Object.values((await state()).approvals).find(({ status }) => status === "open");
      const decided = await settleApproval(deps, {
        workspace: scope,
        actor: dana,
        id: open?.id ?? "",
        command: { decision, payloadHash: open?.payloadHash ?? "", ...(payload !== undefined && { payload }) },
      });
      await settle();
      return { decided, ...(await state()) };
    },
    async control(action: StepAction, payload?: Json, stepId = "s", key?: string) {
      const controlled = await controlStep(deps, {
        workspace: scope,
        actor: dana,
        id,
        stepId,
        command: { action, ...(payload !== undefined && { payload }) },
        ...(key !== undefined && { idempotency: { key, fingerprint: action } }),
      });
      await settle();
      return { controlled, ...(await state()) };
    },
    /** The story of recovery as the log tells it. */
    async story(): Promise<string[]> {
      return (await events()).flatMap((event) => {
        if (event.type === "recovery.chosen") return [`→ ${event.rung}${event.tool ? ` ${event.tool}` : ""}`];
        return event.type === "recovery.tried" ? [`${event.rung} ×${event.attempts}: ${event.outcome}`] : [];
      });
    },
  };
}
