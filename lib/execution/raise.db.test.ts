import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import type { z } from "zod";
import { closePools, withWorkspace } from "#lib/db.ts";
import { newId } from "#lib/kernel/ids.node.ts";
import { accept } from "#lib/kernel/outcome.ts";
import { type CloudDouble, serveClouds } from "#lib/models/clouds.fixture.ts";
import { completeWith } from "#lib/models/complete.aisdk.ts";
import { meterWith } from "#lib/models/meter.ts";
import { openAiSource } from "#lib/models/sources.aisdk.ts";
import { ApprovalPolicy } from "#lib/safety/approvals/policy.ts";
import { approvalRulesKept } from "#lib/safety/approvals/rules.postgres.ts";
import { postgresSpend } from "#lib/safety/spend.postgres.ts";
import { approvers, decidersOf } from "#lib/tenancy/approvers.postgres.ts";
import { addPerson } from "#lib/tenancy/tenancy.fixture.ts";
import { accessOf, fillWorkspace, member, type Name } from "./approval.fixture.ts";
import { askExecutionRaise, askRaise } from "./ask-raise.ts";
import { changeExecutionBudget } from "./change-budget.ts";
import { controlExecution } from "./control-execution.ts";
import { expectLegal } from "./legal.fixture.ts";
import { listApprovals } from "./list-approvals.ts";
import { settleApproval, tendApproval } from "./settle-approval.ts";
import { saying } from "./tools.fixture.ts";
import { scope, someone, testWorld } from "./world.fixture.ts";

let cloud: CloudDouble;
let aheadMs = 0;
const now = () => new Date(Date.now() + aheadMs);
const rules = approvalRulesKept({ now: () => performance.now() });
/** Two worlds have two stores: two processes on one database. A dollar a token. */
const worlds = [0, 1].map(() =>
  testWorld({
    tools: [saying],
    now,
    complete: (ask) => completeWith([openAiSource({ apiKey: "k", baseUrl: cloud.url, model: "a-model" })])(ask),
    meterFor: meterWith({
      spend: postgresSpend(),
      prices: { "a-model": { input: 1_000_000, output: 1_000_000 } },
      newId: () => newId("mdc"),
    }),
    approvalRulesOf: rules.rulesOf,
    decidersOf,
  }),
) as [ReturnType<typeof testWorld>, ReturnType<typeof testWorld>];
const [here] = worlds;

beforeAll(async () => {
  cloud = await serveClouds();
  await fillWorkspace();
  await addPerson({ id: "bo", email: "bo@example.test", password: "waltz of the seven seas", roles: { [scope.id]: "builder" } });
});
beforeEach(() => govern({}));
afterEach(async () => {
  aheadMs = 0;
  await withWorkspace(scope.id, (client) => client.query("delete from budgets"));
});
afterAll(async () => {
  await cloud.close();
  await closePools();
});

async function govern(policy: z.input<typeof ApprovalPolicy>) {
  const changed = await rules.changePolicy({ access: accessOf("rina"), policy: ApprovalPolicy.parse(policy) });
  if (!changed.ok) throw new Error(changed.refusal.because);
}
const day = { scope: "workspace", ref: "", period: "day" } as const;
const limit = (limitMicros: number | null, limitTokens: number | null = null) => ({ limitMicros, limitTokens });
const setDay = (micros: number) => here.budgets.set(scope, day, limit(micros), someone);
const limitOfDay = async () => (await here.budgets.at(scope, day))?.limitMicros;
const askDay = (micros: number | null, by: Name | "bo" = "dana", world = here) =>
  askRaise(world, { workspace: scope, actor: member(by as Name), command: { ...day, ...limit(micros), because: "the month ends" } });
