import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { closePools, withWorkspace } from "#lib/db.ts";
import { approvers } from "#lib/tenancy/approvers.postgres.ts";
import type { Actor } from "#lib/tenancy/workspace.ts";
import { accessOf, approvalWorld, fillWorkspace, letter } from "./approval.fixture.ts";
import { reconcile } from "./reconcile.postgres.ts";
import { scope } from "./world.fixture.ts";

beforeAll(fillWorkspace);
afterAll(closePools);

const here = approvalWorld();
beforeEach(() => {
  here.setAhead(0);
  return here.govern({ selfApproval: "always" });
});

const minutes = 60_000;
const refused = (code: string, words = "") => ({ ok: false, refusal: { code, because: expect.stringContaining(words) } });
const decided = (status: string) => ({ ok: true, value: { status } });
const approve = { decision: "approve" } as const;

async function expectSent(id: string, texts: string[]): Promise<void> {
  expect(here.sent(id)).toEqual(texts);
}

test("an approval lets exactly what was shown go, once", async () => {
  const id = await here.begin(letter());
  expect(await here.decide(id, "noa", approve)).toMatchObject(decided("approved"));
  await expectSent(id, ["Hello"]);
  expect((await here.state(id)).head.status).toBe("completed");
});

test("a rejection with its reason lets nothing go", async () => {
  const id = await here.begin(letter());
  expect(await here.decide(id, "noa", { decision: "reject", note: "not now" })).toMatchObject(decided("rejected"));
  await expectSent(id, []);
  expect((await here.state(id)).steps["s"]).toMatchObject({
    status: "failed",
    code: "rejected",
    because: expect.stringContaining("not now"),
  });
});

test("of a quorum of two the first leaves it open and the second decides", async () => {
  await here.govern({ selfApproval: "always", rules: [{ name: "two", quorum: 2 }] });
  const id = await here.begin(letter());
  expect(await here.decide(id, "noa", approve)).toMatchObject({ ok: true, value: { status: "open", agreed: 1, quorum: 2 } });
  await expectSent(id, []);
  expect(await here.decide(id, "omer", approve)).toMatchObject(decided("approved"));
  await expectSent(id, ["Hello"]);
  expect((await here.log(id)).flatMap((event) => (event.type === "approval.voted" ? [event.person] : []))).toEqual(["noa", "omer"]);
});

test("nobody counts twice in a quorum, neither in person nor by a key of their own", async () => {
  await here.govern({ selfApproval: "always", rules: [{ name: "two", quorum: 2 }] });
  const id = await here.begin(letter());
  await here.decide(id, "noa", approve);
  expect(await here.decide(id, "noa", approve)).toMatchObject(refused("conflict", "agreed to this already"));
  expect(await here.decide(id, await keyOf("noa"), approve)).toMatchObject(refused("conflict", "agreed to this already"));
  expect((await here.approvalOf(id)).status).toBe("open");
  await expectSent(id, []);
});

test("one of a quorum who rejects is enough", async () => {
  await here.govern({ selfApproval: "always", rules: [{ name: "two", quorum: 2 }] });
  const id = await here.begin(letter());
  await here.decide(id, "noa", approve);
  expect(await here.decide(id, "omer", { decision: "reject", note: "no" })).toMatchObject(decided("rejected"));
  await expectSent(id, []);
});

test("who asked for the execution does not decide it, neither in person nor by a key of their own", async () => {
  await here.govern({ selfApproval: "never" });
  const id = await here.begin(letter());
  expect(await here.decide(id, "dana", approve)).toMatchObject(refused("forbidden", "somebody else"));
  expect(await here.decide(id, await keyOf("dana"), approve)).toMatchObject(refused("forbidden", "somebody else"));
  expect(await here.decide(id, "dana", { decision: "reject" })).toMatchObject(refused("forbidden"));
  expect((await here.approvalOf(id)).status).toBe("open");
  expect(await here.decide(id, "noa", approve)).toMatchObject(decided("approved"));
  await expectSent(id, ["Hello"]);
});

test("what a key of one's own asked for is one's own", async () => {
  await here.govern({ selfApproval: "never" });
  const id = await here.begin(letter(), { by: await keyOf("dana") });
  expect(await here.decide(id, "dana", approve)).toMatchObject(refused("forbidden", "somebody else"));
  expect(await here.decide(id, "noa", approve)).toMatchObject(decided("approved"));
});

