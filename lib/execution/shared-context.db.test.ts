import { afterAll, beforeAll, expect, test } from "vitest";
import { closePools } from "#lib/db.ts";
import type { PlanDraft } from "#lib/planner/plan.ts";
import { addWorkspace } from "#lib/tenancy/tenancy.fixture.ts";
import { calendarCreate } from "#lib/tools/calendar-create.ts";
import { contextGet, contextSet } from "#lib/tools/context-share.ts";
import { flowReconcile } from "#lib/tools/flow-reconcile.ts";
import { relativeLink } from "#lib/tools/links.ts";
import { controlExecution } from "./control-execution.ts";
import { expectLegal } from "./legal.fixture.ts";
import { rollBack } from "./roll-back.ts";
import { settleApproval } from "./settle-approval.ts";
import { scope, someone, testWorld } from "./world.fixture.ts";
import { writeContext } from "./write-context.ts";

beforeAll(() => addWorkspace(scope.id));
afterAll(closePools);

const world = testWorld({
  tools: [contextGet, contextSet, flowReconcile, calendarCreate({ linkTo: relativeLink, mailFrom: "office@demo.example" })],
});
const log = (id: string) => world.store.readAfter(scope, id, 0, 10_000);
const stateOf = async (id: string) => expectLegal(await log(id));
async function run(plan: PlanDraft): Promise<string> {
  const id = await world.start(plan, { autonomy: "run", concurrency: 50 });
  await world.settle({ atOnce: 50 });
  return id;
}
const set = (id: string, params: object) => ({
  id,
  tool: "context.set",
  params: { key: "found", ...params } as PlanDraft["steps"][number]["params"],
});
/** A step before it waits for somebody, so that the execution can be paused. */
const gated = (step: PlanDraft["steps"][number]): PlanDraft => ({
  steps: [
    { id: "gate", tool: "test.pass", approval: "required" },
    { ...step, dependsOn: ["gate"] },
  ],
});
async function control(id: string, action: "pause" | "resume"): Promise<void> {
  const done = await controlExecution(world, { workspace: scope, actor: someone, id, action });
  if (!done.ok) throw new Error(done.refusal.because);
  await world.settle();
}
async function decide(id: string, command: { decision: "approve" | "edit"; payload?: object }) {
  const approval = Object.values((await stateOf(id)).approvals).find(({ status }) => status === "open");
  const decided = await settleApproval(world, {
    workspace: scope,
    actor: someone,
    id: approval?.id ?? "",
    command: { ...(command as { decision: "approve" }), payloadHash: approval?.payloadHash ?? "" },
  });
  await world.settle();
  return { approval, decided };
}

test("many steps that write one key at once lose nothing of each other", async () => {
  const count = 25;
  const id = await run({
    steps: Array.from({ length: count }, (_, index) =>
      set(`s${index}`, { value: { [`by${index}`]: index }, expected: 0, onConflict: "merge" }),
    ),
  });
  const { head, context } = await stateOf(id);
  expect(head.status).toBe("completed");
  expect(context["found"]).toMatchObject({
    version: count,
    value: Object.fromEntries(Array.from({ length: count }, (_, index) => [`by${index}`, index])),
  });
  const versions = (await log(id)).flatMap((event) => (event.type === "context.written" ? [event.version] : []));
  expect(versions).toEqual(Array.from({ length: count }, (_, index) => index + 1));
  const [row] = await world.sqlFor(scope).query("select version, writer from shared_context where execution_id = $1", [id]);
  expect(row).toEqual({ version: count, writer: context["found"]?.writer });
});

test("a step reads what others shared, with its version, and writes upon it", async () => {
  const id = await run({
    steps: [
      set("first", { value: { price: 5 } }),
      { id: "read", tool: "context.get", params: { key: "found" }, dependsOn: ["first"] },
      set("then", { value: { price: 6 }, expected: "{{ steps.read.version }}" }),
    ],
  });
  expect((await stateOf(id)).context["found"]).toMatchObject({ version: 2, value: { price: 6 }, writer: "step:then" });
});