async function asked(micros: number | null, by?: Name | "bo") {
  const outcome = await askDay(micros, by);
  if (!outcome.ok) throw new Error(outcome.refusal.because);
  return outcome.value;
}
const log = (id: string) => here.store.readAfter(scope, id, 0, 1_000);
const state = async (id: string) => expectLegal(await log(id));
async function shown(approvalId: string, actor = member("noa")) {
  const listed = await listApprovals(here, {
    workspace: scope,
    asker: { actor, mayDecide: true },
    status: "all",
    limit: 100,
  });
  return listed.ok ? listed.value.data.find(({ id }) => id === approvalId) : undefined;
}
type Given = { decision?: "approve" | "reject" | "edit"; payload?: object; payloadHash?: string; world?: typeof here };
async function decide(approvalId: string, by: Name | "bo", { decision = "approve", payload, payloadHash, world = here }: Given = {}) {
  const hash = payloadHash ?? (await shown(approvalId))?.payloadHash ?? "";
  return settleApproval(world, {
    workspace: scope,
    actor: member(by as Name),
    id: approvalId,
    command: { decision, payloadHash: hash, ...(payload && { payload: payload as never }), ...(decision === "reject" && { note: "no" }) },
  });
}
const audits = () =>
  here
    .sqlFor(scope)
    .query<{ actor: string; detail: unknown }>(
      "select actor_id as actor, detail from audit_entries where action = 'budget.changed' and target = 'workspace::day' order by seq",
    );

test("raising the day's budget is a question in the inbox with who asks, the figures and the spend; the approval changes it and is audited", async () => {
  await setDay(1_000_000);
  expect(await setDay(2_000_000)).toMatchObject({ ok: false, refusal: { code: "conflict", because: expect.stringContaining("$1.00") } });
  const before = (await audits()).length;
  const { approvalId, executionId } = await asked(2_000_000);
  expect(await limitOfDay()).toBe(1_000_000);
  expect((await here.budgets.list(scope))[0]).toMatchObject({ asked: approvalId });
  const { head } = await state(executionId);
  expect(head).toMatchObject({ status: "awaiting_approval", trigger: "budget", by: { id: "dana" } });
  expect(await shown(approvalId)).toMatchObject({
    kind: "budget",
    summary: "Raise today's budget of the workspace from $1.00 to $2.00",
    requestedBy: { id: "dana" },
    payload: { from: limit(1_000_000), to: limit(2_000_000), used: { micros: expect.any(Number) }, because: "the month ends" },
    why: expect.arrayContaining(["the month ends"]),
    you: { may: true },
  });
  expect(await decide(approvalId, "noa")).toMatchObject({ ok: true, value: { status: "approved" } });
  expect(await limitOfDay()).toBe(2_000_000);
  expect((await state(executionId)).head.status).toBe("completed");
  const told = await audits();
  expect(told.slice(before)).toMatchObject([{ actor: "noa", detail: { from: limit(1_000_000), to: limit(2_000_000) } }]);
  expect((await here.budgets.list(scope))[0]).toMatchObject({ asked: null, changedBy: "noa" });
});

test("a lower limit, a first one, and one that lifts nothing hold at once; a lift and a higher one in tokens alone are asked for", async () => {
  expect(await setDay(5_000_000)).toMatchObject({ ok: true });
  expect(await setDay(4_000_000)).toMatchObject({ ok: true });
  const set = (given: ReturnType<typeof limit>) => here.budgets.set(scope, day, given, someone);
  expect(await set(limit(3_000_000, 10))).toMatchObject({ ok: true });
  for (const raised of [limit(null, null), limit(3_000_000, 11), limit(1, null), limit(null, 1)])
    expect(await set(raised)).toMatchObject({ ok: false, refusal: { code: "conflict" } });
  // The one for each counts where there is none of its own.
  const each = (ref: string, given: ReturnType<typeof limit>) =>
    here.budgets.set(scope, { scope: "workflow", ref, period: "day" }, given, someone);
  expect(await each("*", limit(10))).toMatchObject({ ok: true });
  expect(await each("wf_1", limit(11))).toMatchObject({ ok: false });
  expect(await each("wf_1", limit(9))).toMatchObject({ ok: true });
  expect(await each("wf_1", limit(null))).toMatchObject({ ok: false });
  expect(await askRaise(here, { workspace: scope, actor: someone, command: { ...day, ...limit(1, 5), because: "" } })).toMatchObject({
    ok: false,
    refusal: { code: "unprocessable" },
  });
});

