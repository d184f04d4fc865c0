import { afterAll, expect, test } from "vitest";
import { closePools } from "#lib/db.ts";
import { shippedTools } from "#lib/tools/registry.ts";
import { sendBySmtp } from "#lib/tools/send.smtp.ts";
import { serveSmtp } from "#lib/tools/smtp.fixture.ts";
import { forkExecution } from "./fork-execution.ts";
import { expectLegal } from "./legal.fixture.ts";
import { rollBack } from "./roll-back.ts";
import { settleApproval } from "./settle-approval.ts";
import { scope, someone, testWorld } from "./world.fixture.ts";

afterAll(closePools);

/** With a mail server, what is mailed has left; what goes by chat lies in the outbox. */
async function world() {
  const smtp = await serveSmtp();
  const tools = shippedTools({
    egress: () => Promise.reject(new Error("nothing goes out")),
    sendMail: sendBySmtp(smtp.url),
    executionsBetween: async () => [],
  }).all();
  const made = testWorld({ tools });
  await made
    .sqlFor(scope)
    .query("insert into workspaces (id, name) values ($1, 'Test') on conflict do nothing", [scope.id])
    .catch(() => {});
  const log = (id: string) => made.store.readAfter(scope, id, 0, 1_000);
  async function run(plan: Parameters<typeof made.start>[0]): Promise<string> {
    const id = await made.start(plan);
    await made.settle();
    for (;;) {
      const open = Object.values(expectLegal(await log(id)).approvals).filter(({ status }) => status === "open");
      if (open.length === 0) return id;
      for (const { id: approval, payloadHash } of open)
        await settleApproval(made, { workspace: scope, actor: someone, id: approval, command: { decision: "approve", payloadHash } });
      await made.settle();
    }
  }
  const effects = async (id: string) =>
    Object.fromEntries(Object.values(expectLegal(await log(id)).effects).map(({ step, status }) => [step, status]));
  const kept = (id: string) =>
    made
      .sqlFor(scope)
      .query(
        "select (select count(*)::int from calendar_events where execution_id = $1 and status <> 'cancelled') as meetings, (select count(*)::int from messages where execution_id = $1 and status <> 'cancelled') as messages",
        [id],
      );
  return { ...made, run, log, effects, kept, smtp };
}

let hour = 8;
/** Each at a time of its own. */
const meetAt = () => ({
  id: "meet",
  tool: "calendar.create",
  params: { title: "Review", start: `2031-03-03T${String(++hour).padStart(2, "0")}:00` },
});
const chat = {
  id: "chat",
  tool: "message.send",
  params: { to: "a@example.test", subject: "s", body: "b", channel: "chat" },
  dependsOn: ["meet"],
};
const mail = { id: "mail", tool: "message.send", params: { to: "b@example.test", subject: "s", body: "b" }, dependsOn: ["chat"] };
const wrong = { id: "wrong", tool: "flow.pass", params: { x: "{{ steps.mail.nowhere.at.all }}" }, dependsOn: ["mail"] };

test("two effects that can be undone are, and one that cannot is told; what is undone is not undone twice", async () => {
  const here = await world();
  const id = await here.run({ steps: [meetAt(), chat, mail] });
  expect(here.smtp.deliveries).toHaveLength(1);
  expect(await here.kept(id)).toEqual([{ meetings: 1, messages: 2 }]);
  const told = await rollBack(here, { workspace: scope, id, by: someone });
  expect(told).toMatchObject({
    ok: true,
    value: { undone: [{ step: "chat" }, { step: "meet" }], left: [{ step: "mail", because: "it has left, and cannot be taken back" }] },
  });
  expect(await here.effects(id)).toEqual({ meet: "compensated", chat: "compensated", mail: "done" });
  expect(await here.kept(id)).toEqual([{ meetings: 0, messages: 1 }]);
  expect((await here.log(id)).at(-1)).toMatchObject({
    type: "recovery.tried",
    rung: "rollback",
    outcome: "partly undone",
    by: { name: "Dana" },
  });
  expect(await rollBack(here, { workspace: scope, id, by: someone })).toMatchObject({
    ok: true,
    value: { undone: [], left: [{ step: "mail" }] },
  });
  await here.smtp.close();
});

test("only what hangs on a step is undone, and a fork from there does it again and the rest not", async () => {
  const here = await world();
  const id = await here.run({ steps: [meetAt(), chat, mail] });
  await rollBack(here, { workspace: scope, id, to: "chat", by: someone });
  expect(await here.effects(id)).toEqual({ meet: "done", chat: "compensated", mail: "done" });
  const fork = await forkExecution(here, { workspace: scope, actor: someone, id, command: { from: "mail" } });
  if (!fork.ok) throw new Error(fork.refusal.because);
  await here.settle();
  const { steps } = expectLegal(await here.log(fork.value.id));
  // The chat message is gone: it has to be asked about and sent again.
  expect([steps["meet"]?.reused, steps["chat"]?.status]).toEqual([id, "held"]);
  await here.smtp.close();
});

test("a fork that compensates undoes what hangs on its step before it does it again", async () => {
  const here = await world();
  const id = await here.run({ steps: [meetAt(), chat, mail] });
  const fork = await forkExecution(here, { workspace: scope, actor: someone, id, command: { from: "chat", effects: "compensate" } });
  if (!fork.ok) throw new Error(fork.refusal.because);
  expect(await here.effects(id)).toEqual({ meet: "done", chat: "compensated", mail: "done" });
  await here.settle();
  const { head, steps } = expectLegal(await here.log(fork.value.id));
  expect([head.fork?.effects, steps["meet"]?.reused, steps["chat"]?.status]).toEqual(["repeat", id, "held"]);
  await here.smtp.close();
});

test("as a rung of the ladder it follows the failure by itself, and tells of itself", async () => {
  const here = await world();
  const id = await here.run({ steps: [meetAt(), chat, mail, { ...wrong, fallbacks: [{ type: "rollback" }] }] });
  const events = await here.log(id);
  expect(expectLegal(events).head).toMatchObject({ status: "failed", rollback: { step: "wrong", done: true } });
  expect(await here.effects(id)).toEqual({ meet: "compensated", chat: "compensated", mail: "done" });
  expect(events.filter(({ type }) => type.startsWith("recovery.")).map((event) => [event.type, event.step])).toEqual([
    ["recovery.chosen", "wrong"],
    ["recovery.tried", "wrong"],
  ]);
  await here.deliver({ workspaceId: scope.id, nudge: { id: "again", name: "execution/settled", data: { executionId: id } } });
  expect(await here.log(id)).toEqual(events);
  await here.smtp.close();
});

test("what is not over is not rolled back, and what is another's is not there", async () => {
  const here = await world();
  const id = await here.start({ steps: [meetAt(), chat] });
  await here.settle();
  expect(await rollBack(here, { workspace: scope, id, by: someone })).toMatchObject({
    ok: false,
    refusal: { code: "conflict", allowed: ["cancel"] },
  });
  expect(await rollBack(here, { workspace: { id: "ws_other" }, id, by: someone })).toMatchObject({
    ok: false,
    refusal: { code: "not_found" },
  });
  await here.smtp.close();
});
