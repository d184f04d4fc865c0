import { afterAll, expect, test } from "vitest";
import { z } from "zod";
import { closePools } from "#lib/db.ts";
import { defineTool } from "#lib/tools/tool.ts";
import { controlExecution } from "./control-execution.ts";
import { expectLegal } from "./legal.fixture.ts";
import { settleApproval } from "./settle-approval.ts";
import { startExecution } from "./start-execution.ts";
import { scope, someone, testWorld } from "./world.fixture.ts";

afterAll(closePools);

const sent: string[] = [];
const send = defineTool({
  name: "race.send",
  title: "Send",
  description: "Sends.",
  input: z.object({}),
  output: z.object({}),
  effect: "send",
  takes: {},
  gives: {},
  describe: () => "Send",
  run: async (_, { executionId }) => {
    sent.push(executionId);
    return { ok: true as const, output: {} };
  },
});

test("of five approvals and one cancel at once, 50 times: one decision at the most, one end, and an effect exactly where the log says so", async () => {
  // Two worlds have two stores: two processes on one database.
  const worlds = [testWorld({ tools: [send] }), testWorld({ tools: [send] })] as const;
  let wins = 0;
  for (let round = 0; round < 50; round++) {
    const world = worlds[round % 2] ?? worlds[0];
    const id = await world.start({ steps: [{ id: "s", tool: "race.send" }] });
    await world.settle();
    const events = await world.store.readAfter(scope, id, 0, 100);
    const asked = events.find((event) => event.type === "approval.requested");
    if (asked?.type !== "approval.requested") throw new Error("no approval");
    const { approvalId, payloadHash } = asked;
    const approve = (at: number) =>
      settleApproval(worlds[at % 2] ?? worlds[0], {
        workspace: scope,
        actor: someone,
        id: approvalId,
        command: { decision: "approve", payloadHash },
      });
    const cancel = async () => {
      // A decision reads more before it writes: without a few reads of its own the cancel would come first in every round.
      for (let reads = 0; reads < round % 8; reads++) await world.store.readAfter(scope, id, 0, 1);
      return controlExecution(worlds[(round + 1) % 2] ?? worlds[0], { workspace: scope, actor: someone, id, action: "cancel" });
    };
    const order = [0, 1, 2, 3, 4].map((at) => () => approve(at));
    order.splice(round % 6, 0, cancel as never);
    const answers = await Promise.all(order.map((act) => act()));
    await Promise.all(worlds.map((each) => each.settle()));
    const { head, effects, approvals } = expectLegal(await world.store.readAfter(scope, id, 0, 100));
    const approved = answers.filter((answer, at) => at !== round % 6 && answer.ok).length;
    expect(approved).toBeLessThanOrEqual(1);
    expect(approvals[approvalId]?.status).toBe(approved === 1 ? "approved" : "void");
    const calls = sent.filter((of) => of === id).length;
    expect(Object.values(effects).map(({ status }) => status)).toEqual(calls === 1 ? ["done"] : []);
    expect(calls).toBeLessThanOrEqual(approved);
    // An approval that came after the cancel was refused, so nothing was sent; before it, the cancel found the step released or running.
    expect(["cancelled", "completed"]).toContain(head.status);
    wins += approved;
  }
  expect(wins).toBeGreaterThan(0);
});

test("a decision under a key is one decision: its double gets the same answer, another body under it does not pass", async () => {
  const world = testWorld({ tools: [send] });
  const id = await world.start({ steps: [{ id: "s", tool: "race.send" }] });
  await world.settle();
  const [asked] = (await world.store.readAfter(scope, id, 0, 100)).filter((event) => event.type === "approval.requested");
  if (asked?.type !== "approval.requested") throw new Error("no approval");
  const decide = (decision: "approve" | "reject", fingerprint: string) =>
    settleApproval(world, {
      workspace: scope,
      actor: someone,
      id: asked.approvalId,
      command: { decision, payloadHash: asked.payloadHash },
      idempotency: { key: "decide-1", fingerprint },
    });
  const answers = await Promise.all(Array.from({ length: 5 }, () => decide("approve", "a")));
  for (const answer of answers) expect(answer).toEqual({ ok: true, value: { approvalId: asked.approvalId, status: "approved" } });
  expect(await decide("approve", "a")).toEqual(answers[0]);
  expect(await decide("reject", "b")).toMatchObject({ ok: false, refusal: { code: "unprocessable" } });
  await world.settle();
  expect(sent.filter((of) => of === id)).toHaveLength(1);
});

test("a control under a key acts once, however the execution moved on", async () => {
  const world = testWorld();
  const id = await world.start({ steps: [{ id: "s", tool: "test.pass", when: "true" }] });
  const [planning] = world.mail.splice(0, 1);
  if (planning) await world.deliver(planning);
  const control = (action: "pause" | "resume", key: string, fingerprint = key) =>
    controlExecution(world, { workspace: scope, actor: someone, id, action, idempotency: { key, fingerprint } });
  expect(await control("pause", "k1")).toMatchObject({ ok: true, value: { status: "paused" } });
  expect(await control("pause", "k2")).toMatchObject({ ok: true, value: { status: "paused" } });
  expect(await control("resume", "k3")).toMatchObject({ ok: true, value: { status: "running" } });
  // Late doubles of both pauses: the first acted, the second had nothing to do, and neither pauses again.
  expect(await control("pause", "k1")).toMatchObject({ ok: true, value: { status: "paused" } });
  expect(await control("pause", "k2")).toMatchObject({ ok: true, value: { status: "paused" } });
  expect((await world.store.slice(scope, id, {}))?.execution.head.status).toBe("running");
  expect(await control("pause", "k1", "another body")).toMatchObject({ ok: false, refusal: { code: "unprocessable" } });
});

test("one execution for a key, of ten starts at once; another request under it is refused by name", async () => {
  const world = testWorld();
  const start = (title: string, fingerprint: string) =>
    startExecution(world, {
      workspace: scope,
      actor: someone,
      command: { plan: { steps: [{ id: "s", tool: "test.pass", name: title }] } },
      idempotency: { key: "start-1", fingerprint },
    });
  const started = await Promise.all(Array.from({ length: 10 }, () => start("a", "a")));
  expect(new Set(started.map((answer) => (answer.ok ? answer.value.id : "refused"))).size).toBe(1);
  expect(await start("b", "b")).toMatchObject({ ok: false, refusal: { code: "unprocessable" } });
  const mails = world.mail.filter(({ nudge }) => nudge.name === "execution/requested");
  expect(mails).toHaveLength(1);
});