test("who asked does not approve, who may not set budgets does not either, and an approver may answer with less", async () => {
  await setDay(1_000_000);
  const { approvalId, executionId } = await asked(9_000_000, "bo");
  expect(await decide(approvalId, "bo")).toMatchObject({ ok: false, refusal: { code: "forbidden" } });
  const second = await shown(approvalId, member("bo" as Name));
  expect(second?.you).toMatchObject({ may: false });
  expect(second?.seats.map(({ person }) => person).sort()).toEqual(["dana", "noa", "omer", "rina"]);
  const payload = second?.payload as { from: object; to: object };
  const edit = (change: object) => decide(approvalId, "noa", { decision: "edit", payload: { ...payload, ...change } });
  expect(await edit({ used: { micros: 0, tokens: 5 } })).toMatchObject({ ok: false, refusal: { code: "unprocessable" } });
  expect(await edit({ to: limit(1_000_000) })).toMatchObject({ ok: false, refusal: { code: "unprocessable" } });
  expect(await edit({ to: limit(3_000_000) })).toMatchObject({ ok: true, value: { status: "approved" } });
  expect(await limitOfDay()).toBe(3_000_000);
  expect((await state(executionId)).head.status).toBe("completed");
  const own = await asked(4_000_000, "dana");
  expect(await decide(own.approvalId, "dana")).toMatchObject({ ok: false, refusal: { code: "forbidden" } });
  expect(await decide(own.approvalId, "omer", { decision: "reject" })).toMatchObject({ ok: true, value: { status: "rejected" } });
  expect(await limitOfDay()).toBe(3_000_000);
  expect((await state(own.executionId)).head.status).toBe("cancelled");
});

test("the policy names who decides about budgets and how many; a second of them changes it, and its time ends the question", async () => {
  const group = await approvers.saveGroup({ access: accessOf("rina"), name: "Money", members: ["noa", "omer"] });
  if (!group.ok) throw new Error(group.refusal.because);
  await govern({ rules: [{ name: "money", kinds: ["budget"], group: group.value.id, quorum: 2, expiresAfterMinutes: 60 }] });
  await setDay(1_000_000);
  const { approvalId } = await asked(2_000_000);
  expect(await decide(approvalId, "rina")).toMatchObject({ ok: false, refusal: { code: "forbidden" } });
  expect(await decide(approvalId, "noa")).toMatchObject({ ok: true, value: { status: "open", agreed: 1 } });
  expect(await limitOfDay()).toBe(1_000_000);
  expect(await decide(approvalId, "omer")).toMatchObject({ ok: true, value: { status: "approved" } });
  expect(await limitOfDay()).toBe(2_000_000);
  const late = await asked(3_000_000);
  aheadMs = 61 * 60_000;
  await tendApproval(here, { scope, executionId: late.executionId, approvalId: late.approvalId });
  expect((await state(late.executionId)).head).toMatchObject({ status: "cancelled", openApprovals: 0 });
  expect(await limitOfDay()).toBe(2_000_000);
});

test("a budget that was changed since is not raised from figures that nobody saw", async () => {
  await setDay(3_000_000);
  const { approvalId, executionId } = await asked(5_000_000);
  await setDay(1_000_000);
  expect(await decide(approvalId, "noa")).toMatchObject({ ok: false, refusal: { code: "changed" } });
  expect(await limitOfDay()).toBe(1_000_000);
  expect((await state(executionId)).head.status).toBe("awaiting_approval");
  expect(await decide(approvalId, "noa", { decision: "reject" })).toMatchObject({ ok: true });
});

const plan = { steps: [{ id: "s", tool: "test.say", when: "true" }] };

test("an execution held by its cap goes on after the raise was approved, and not before", async () => {
  const id = await here.start(plan, { budget: { limitMicros: 1_000_000, currency: "USD" } });
  await here.settle();
  expect((await state(id)).steps["s"]).toMatchObject({ status: "held", hold: { reason: "budget" } });
  const ask = (micros: number) =>
    askExecutionRaise(here, { workspace: scope, actor: member("dana"), id, command: { ...limit(micros), because: "" } });
  const first = await ask(10_000_000_000);
  if (!first.ok) throw new Error(first.refusal.because);
  expect(await ask(20_000_000_000)).toMatchObject({ ok: false, refusal: { code: "conflict" } });
  const { approvalId } = first.value;
  expect(await decide(approvalId, "noa", { decision: "reject" })).toMatchObject({ ok: true });
  await here.settle();
  expect((await state(id)).steps["s"]).toMatchObject({ status: "held", hold: { reason: "budget" } });
  const again = await ask(10_000_000_000);
  if (!again.ok) throw new Error(again.refusal.because);
  await changeExecutionBudget({ ...here, audit: async () => {} }, { workspace: scope, actor: someone, id, command: limit(900_000) });
  expect(await decide(again.value.approvalId, "noa")).toMatchObject({ ok: false, refusal: { code: "changed" } });
  await decide(again.value.approvalId, "noa", { decision: "reject" });
  const third = await ask(10_000_000_000);
  if (!third.ok) throw new Error(third.refusal.because);
  expect(await decide(third.value.approvalId, "noa")).toMatchObject({ ok: true, value: { status: "approved" } });
  await here.settle();
  expect((await state(id)).head).toMatchObject({ status: "completed", budget: { limitMicros: 10_000_000_000 } });
});