test("the same resource: of two that saw the same version the second is held for a person, who says what counts", async () => {
  const id = await run({ steps: [set("a", { value: 1, expected: 0 }), { ...set("b", { value: 2, expected: 0 }), dependsOn: ["a"] }] });
  const { steps, context } = await stateOf(id);
  expect(context["found"]).toMatchObject({ version: 1, value: 1 });
  expect(steps["b"]).toMatchObject({ status: "held", hold: { reason: "approval" } });
  const { approval, decided } = await decide(id, { decision: "edit", payload: { key: "found", value: 3, expected: 1, onConflict: "ask" } });
  expect(approval).toMatchObject({
    kind: "intervention",
    why: expect.arrayContaining([expect.stringContaining("step:a and step:b disagree")]),
  });
  expect(decided.ok).toBe(true);
  const after = await stateOf(id);
  expect(after.head.status).toBe("completed");
  expect(after.context["found"]).toMatchObject({ version: 2, value: 3 });
});

test("by the policy the later one counts, or the one whose word weighs more", async () => {
  const last = await run({
    steps: [set("a", { value: 1 }), { ...set("b", { value: 2, expected: 0, onConflict: "last-write" }), dependsOn: ["a"] }],
  });
  expect((await stateOf(last)).context["found"]).toMatchObject({ version: 2, value: 2 });
  const id = await run(gated({ ...set("b", { value: 2, expected: 0, onConflict: "priority" }) }));
  await control(id, "pause");
  expect(
    await writeContext(world, { workspace: scope, actor: someone, id, command: { key: "found", value: "mine", expected: 0 } }),
  ).toMatchObject({ ok: true });
  await control(id, "resume");
  await decide(id, { decision: "approve" });
  expect((await stateOf(id)).head.status).toBe("completed");
  expect((await stateOf(id)).context["found"]).toMatchObject({ version: 1, value: "mine", writer: "Dana" });
});

test("contradictory outputs of two steps are found, and made one by the policy or by a person", async () => {
  const sources = [
    { name: "a", value: "{{ steps.a }}", rank: 2 },
    { name: "b", value: "{{ steps.b }}", rank: 1 },
  ];
  const plan = (onConflict: string): PlanDraft => ({
    steps: [
      { id: "a", tool: "test.pass", params: { price: 5, place: "Haifa" } },
      { id: "b", tool: "test.pass", params: { price: 6 } },
      { id: "one", tool: "flow.reconcile", params: { sources, onConflict } },
    ],
    outputs: { price: "steps.one.value.price", between: "steps.one.contradictions" },
  });
  const byRank = await run(plan("priority"));
  const { head } = await stateOf(byRank);
  expect(await world.store.payload(scope, byRank, head.result?.id ?? "")).toEqual({
    price: 5,
    between: [{ at: "price", between: ["a", "b"] }],
  });
  const asked = await run(plan("merge"));
  expect((await stateOf(asked)).steps["one"]).toMatchObject({ status: "held", hold: { reason: "approval" } });
});

test("a double booking that is found as the second meeting is written is held for a person, and nothing is booked twice", async () => {
  const start = "2031-03-04T10:00";
  const meet = (title: string): PlanDraft => ({
    steps: [
      { id: "m", tool: "calendar.create", params: { title, start, attendees: ["noa@example.org"], location: "Room 1", onConflict: "ask" } },
    ],
  });
  const [a, b] = await Promise.all([world.start(meet("One"), { autonomy: "run" }), world.start(meet("Two"), { autonomy: "run" })]);
  await world.settle();
  const states = await Promise.all([stateOf(a), stateOf(b)]);
  const heldAt = states.findIndex(({ steps }) => steps["m"]?.status === "held");
  const [held, other] = heldAt === 0 ? [a, b] : [b, a];
  expect((await stateOf(other)).head.status).toBe("completed");
  const approval = Object.values((await stateOf(held)).approvals)[0];
  expect(approval?.kind).toBe("intervention");
  expect(approval?.why.join(" ")).toContain("with noa@example.org, Room 1 too");
  const booked = () =>
    world.sqlFor(scope).query("select title from calendar_events where starts_at = '2031-03-04T10:00Z' and status <> 'cancelled'");
  expect(await booked()).toHaveLength(1);
  await decide(held, {
    decision: "edit",
    payload: { title: "Later", start: "2031-03-04T12:00", durationMinutes: 60, onConflict: "refuse" },
  });
  expect((await stateOf(held)).head.status).toBe("completed");
  expect(await booked()).toHaveLength(1);
});

test("a double booking goes all the same where its policy says so, and is refused where nothing is said", async () => {
  const start = "2031-05-06T10:00";
  const meet = (title: string, more: object = {}): PlanDraft => ({
    steps: [{ id: "m", tool: "calendar.create", params: { title, start, ...more } }],
  });
  await run(meet("One"));
  expect((await stateOf(await run(meet("Two")))).steps["m"]).toMatchObject({ status: "failed", code: "conflict" });
  expect((await stateOf(await run(meet("Three", { onConflict: "last-write" })))).head.status).toBe("completed");
});

