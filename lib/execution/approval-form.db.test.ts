import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { closePools } from "#lib/db.ts";
import type { PlanDraft } from "#lib/planner/plan.ts";
import { approvalWorld, fillWorkspace, letter, member } from "./approval.fixture.ts";
import { decideByLink, lookByLink } from "./decide-by-link.ts";
import { forkExecution } from "./fork-execution.ts";
import { listApprovals } from "./list-approvals.ts";
import { scope } from "./world.fixture.ts";

beforeAll(fillWorkspace);
afterAll(closePools);

const here = approvalWorld();
beforeEach(() => here.govern({ selfApproval: "always" }));

const form = {
  type: "object" as const,
  title: "Before it goes",
  properties: {
    discount: { type: "integer" as const, minimum: 0, maximum: 30 },
    reason: { type: "string" as const, minLength: 1 },
  },
  required: ["discount"],
};
/** A step that only reads asks too, when the plan has questions; what follows reads the answers. */
const asking: PlanDraft = {
  steps: [
    { id: "ask", tool: "test.pass", params: { of: "the offer" }, form },
    { id: "after", tool: "post.send", params: { text: "{{ steps.ask.of }} at {{ steps.ask.form.discount }} percent less" } },
  ],
  outputs: { discount: "steps.ask.form.discount" },
};
const refused = (code: string, words = "") => ({ ok: false, refusal: { code, because: expect.stringContaining(words) } });
const formOf = async (id: string) => (await here.approvalOf(id)).form?.hash ?? "";
const answering = async (id: string, values: Record<string, number | string>) => ({
  decision: "approve" as const,
  form: { hash: await formOf(id), values },
});

test("the answers stand in the decision, and later steps and the result read them", async () => {
  const id = await here.begin(asking, { autonomy: "ask_on_risk" });
  expect(await here.approvalOf(id)).toMatchObject({ step: "ask", why: ["The plan asks for answers here."] });
  await here.decide(id, "noa", await answering(id, { discount: 12 }));
  const decision = (await here.log(id)).find((event) => event.type === "approval.decided");
  const kept = decision?.type === "approval.decided" && decision.form ? await here.store.payload(scope, id, decision.form.id) : undefined;
  expect(kept).toEqual({ discount: 12 });
  expect((await here.approvalOf(id)).summary).toBe("Send “the offer at 12 percent less”");
  await here.decide(id, "noa", { decision: "approve" });
  expect(here.sent(id)).toEqual(["the offer at 12 percent less"]);
  const { head } = await here.state(id);
  expect(await here.store.payload(scope, id, head.result?.id ?? "")).toEqual({ discount: 12 });
});

test("without its answers, or with answers that do not fit, nothing is decided, and what is wrong is named by its place", async () => {
  const id = await here.begin(asking);
  expect(await here.decide(id, "noa", { decision: "approve" })).toMatchObject(refused("invalid", "form is not filled in"));
  expect(await here.decide(id, "noa", await answering(id, { discount: 31, other: 1 }))).toMatchObject({
    refusal: { code: "unprocessable", errors: expect.arrayContaining([{ path: "form.values.discount", because: "is 30 at the most" }]) },
  });
  expect((await here.approvalOf(id)).status).toBe("open");
  expect((await here.state(id)).steps["ask"]?.status).toBe("held");
});

test("answers to another form than the one that is asked are refused, and so are answers that nobody asked for", async () => {
  const id = await here.begin(asking);
  const other = { decision: "approve" as const, form: { hash: "of another form", values: { discount: 3 } } };
  expect(await here.decide(id, "noa", other)).toMatchObject(refused("conflict", "the form changed"));
  const plain = await here.begin(letter());
  expect(await here.decide(plain, "noa", other)).toMatchObject(refused("invalid", "asks for no answers"));
  expect(here.sent(plain)).toEqual([]);
});

test("a rejection needs no answers", async () => {
  const id = await here.begin(asking);
  expect(await here.decide(id, "noa", { decision: "reject", note: "no" })).toMatchObject({ ok: true, value: { status: "rejected" } });
});