test("who asked may decide where nobody else could, and only there", async () => {
  const alone = await here.group("alone", ["dana"]);
  const two = await here.group("two", ["dana", "noa"]);
  const rule = (group: string) => ({ selfApproval: "if_alone" as const, rules: [{ name: "group", group }] });
  await here.govern(rule(two.id));
  const first = await here.begin(letter());
  expect(await here.decide(first, "dana", approve)).toMatchObject(refused("forbidden"));
  await here.govern(rule(alone.id));
  const second = await here.begin(letter());
  expect(await here.decide(second, "dana", approve)).toMatchObject(decided("approved"));
  await expectSent(first, []);
  await expectSent(second, ["Hello"]);
});

test("a group decides, and nobody outside it; who is taken out of it loses the right at once", async () => {
  const group = await here.group("legal", ["noa", "omer"]);
  await here.govern({ rules: [{ name: "legal", group: group.id }] });
  const id = await here.begin(letter());
  expect(await here.decide(id, "rina", approve)).toMatchObject(refused("forbidden", group.name));
  await approvers.saveGroup({ access: accessOf("rina"), id: group.id, name: group.name, members: ["omer"] });
  expect(await here.decide(id, "noa", approve)).toMatchObject(refused("forbidden", group.name));
  expect(await here.decide(id, "omer", approve)).toMatchObject(decided("approved"));
  await expectSent(id, ["Hello"]);
});

test("who stands in for somebody decides in their name, and on record", async () => {
  const group = await here.group("legal", ["noa"]);
  await here.govern({ rules: [{ name: "legal", group: group.id }] });
  const delegation = await handOn("noa", "omer");
  const id = await here.begin(letter());
  expect(await here.decide(id, "omer", approve)).toMatchObject(decided("approved"));
  expect(await here.approvalOf(id)).toMatchObject({ by: { id: "omer" }, onBehalfOf: { id: "noa" } });
  await expectSent(id, ["Hello"]);
  await approvers.endDelegation({ access: accessOf("noa"), id: delegation, anybodys: false });
  const later = await here.begin(letter());
  expect(await here.decide(later, "omer", approve)).toMatchObject(refused("forbidden", group.name));
});

test("standing in makes nobody two: neither who stands in, nor whom for", async () => {
  const group = await here.group("legal", ["noa", "omer", "rina"]);
  await here.govern({ rules: [{ name: "legal", group: group.id, quorum: 2 }] });
  const delegation = await handOn("noa", "omer");
  const id = await here.begin(letter());
  await here.decide(id, "omer", approve);
  expect(await here.decide(id, "omer", approve)).toMatchObject(refused("conflict"));
  expect(await here.decide(id, "noa", approve)).toMatchObject(decided("approved"));
  await approvers.endDelegation({ access: accessOf("noa"), id: delegation, anybodys: false });

  const other = await here.group("board", ["noa", "rina"]);
  await here.govern({ rules: [{ name: "board", group: other.id, quorum: 2 }] });
  const again = await handOn("noa", "omer");
  const second = await here.begin(letter());
  await here.decide(second, "omer", approve);
  expect(await here.decide(second, "noa", approve)).toMatchObject(refused("conflict"));
  expect((await here.approvalOf(second)).status).toBe("open");
  await approvers.endDelegation({ access: accessOf("noa"), id: again, anybodys: false });
});

test("who asked for it does not get around that by standing in for somebody", async () => {
  const group = await here.group("legal", ["noa"]);
  await here.govern({ selfApproval: "never", rules: [{ name: "legal", group: group.id }] });
  const delegation = await handOn("noa", "dana");
  const id = await here.begin(letter());
  expect(await here.decide(id, "dana", approve)).toMatchObject(refused("forbidden", "somebody else"));
  await approvers.endDelegation({ access: accessOf("noa"), id: delegation, anybodys: false });
});

test("an approval whose time is over is rejected by it, and a decision after it is refused", async () => {
  await here.govern({ selfApproval: "always", rules: [{ name: "quick", expiresAfterMinutes: 5 }] });
  const id = await here.begin(letter());
  await pass(id, 6 * minutes);
  expect((await here.state(id)).steps["s"]).toMatchObject({ status: "failed", code: "expired" });
  expect(await here.decide(id, "noa", approve)).toMatchObject(refused("conflict", "already expired"));
  await expectSent(id, []);
});

