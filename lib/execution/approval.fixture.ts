import { z } from "zod";
import type { PlanDraft } from "#lib/planner/plan.ts";
import { ApprovalPolicy } from "#lib/safety/approvals/policy.ts";
import { approvalRulesKept } from "#lib/safety/approvals/rules.postgres.ts";
import { builtInPolicies } from "#lib/safety/guardrails/built-in.ts";
import type { Access } from "#lib/tenancy/access.ts";
import { approvers, decidersOf } from "#lib/tenancy/approvers.postgres.ts";
import { addPerson, addWorkspace } from "#lib/tenancy/tenancy.fixture.ts";
import type { Actor } from "#lib/tenancy/workspace.ts";
import { defineTool } from "#lib/tools/tool.ts";
import { expectLegal } from "./legal.fixture.ts";
import type { Seam } from "./seam.ts";
import { type ApprovalDecision, settleApproval, writeOnApproval } from "./settle-approval.ts";
import { startExecution } from "./start-execution.ts";
import { scope, testWorld } from "./world.fixture.ts";

export const names = ["dana", "noa", "omer", "rina"] as const;
export type Name = (typeof names)[number];
export const member = (name: Name): Actor => ({ kind: "member", id: name, name });
export const accessOf = (name: Name): Access => ({ workspace: scope, actor: member(name), role: "owner", scopes: [], by: "cookie" });

/** Four people of one workspace, who all may decide. */
export async function fillWorkspace(): Promise<void> {
  await addWorkspace(scope.id);
  for (const id of names)
    await addPerson({ id, email: `${id}@example.test`, password: "waltz of the seven seas", roles: { [scope.id]: "owner" } });
}

/** A workspace with its real policy, groups, delegations and standing approvals, and a tool that tells what left. */
export function approvalWorld({ seam }: { seam?: Seam } = {}) {
  const left: { executionId: string; text: string; to: string[] }[] = [];
  let aheadMs = 0;
  let failures = 0;
  const now = () => new Date(Date.now() + aheadMs);
  const rules = approvalRulesKept({ now: () => performance.now() });
  const send = defineTool({
    name: "post.send",
    title: "Send",
    description: "Sends a text.",
    input: z.object({ text: z.string(), to: z.array(z.string()).default([]) }),
    output: z.object({}),
    effect: "send",
    takes: {},
    gives: {},
    describe: ({ text }) => `Send “${text}”`,
    countOf: ({ to }) => Math.max(1, to.length),
    run: async ({ text, to }, { executionId }) => {
      failures -= 1;
      if (failures >= 0) return { ok: false as const, kind: "final" as const, because: "refused", code: "refused" };
      left.push({ executionId, text, to });
      return { ok: true as const, output: {} };
    },
  });
  const world = testWorld({
    tools: [send],
    now,
    policiesOf: async () => builtInPolicies,
    approvalRulesOf: rules.rulesOf,
    decidersOf,
    ...(seam && { seam }),
  });

  const log = (id: string) => world.store.readAfter(scope, id, 0, 1_000);
  const state = async (id: string) => expectLegal(await log(id));
  async function approvalOf(id: string) {
    const approval = Object.values((await state(id)).approvals).at(-1);
    if (!approval) throw new Error("nobody was asked");
    return approval;
  }

  return {
    ...world,
    rules,
    left,
    log,
    state,
    approvalOf,
    sent: (id: string) => left.filter(({ executionId }) => executionId === id).map(({ text }) => text),
    /** So many calls from here on do not get through. */
    fail(calls: number) {
      failures = calls;
    },
    /** How far the world's clock is before the database's. */
    setAhead(ms: number) {
      aheadMs = ms;
    },
    ahead(ms: number) {
      aheadMs += ms;
    },
    async govern(policy: z.input<typeof ApprovalPolicy>) {
      const changed = await rules.changePolicy({ access: accessOf("rina"), policy: ApprovalPolicy.parse(policy) });
      if (!changed.ok) throw new Error(changed.refusal.because);
    },
    async group(name: string, members: Name[]) {
      const saved = await approvers.saveGroup({ access: accessOf("rina"), name: `${name} ${crypto.randomUUID().slice(0, 8)}`, members });
      if (!saved.ok) throw new Error(saved.refusal.because);
      return saved.value;
    },
    async begin(plan: PlanDraft, { by = member("dana"), autonomy = "ask_on_risk" as "ask_on_risk" | "suggest" } = {}) {
      const started = await startExecution(world, { workspace: scope, actor: by, command: { plan, autonomy } });
      if (!started.ok) throw new Error(started.refusal.because);
      await world.settle();
      return started.value.id;
    },
    /** Decides about what is shown at this moment, unless another hash is named. */
    async decide(id: string, name: Name | Actor, command: Omit<ApprovalDecision, "payloadHash"> & { payloadHash?: string }) {
      const approval = await approvalOf(id);
      const decided = await settleApproval(world, {
        workspace: scope,
        actor: typeof name === "string" ? member(name) : name,
        id: approval.id,
        command: { payloadHash: approval.payloadHash, ...command },
      });
      await world.settle();
      return decided;
    },
    async say(id: string, name: Name, text: string) {
      return writeOnApproval(world, { workspace: scope, actor: member(name), id: (await approvalOf(id)).id, text });
    },
  };
}

export const letter = (text = "Hello", more: object = {}): PlanDraft => ({
  steps: [{ id: "s", tool: "post.send", params: { text }, ...more }],
});