test("a double booking by priority: the higher one takes the time and the other is tentative, the lower one moves on, equals are asked about", async () => {
  const start = "2031-06-03T10:00";
  const meet = (title: string, priority: number): PlanDraft => ({
    steps: [{ id: "m", tool: "calendar.create", params: { title, start, priority, onConflict: "priority" } }],
  });
  await run(meet("Low", 1));
  await run(meet("High", 5));
  await run(meet("Lower", 2));
  const equal = await world.start(meet("Equal", 5), { autonomy: "run" });
  await world.settle();
  expect((await stateOf(equal)).steps["m"]).toMatchObject({ status: "held", hold: { reason: "approval" } });
  const rows = await world
    .sqlFor(scope)
    .query(
      "select title, status, to_char(starts_at at time zone 'UTC', 'HH24:MI') as at from calendar_events where starts_at::date = '2031-06-03' order by title",
    );
  expect(rows).toMatchObject([
    { title: "High", status: "confirmed", at: "10:00" },
    { title: "Low", status: "tentative", at: "10:00" },
    { title: "Lower", status: "confirmed", at: expect.not.stringMatching("10:00") },
  ]);
});

test("a double booking is merged where both are one meeting: who is new is invited, once; what contradicts is asked about", async () => {
  const start = "2031-07-01T10:00";
  const meet = (title: string, attendees: string[], location = ""): PlanDraft => ({
    steps: [{ id: "m", tool: "calendar.create", params: { title, start, attendees, location, onConflict: "merge" } }],
  });
  await run(meet("Weekly", ["noa@example.org"]));
  const second = await run(meet(" weekly ", ["NOA@example.org", "omer@example.org"], "Room 2"));
  expect((await stateOf(second)).head.status).toBe("completed");
  const meetings = () =>
    world
      .sqlFor(scope)
      .query<{ attendees: { email: string }[]; location: string }>(
        "select attendees, location from calendar_events where starts_at = '2031-07-01T10:00Z'",
      );
  expect((await meetings()).map(({ attendees, location }) => [attendees.map(({ email }) => email), location])).toEqual([
    [["noa@example.org", "omer@example.org"], "Room 2"],
  ]);
  const [invited] = await world
    .sqlFor(scope)
    .query<{ recipients: { email: string }[] }>("select recipients from messages where execution_id = $1", [second]);
  expect(invited?.recipients.map(({ email }) => email)).toEqual(["omer@example.org"]);
  for (const [title, place] of [
    ["Weekly", "Room 3"],
    ["Another", ""],
  ] as const) {
    const other = await world.start(meet(title, ["noa@example.org"], place), { autonomy: "run" });
    await world.settle();
    expect((await stateOf(other)).steps["m"]).toMatchObject({ status: "held", hold: { reason: "approval" } });
  }
  expect(await meetings()).toHaveLength(1);
  // Nothing was sent yet, so that who joined can be taken back, and the meeting stays.
  expect(await rollBack(world, { workspace: scope, id: second, by: someone })).toMatchObject({ ok: true, value: { left: [] } });
  expect((await meetings()).map(({ attendees }) => attendees.map(({ email }) => email))).toEqual([["noa@example.org"]]);
});

test("a person changes what is shared while the execution is paused, and only what they saw", async () => {
  const id = await run(gated(set("a", { value: 1 })));
  const change = (value: number, expected: number) =>
    writeContext(world, { workspace: scope, actor: someone, id, command: { key: "found", value, expected } });
  expect(await change(5, 0)).toMatchObject({ ok: false, refusal: { code: "conflict" } });
  await control(id, "pause");
  const paused = await stateOf(id);
  expect(paused.head.status).toBe("paused");
  const from = paused.context["found"]?.version ?? 0;
  const both = await Promise.all([change(7, from), change(8, from)]);
  expect(both.filter(({ ok }) => ok)).toHaveLength(1);
  expect(both.find(({ ok }) => !ok)).toMatchObject({ refusal: { code: "changed" } });
  expect((await stateOf(id)).context["found"]).toMatchObject({ version: from + 1, writer: "Dana" });
  expect(
    await writeContext(world, { workspace: { id: "ws_other" }, actor: someone, id, command: { key: "found", value: 1, expected: 0 } }),
  ).toMatchObject({
    refusal: { code: "not_found" },
  });
});