test("an approval whose time is over leaves its step out, where its terms say so", async () => {
  await here.govern({ selfApproval: "always", rules: [{ name: "quick", expiresAfterMinutes: 5, onExpiry: "skip" }] });
  const id = await here.begin({
    steps: [...letter().steps, { id: "after", tool: "test.pass", dependsOn: ["s"], onMissing: "run" }],
  });
  await pass(id, 6 * minutes);
  const { head, steps } = await here.state(id);
  expect(steps).toMatchObject({ s: { status: "skipped" }, after: { status: "completed" } });
  expect(head).toMatchObject({ status: "completed", degraded: true, missing: ["s"] });
  await expectSent(id, []);
});

test("an approval whose time is over goes the step's other way, where its terms say so", async () => {
  await here.govern({
    selfApproval: "always",
    rules: [{ name: "quick", tools: ["post.*"], expiresAfterMinutes: 5, onExpiry: "fallback" }],
  });
  const other = { type: "component-replacement" as const, tool: "test.pass" };
  const id = await here.begin(letter("Hello", { fallbacks: [other] }));
  await pass(id, 6 * minutes);
  const { head, steps } = await here.state(id);
  expect(steps["s"]).toMatchObject({ status: "completed", recovery: { rung: { tool: "test.pass" } } });
  expect(head.status).toBe("completed");
  await expectSent(id, []);
});

test("an approval that escalates is another group's from then on, and rejected when they do not decide either", async () => {
  const [first, boss] = [await here.group("first", ["noa"]), await here.group("boss", ["omer"])];
  const route = { onExpiry: "escalate" as const, escalateTo: boss.id, escalateForMinutes: 30 };
  await here.govern({ rules: [{ name: "up", group: first.id, expiresAfterMinutes: 5, ...route }] });
  const id = await here.begin(letter());
  await pass(id, 6 * minutes);
  expect(await here.approvalOf(id)).toMatchObject({ status: "open", terms: { group: { id: boss.id }, quorum: 1 } });
  expect(await here.decide(id, "noa", approve)).toMatchObject(refused("forbidden", boss.name));
  expect(await here.decide(id, "omer", approve)).toMatchObject(decided("approved"));
  await expectSent(id, ["Hello"]);

  const left = await here.begin(letter("Left"));
  await pass(left, 6 * minutes);
  expect((await here.state(left)).steps["s"]).toMatchObject({ status: "held", hold: { because: `Waiting for ${boss.name}` } });
  await pass(left, 31 * minutes);
  expect((await here.state(left)).steps["s"]).toMatchObject({ status: "failed", code: "expired" });
  await expectSent(left, []);
});

test("an escalation whose wake was lost is found by the backstop, once, and is not overdue after it", async () => {
  const boss = await here.group("boss", ["omer"]);
  await here.govern({ rules: [{ name: "up", expiresAfterMinutes: 5, onExpiry: "escalate", escalateTo: boss.id, escalateForMinutes: 30 }] });
  here.setAhead(-6 * minutes);
  const id = await here.begin(letter());
  here.mail.splice(0);
  here.setAhead(0);
  const look = () => reconcile({ ...here, dispatch: () => ({ send: async () => {} }) }, { grace: 0 });
  await Promise.all([look(), look()]);
  await look();
  expect((await here.log(id)).filter(({ type }) => type === "approval.escalated")).toHaveLength(1);
  expect(await here.approvalOf(id)).toMatchObject({ status: "open", terms: { group: { id: boss.id } } });
  const [kept] = await here
    .sqlFor(scope)
    .query<{ due: Date }>("select expires_at as due from pending_approvals where execution_id = $1", [id]);
  expect(kept?.due.toISOString()).toBe((await here.approvalOf(id)).expiresAt);
});