test("what the day's budget held goes on when it is raised", async () => {
  await setDay(1);
  const id = await here.start(plan);
  await here.settle();
  expect((await state(id)).steps["s"]).toMatchObject({ status: "held", hold: { ref: "workspace::day" } });
  const { approvalId } = await asked(null);
  await decide(approvalId, "noa");
  await here.settle();
  expect((await state(id)).head.status).toBe("completed");
  expect(await limitOfDay()).toBeUndefined();
});

const endFor: Record<string, string> = { approved: "completed", open: "awaiting_approval", rejected: "cancelled", void: "cancelled" };

test("50 rounds: two who ask at once make one question, and of approvals, a rejection, a lower limit and a cancel one wins, and the limit says which", async () => {
  const wins: Record<string, number> = {};
  for (let round = 0; round < 50; round++) {
    await withWorkspace(scope.id, (client) => client.query("delete from budgets"));
    await setDay(1_000_000);
    const askers = await Promise.all([askDay(2_000_000, "dana", worlds[0]), askDay(2_000_000, "dana", worlds[1])]);
    const [made, ...more] = askers.flatMap((one) => (one.ok ? [one.value] : []));
    if (!made || more.length > 0) throw new Error(`round ${round}: ${JSON.stringify(askers)}`);
    const { approvalId, executionId } = made;
    const payloadHash = (await shown(approvalId))?.payloadHash ?? "";
    const click = (by: Name, turn: 0 | 1, decision: "approve" | "reject" = "approve") =>
      decide(approvalId, by, { decision, payloadHash, world: worlds[turn] });
    const acts = [
      () => click("noa", 0),
      () => click("noa", 1),
      () => click("omer", 1),
      () => click("rina", round % 2 === 0 ? 0 : 1, "reject"),
      // A decision reads more before it writes: without reads of its own either would come first in every round.
      async () => {
        for (let reads = 0; reads < round % 9; reads++) await shown(approvalId);
        if (round % 3 === 0)
          return controlExecution(worlds[1], { workspace: scope, actor: member("dana"), id: executionId, action: "cancel" as const });
        return round % 3 === 1 ? here.budgets.set(scope, day, limit(500_000), someone) : accept(undefined);
      },
    ];
    const shuffled = acts.map((act, at) => [act, (at * 5 + round * 7) % 11] as const).sort((a, b) => a[1] - b[1]);
    const answers = await Promise.all(
      shuffled.map(async ([act], place) => {
        for (let reads = 0; reads < (round + place) % 4; reads++) await log(executionId);
        return act();
      }),
    );
    const decided = answers.filter((answer) => answer.ok && answer.value !== undefined && "approvalId" in (answer.value as object));
    expect(decided.length, `round ${round}`).toBeLessThanOrEqual(1);
    const { head, approvals } = await state(executionId);
    const status = approvals[approvalId]?.status ?? "none";
    const raisedFacts = (await log(executionId)).filter(({ type }) => type === "approval.decided");
    expect(raisedFacts.length).toBe(status === "approved" || status === "rejected" ? 1 : 0);
    // A lower limit comes before the raise, which is refused then, or after it; never between what was shown and what was made of it.
    const lowered = round % 3 === 1 ? [500_000] : [];
    expect([...lowered, status === "approved" ? 2_000_000 : 1_000_000]).toContain(await limitOfDay());
    if (lowered.length > 0) expect(await limitOfDay()).toBe(500_000);
    expect(head.status).toBe(endFor[status]);
    if (status === "open") await decide(approvalId, "noa", { decision: "reject", payloadHash });
    wins[status] = (wins[status] ?? 0) + 1;
  }
  expect(Object.keys(wins).length, JSON.stringify(wins)).toBeGreaterThan(1);
}, 120_000);
