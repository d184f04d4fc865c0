import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { closePools } from "#lib/db.ts";
import { builtInPolicies } from "#lib/safety/guardrails/built-in.ts";
import { addWorkspace } from "#lib/tenancy/tenancy.fixture.ts";
import { takeIncoming } from "#lib/tools/incoming.ts";
import { relativeLink } from "#lib/tools/links.ts";
import { messageSend } from "#lib/tools/message-send.ts";
import { recipientFacts, setConsent } from "#lib/tools/recipients.ts";
import { expectLegal } from "./legal.fixture.ts";
import { reconcile } from "./reconcile.postgres.ts";
import { settleApproval } from "./settle-approval.ts";
import { scope, someone, testWorld } from "./world.fixture.ts";

beforeAll(() => addWorkspace(scope.id));
afterAll(closePools);

let at = new Date();
const world = testWorld({
  tools: [messageSend({ linkTo: relativeLink, mailFrom: "office@demo.example" })],
  policiesOf: async () => builtInPolicies,
  now: () => at,
});
const sql = world.sqlFor(scope);
let person = "";
let made = 0;
const noon = () => new Date(`${new Date().toISOString().slice(0, 10)}T12:00:00Z`);
beforeEach(async () => {
  at = noon();
  person = `person${++made}@example.org`;
  await sql.query(
    "insert into contacts (workspace_id, id, name, email, aliases, tags, time_zone, consent) values ($1, $2, 'Zohar', $3, '{}', '{}', 'UTC', 'written')",
    [scope.id, `c${made}`, person],
  );
});

const stateOf = async (id: string) => expectLegal(await world.store.readAfter(scope, id, 0, 1_000));
async function send(more: object = {}, { autonomy = "run" as "run" | "ask_on_risk" } = {}): Promise<string> {
  const params = { to: person, subject: "News", body: "Come and see", kind: "marketing", channel: "email", ...more };
  const id = await world.start({ steps: [{ id: "s", tool: "message.send", params }] }, { autonomy });
  await world.settle();
  return id;
}
const writes = (text: string, messageId = `m${Math.random()}`) =>
  takeIncoming(sql, scope.id, {
    id: messageId,
    from: person.toUpperCase(),
    to: "office@demo.example",
    channel: "email",
    subject: "",
    text,
    at,
  });
const sent = async () =>
  (
    await sql.query(
      "select id from messages where direction = 'out' and recipients @> jsonb_build_array(jsonb_build_object('email', $1::text))",
      [person],
    )
  ).length;
const contact = async () => (await recipientFacts(sql, person)).recipient;

test("who agreed is written to", async () => {
  const id = await send();
  expect((await stateOf(id)).head.status).toBe("completed");
  expect(await sent()).toBe(1);
});

test("who opted out gets no marketing, whoever allowed it, and still what is no marketing", async () => {
  await writes("Please take me off your list");
  expect(await contact()).toMatchObject({ consent: "none", optedOutAt: expect.any(String) });
  const { steps } = await stateOf(await send());
  expect(steps["s"]).toMatchObject({ status: "failed", code: "guardrail", because: expect.stringContaining("communication-limits: ") });
  expect(steps["s"]).toMatchObject({ because: expect.stringContaining("no approval overrides that") });
  expect(await sent()).toBe(0);
  expect((await stateOf(await send({ kind: "service", body: "Your invoice" }))).head.status).toBe("completed");
});

test("a text that offers something is marketing, whatever its sender calls it", async () => {
  await writes("stop");
  const { steps } = await stateOf(await send({ kind: "service", body: "Act now: 50% off" }));
  expect(steps["s"]).toMatchObject({ status: "failed", code: "guardrail" });
});

test("an opt-out that arrives after the approval was asked for, and before it is given, stops the message at the last moment", async () => {
  const id = await send({}, { autonomy: "ask_on_risk" });
  const [approval] = Object.values((await stateOf(id)).approvals);
  await writes("unsubscribe");
  const command = { decision: "approve" as const, payloadHash: approval?.payloadHash ?? "" };
  expect(await settleApproval(world, { workspace: scope, actor: someone, id: approval?.id ?? "", command })).toMatchObject({ ok: true });
  await world.settle();
  expect((await stateOf(id)).steps["s"]).toMatchObject({ status: "failed", code: "guardrail" });
  expect(await sent()).toBe(0);
});