test("people are reminded once before the end, however often the clock comes, and also when its wake was lost", async () => {
  await here.govern({ rules: [{ name: "quick", expiresAfterMinutes: 60, remindBeforeMinutes: 20 }] });
  here.setAhead(-41 * minutes);
  const id = await here.begin(letter());
  const reminders = async () => (await here.log(id)).filter(({ type }) => type === "approval.reminded").length;
  await tend(id);
  expect(await reminders()).toBe(0);
  here.mail.splice(0);
  here.setAhead(0);
  await reconcile({ ...here, dispatch: () => ({ send: async () => {} }) }, { grace: 0 });
  expect(await reminders()).toBe(1);
  await Promise.all([tend(id), tend(id), tend(id)]);
  expect(await reminders()).toBe(1);
  expect(here.mail.filter(({ nudge }) => nudge.name === "approval/tell").map(({ nudge }) => nudge.data.executionId)).toEqual([id]);
  expect((await here.approvalOf(id)).status).toBe("open");
});

test("a change that a policy still blocks is refused, and what was asked about stays open as it was", async () => {
  const id = await here.begin(letter());
  const before = await here.approvalOf(id);
  const edited = await here.decide(id, "noa", { decision: "edit", payload: { text: "the password is Kx92!mmQ", to: [] } });
  expect(edited).toMatchObject(refused("unprocessable", "may not go"));
  expect(await here.approvalOf(id)).toEqual(before);
  await expectSent(id, []);
});

test("a change that policy objects to anew is asked about in its own right, by what it is now", async () => {
  const id = await here.begin(letter());
  const { payloadHash } = await here.approvalOf(id);
  const card = "Charge 4111 1111 1111 1111 please";
  expect(await here.decide(id, "noa", { decision: "edit", payload: { text: card, to: [] } })).toMatchObject(decided("open"));
  const amended = await here.approvalOf(id);
  expect(amended).toMatchObject({ status: "open", amendedBy: { id: "noa" }, summary: "Send “Charge [CARD_NUMBER_1] please”" });
  expect(amended.why.length).toBeGreaterThan(1);
  expect(await here.decide(id, "omer", { ...approve, payloadHash })).toMatchObject(refused("conflict", "changed since it was shown"));
  expect(await here.decide(id, "noa", approve)).toMatchObject(decided("approved"));
  await expectSent(id, [card]);
});

test("a change voids the votes that were given before it", async () => {
  await here.govern({ selfApproval: "always", rules: [{ name: "two", quorum: 2 }] });
  const id = await here.begin(letter());
  await here.decide(id, "noa", approve);
  expect(await here.decide(id, "omer", { decision: "edit", payload: { text: "Other", to: [] } })).toMatchObject({
    ok: true,
    value: { status: "open", agreed: 0 },
  });
  expect(await here.decide(id, "rina", approve)).toMatchObject({ ok: true, value: { status: "open", agreed: 1 } });
  expect(await here.decide(id, "noa", approve)).toMatchObject(decided("approved"));
  await expectSent(id, ["Other"]);
});

test("a whole plan is approved by its terms, and a change of it voids who agreed", async () => {
  await here.govern({ selfApproval: "always", rules: [{ name: "plans", kinds: ["plan"], quorum: 2 }] });
  const id = await here.begin({ steps: [{ id: "s", tool: "test.pass" }] }, { autonomy: "suggest" });
  await here.decide(id, "noa", approve);
  const other = { steps: [{ id: "other", tool: "test.pass" }] };
  expect(await here.decide(id, "omer", { decision: "edit", payload: other })).toMatchObject(decided("open"));
  await here.decide(id, "noa", approve);
  expect(await here.decide(id, "omer", approve)).toMatchObject(decided("approved"));
  const { head, steps } = await here.state(id);
  expect(head).toMatchObject({ status: "completed", plan: { version: 2 } });
  expect(Object.keys(steps)).toEqual(["other"]);
});

test("a question goes into the thread and is answered there, and the approval stays open", async () => {
  const id = await here.begin(letter());
  expect(await here.decide(id, "noa", { decision: "ask", note: "Who is it for?" })).toMatchObject(decided("open"));
  expect(await here.say(id, "dana", "For the board.")).toMatchObject({ ok: true });
  const { thread, status } = await here.approvalOf(id);
  expect(thread?.map(({ from, to, text }) => [from, to, text])).toEqual([
    ["noa", "requester", "Who is it for?"],
    ["dana", "approvers", "For the board."],
  ]);
  expect(status).toBe("open");
  await here.decide(id, "noa", approve);
  expect(await here.say(id, "dana", "Too late")).toMatchObject(refused("conflict", "already approved"));
});

