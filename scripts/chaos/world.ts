import { randomBytes } from "node:crypto";
import { isAway } from "#lib/execution/away.postgres.ts";
import { fold } from "#lib/execution/reduce.ts";
import { settleApproval } from "#lib/execution/settle-approval.ts";
import { startExecution } from "#lib/execution/start-execution.ts";
import { type Approval, type Execution, isOver } from "#lib/execution/state.ts";
import type { PlanDraft } from "#lib/planner/plan.ts";
import { runtime } from "#lib/runtime.ts";
import { dispatchTo } from "../../inngest/dispatch.ts";
import type { Sink } from "./processes.ts";
import { planOf, type Scenario } from "./scenario.ts";
import { person, scope } from "./scope.ts";
import type { Delivery } from "./sink.ts";

const lookMs = 10;

export type Started = { id: string; tag: string };
export type Decision = { decision: "approve" | "edit"; payloadHash: string; payload?: { [field: string]: unknown } };

/** How this world's person speaks to Fermata. */
export type Speak = { start: (plan: PlanDraft) => Promise<string>; decide: (approvalId: string, decision: Decision) => Promise<void> };

/** This process is the web itself. */
const directly: Speak = {
  async start(plan) {
    const started = await startExecution(runtime(), { workspace: scope, actor: person, command: { plan } });
    if (!started.ok) throw new Error(started.refusal.because);
    return started.value.id;
  },
  async decide(id, command) {
    await settleApproval(runtime(), { workspace: scope, actor: person, id, command: command as never });
  },
};

export type Watch = {
  patienceMs: number;
  on?: (now: Execution) => void;
  /** Somebody is asked, and has not answered yet. */
  asked?: (approval: Approval) => Promise<void>;
};
export type Followed = { end: Execution | "stuck" /** Whether a person was asked what became of the call. */; asked: boolean };

export function openWorld(sink: Sink, speak: Speak = directly) {
  runtime().sendWith(dispatchTo());

  async function begin(planWith: (tag: string) => PlanDraft): Promise<Started> {
    const tag = `t${randomBytes(6).toString("hex")}`;
    return { id: await speak.start(planWith(tag)), tag };
  }

  const start = (scenario: Scenario): Promise<Started> => begin((tag) => planOf(scenario, sink.url, tag));

  /** Waits as long as the database is away. */
  async function look(id: string): Promise<Execution> {
    try {
      return await read(id);
    } catch (error) {
      if (!isAway(error)) throw error;
      return look(id);
    }
  }

  async function read(id: string): Promise<Execution> {
    const now = fold(null, await runtime().store.readAfter(scope, id, 0, 100_000));
    if (!now) throw new Error(`there is no log of ${id}`);
    return now;
  }

  const deliveries = async (): Promise<Delivery[]> => (await fetch(`${sink.url}/deliveries`)).json() as Promise<Delivery[]>;

  /** Looks at the far side, more than once, and says what is true: it is there, or do it again. */
  async function whatHappened(tag: string): Promise<"approve" | "edit"> {
    const count = async () => (await deliveries()).filter(({ name }) => name === tag).length;
    const first = await count();
    await new Promise((done) => setTimeout(done, 300));
    const second = await count();
    if (second !== first) throw new Error(`the call of ${tag} was sent again while it was held`);
    return second > 0 ? "edit" : "approve";
  }

  async function answer(approval: Approval, tag: string): Promise<void> {
    const decision = approval.kind === "unknown_effect" ? await whatHappened(tag) : "approve";
    const payload = { status: 200, ok: true, url: "stated", headers: {}, body: null, truncated: false };
    await speak.decide(approval.id, { decision, payloadHash: approval.payloadHash, ...(decision === "edit" && { payload }) });
  }

  return {
    begin,
    start,
    look,
    deliveries,
    /** Follows an execution to its end, deciding what is asked. `stuck` when it does not end within the patience. */
    async follow({ id, tag }: Started, { patienceMs, on = () => {}, asked: isAsked = async () => {} }: Watch): Promise<Followed> {
      const answered = new Set<string>();
      let asked = false;
      for (const since = performance.now(); performance.now() - since < patienceMs; ) {
        const now = await look(id);
        on(now);
        if (isOver(now.head.status)) return { end: now, asked };
        for (const approval of Object.values(now.approvals)) {
          if (approval.status !== "open" || answered.has(approval.id)) continue;
          asked ||= approval.kind === "unknown_effect";
          answered.add(approval.id);
          await isAsked(approval);
          await answer(approval, tag);
        }
        await new Promise((done) => setTimeout(done, lookMs));
      }
      return { end: "stuck", asked };
    },
    close: () => runtime().close(),
  };
}

export type World = ReturnType<typeof openWorld>;