test("who agrees to other answers begins the count anew: nobody agreed to what they did not see", async () => {
  await here.govern({ selfApproval: "always", rules: [{ name: "two", quorum: 2 }] });
  const id = await here.begin(asking);
  const { id: approvalId } = await here.approvalOf(id);
  expect(await here.decide(id, "noa", await answering(id, { discount: 5 }))).toMatchObject({ value: { status: "open", agreed: 1 } });
  expect(await here.decide(id, "omer", await answering(id, { discount: 9 }))).toMatchObject({ value: { status: "open", agreed: 1 } });
  expect((await here.approvalOf(id)).votes?.map(({ person }) => person)).toEqual(["omer"]);
  expect(await here.decide(id, "noa", await answering(id, { discount: 9 }))).toMatchObject({ value: { approvalId, status: "approved" } });
  const { approvals } = await here.state(id);
  const answers = approvals[approvalId]?.answers;
  expect(await here.store.payload(scope, id, answers?.id ?? "")).toEqual({ discount: 9 });
});

test("two answers at once: one of them decides, and later steps read that one", async () => {
  const id = await here.begin(asking);
  const [a, b] = [await answering(id, { discount: 1 }), await answering(id, { discount: 2 })];
  const both = await Promise.all([here.decide(id, "noa", a), here.decide(id, "omer", b)]);
  expect(both.filter(({ ok }) => ok)).toHaveLength(1);
  expect((await here.approvalOf(id)).summary).toBe(`Send “the offer at ${both[0]?.ok ? 1 : 2} percent less”`);
});

test("the inbox and the page of a link show the form, and the page answers it", async () => {
  const id = await here.begin(asking);
  const approval = await here.approvalOf(id);
  const listed = await listApprovals(here, {
    workspace: scope,
    asker: { actor: member("noa"), mayDecide: true },
    status: "open",
    execution: id,
    limit: 5,
  });
  expect(listed).toMatchObject({ value: { data: [{ form: { hash: approval.form?.hash, schema: form } }] } });
  const held = {
    workspaceId: scope.id,
    approvalId: approval.id,
    person: { id: "noa", name: "noa" },
    payloadHash: approval.payloadHash,
    isUsed: false,
  };
  const linkDeps = { ...here, letterOf: async () => held, markUsed: async () => {}, viewerOf: async () => undefined };
  expect(await lookByLink(linkDeps, "token")).toMatchObject({ value: { form: { schema: { title: "Before it goes" } } } });
  const decision = { token: "token", decision: "approve" as const, payloadHash: approval.payloadHash };
  expect(await decideByLink(linkDeps, decision)).toMatchObject(refused("invalid", "form is not filled in"));
  const form2 = { hash: await formOf(id), values: { discount: 7 } };
  expect(await decideByLink(linkDeps, { ...decision, form: form2 })).toMatchObject({
    ok: true,
    value: { decided: { status: "approved" } },
  });
});

test("in a dry run nobody is asked, and later steps go on with answers that fit", async () => {
  const id = await here.begin(asking, { dryRun: true });
  const { head, steps } = await here.state(id);
  expect(head.status).toBe("completed");
  expect(steps["ask"]?.foreseen?.holds).toMatchObject([{ reason: "approval", why: ["The plan asks for answers here."] }]);
  expect(steps["after"]?.foreseen?.effect?.summary).toBe("Send “the offer at 1 percent less”");
});

test("a fork that takes a step over takes its answers over", async () => {
  const id = await here.begin(asking);
  await here.decide(id, "noa", await answering(id, { discount: 12 }));
  await here.decide(id, "noa", { decision: "approve" });
  const forked = await forkExecution(here, {
    workspace: scope,
    actor: member("dana"),
    id,
    command: { from: "after", effects: "repeat" },
  });
  if (!forked.ok) throw new Error(forked.refusal.because);
  await here.settle();
  expect((await here.approvalOf(forked.value.id)).summary).toBe("Send “the offer at 12 percent less”");
});