test("what is always allowed goes unasked, on record; beyond it, and once it is taken back, a person is asked", async () => {
  const until = new Date(Date.now() + 3_600_000).toISOString();
  const added = await here.rules.addStanding({
    access: accessOf("rina"),
    tool: "post.send",
    recipients: ["@board.test"],
    hosts: [],
    until,
    because: "the weekly letter",
  });
  if (!added.ok) throw new Error(added.refusal.because);
  const to = (...people: string[]) => letter("Hello", { params: { text: "Hello", to: people } });
  const allowed = await here.begin(to("a@board.test", "B@Board.test"));
  await expectSent(allowed, ["Hello"]);
  expect((await here.log(allowed)).filter(({ type }) => type === "approval.waived")).toMatchObject([
    { ruleId: added.value.id, givenBy: { name: "rina" }, step: "s" },
  ]);
  for (const beyond of [
    to("a@board.test", "x@elsewhere.test"),
    to("a@notboard.test"),
    to(),
    letter("Hello", { params: { text: "Hello", to: ["a@board.test"] }, approval: "required" }),
  ]) {
    const id = await here.begin(beyond);
    expect((await here.approvalOf(id)).status).toBe("open");
    await expectSent(id, []);
  }
  const listed = await here.rules.listStanding(scope, { limit: 10 });
  expect(listed.data).toMatchObject([{ id: added.value.id, uses: 1, revokedAt: null }]);
  await here.rules.revokeStanding({ access: accessOf("rina"), id: added.value.id });
  const asked = await here.begin(to("a@board.test"));
  expect((await here.approvalOf(asked)).status).toBe("open");
});

test("what is always allowed is still held for what a guard objects to", async () => {
  const until = new Date(Date.now() + 3_600_000).toISOString();
  const added = await here.rules.addStanding({
    access: accessOf("rina"),
    tool: "post.send",
    recipients: [],
    hosts: [],
    until,
    because: "",
  });
  const id = await here.begin(letter("Charge 4111 1111 1111 1111 please"));
  expect((await here.approvalOf(id)).status).toBe("open");
  await expectSent(id, []);
  if (added.ok) await here.rules.revokeStanding({ access: accessOf("rina"), id: added.value.id });
});

test("who helps a step in trouble with another input does not release what others have to approve", async () => {
  await here.govern({ selfApproval: "never" });
  here.fail(1);
  const id = await here.begin(letter("Hello", { retry: { maxAttempts: 1 }, fallbacks: [{ type: "manual-intervention" }] }));
  await here.decide(id, "noa", approve);
  expect(await here.approvalOf(id)).toMatchObject({ kind: "intervention", status: "open" });
  await here.decide(id, "dana", { decision: "edit", payload: { text: "Something else", to: [] } });
  expect(await here.approvalOf(id)).toMatchObject({ kind: "step", status: "open", summary: "Send “Something else”" });
  await expectSent(id, []);
  expect(await here.decide(id, "dana", approve)).toMatchObject(refused("forbidden", "somebody else"));
  expect(await here.decide(id, "noa", approve)).toMatchObject(decided("approved"));
  await expectSent(id, ["Something else"]);
});

async function keyOf(name: "dana" | "noa"): Promise<Actor> {
  const id = `key_${name}`;
  await withWorkspace(scope.id, (client) =>
    client.query(
      "insert into api_keys (workspace_id, id, name, prefix, hash, role, created_by) values ($1, $2, $2, 'fmk', $2, 'owner', $3) on conflict do nothing",
      [scope.id, id, name],
    ),
  );
  return { kind: "key", id, name: id };
}

async function handOn(from: "noa", to: "omer" | "dana"): Promise<string> {
  const until = new Date(Date.now() + 3_600_000).toISOString();
  const made = await approvers.delegate({ access: accessOf(from), to, until, because: "away" });
  if (!made.ok) throw new Error(made.refusal.because);
  return made.value.id;
}

/** The wake of an approval, as often as it is called. */
async function tend(id: string): Promise<void> {
  const { id: approvalId } = await here.approvalOf(id);
  await here.deliver({ workspaceId: scope.id, nudge: { id: "", name: "approval/requested", data: { executionId: id, approvalId } } });
}

async function pass(id: string, ms: number): Promise<void> {
  await tend(id);
  here.ahead(ms);
  await tend(id);
  await here.settle();
}
