import { randomBytes } from "node:crypto";
import { fold } from "#lib/execution/reduce.ts";
import { settleApproval } from "#lib/execution/settle-approval.ts";
import { startExecution } from "#lib/execution/start-execution.ts";
import { type Approval, type Execution, isOver } from "#lib/execution/state.ts";
import { runtime } from "#lib/runtime.ts";
import type { Actor, Workspace } from "#lib/tenancy/workspace.ts";
import { dispatchTo } from "../../inngest/dispatch.ts";
import type { Sink } from "./processes.ts";
import { planOf, type Scenario } from "./scenario.ts";
import type { Delivery } from "./sink.ts";

export const scope: Workspace = { id: "ws_chaos" };
const person: Actor = { kind: "member", id: "usr_chaos", name: "Dana" };
const lookMs = 10;

export type Started = { id: string; tag: string };
/** What the person of this world says to a question, and what happens at each look. */
export type Watch = {
  patienceMs: number;
  on?: (now: Execution) => void;
  decide?: (approval: Approval) => Promise<"approve" | "edit" | "wait">;
};

/** This process is the web: it starts executions, decides approvals and looks; workers are others. */
export function openWorld(sink: Sink) {
  runtime().sendWith(dispatchTo());

  async function start(scenario: Scenario): Promise<Started> {
    const tag = `t${randomBytes(6).toString("hex")}`;
    const started = await startExecution(runtime(), {
      workspace: scope,
      actor: person,
      command: { plan: planOf(scenario, sink.url, tag) },
    });
    if (!started.ok) throw new Error(started.refusal.because);
    return { id: started.value.id, tag };
  }

  async function look(id: string): Promise<Execution> {
    const now = fold(null, await runtime().store.readAfter(scope, id, 0, 100_000));
    if (!now) throw new Error(`there is no log of ${id}`);
    return now;
  }

  async function decide(approval: Approval, decision: "approve" | "edit"): Promise<void> {
    const payload = { status: 200, ok: true, url: "stated", headers: {}, body: null, truncated: false };
    await settleApproval(runtime(), {
      workspace: scope,
      actor: person,
      id: approval.id,
      command: { decision, payloadHash: approval.payloadHash, ...(decision === "edit" && { payload }) },
    });
  }

  /** Follows an execution to its end, deciding what is asked. `stuck` when it does not end within the patience. */
  async function follow(
    { id }: Started,
    { patienceMs, on = () => {}, decide: say = async () => "approve" }: Watch,
  ): Promise<Execution | "stuck"> {
    for (const since = performance.now(); performance.now() - since < patienceMs; ) {
      const now = await look(id);
      on(now);
      if (isOver(now.head.status)) return now;
      for (const approval of Object.values(now.approvals)) {
        const decision = approval.status === "open" ? await say(approval) : "wait";
        if (decision !== "wait") await decide(approval, decision);
      }
      await new Promise((done) => setTimeout(done, lookMs));
    }
    return "stuck";
  }

  return {
    start,
    look,
    follow,
    deliveries: async (): Promise<Delivery[]> => (await fetch(`${sink.url}/deliveries`)).json() as Promise<Delivery[]>,
    async close() {
      await runtime().close();
    },
  };
}

export type World = ReturnType<typeof openWorld>;