test("who never agreed gets no marketing by phone, and nobody knows whether a stranger did", async () => {
  await setConsent(sql, { id: `c${made}`, consent: "implied", optedOut: false, at });
  expect((await stateOf(await send({ channel: "sms" }))).steps["s"]).toMatchObject({
    because: expect.stringContaining("needs express written consent"),
  });
  person = "a-stranger@example.org";
  expect((await stateOf(await send())).steps["s"]).toMatchObject({ status: "failed", because: expect.stringContaining("needs consent") });
  expect(await sent()).toBe(0);
});

test("in quiet hours at the recipient it waits until it may go, named with its rule, and then goes once", async () => {
  await sql.query("update contacts set time_zone = 'Asia/Tokyo' where email = $1", [person]);
  at = new Date(noon().getTime() + 4 * 3_600_000); // 01:00 in Tokyo
  const id = await send({ channel: "sms" });
  const until = new Date(noon().getTime() + 11 * 3_600_000).toISOString(); // 08:00 there
  expect((await stateOf(id)).steps["s"]).toMatchObject({
    status: "held",
    attempt: 0,
    hold: { reason: "wait", ref: "communication-limits", until, because: expect.stringContaining(`communication-limits: ${person}`) },
  });
  await world.settle();
  expect(await sent()).toBe(0);
  at = new Date(until);
  await world.settle();
  expect((await stateOf(id)).head.status).toBe("completed");
  expect(await sent()).toBe(1);
});

test("whose wait is lost is found by the backstop, and an opt-out in between still counts", async () => {
  await sql.query("update contacts set time_zone = 'Asia/Tokyo' where email = $1", [person]);
  const day = noon().getTime() - 86_400_000;
  at = new Date(day + 4 * 3_600_000);
  const id = await send({ channel: "sms" });
  world.mail.splice(0);
  await sql.query("delete from outbox");
  await writes("STOP");
  at = new Date(day + 11 * 3_600_000);
  await reconcile(
    {
      ...world,
      dispatch: () => ({
        send: async (nudges) =>
          void world.mail.push(
            ...nudges.map(({ id: key, name, data: { workspaceId, ...data } }) => ({ workspaceId, nudge: { id: key, name, data } })),
          ),
      }),
    },
    { grace: 0 },
  );
  await world.settle();
  expect((await stateOf(id)).steps["s"]).toMatchObject({ status: "failed", code: "guardrail" });
  expect(await sent()).toBe(0);
});

test("the fourth solicitation of a day waits until the first is a day old", async () => {
  for (const minutes of [0, 15, 30]) {
    at = new Date(noon().getTime() - 3_600_000 + minutes * 60_000);
    await send({ subject: `News ${minutes}` });
  }
  at = noon();
  const { steps } = await stateOf(await send({ subject: "One more" }));
  expect(steps["s"]).toMatchObject({
    status: "held",
    hold: {
      reason: "wait",
      until: new Date(noon().getTime() + 23 * 3_600_000).toISOString(),
      because: expect.stringContaining("3 such messages"),
    },
  });
});

test("the same incoming message is taken in once, an ordinary one records nothing, and who opts in again is written to", async () => {
  expect(await writes("Thank you, see you tomorrow")).toMatchObject({ wish: null });
  expect(await writes("הסר", "m-once")).toMatchObject({ wish: "out" });
  expect(await writes("הסר", "m-once")).toMatchObject({ wish: null });
  expect(await contact()).toMatchObject({ consent: "none" });
  at = new Date(at.getTime() + 60_000);
  expect(await writes("START")).toMatchObject({ wish: "in" });
  expect((await contact()).optedOutAt).toBeUndefined();
  at = new Date(at.getTime() + 60_000);
  expect((await stateOf(await send())).head.status).toBe("completed");
});
