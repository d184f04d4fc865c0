import { afterAll, beforeAll, expect, test } from "vitest";
import { closePools } from "#lib/db.ts";
import { newId } from "#lib/kernel/ids.node.ts";
import { decidersOf } from "#lib/tenancy/approvers.postgres.ts";
import { letterBy } from "#lib/tenancy/letter.ts";
import { memberById } from "#lib/tenancy/members.postgres.ts";
import { setDisabled } from "#lib/tenancy/tenancy.fixture.ts";
import { sendBySmtp } from "#lib/tools/send.smtp.ts";
import { serveSmtp } from "#lib/tools/smtp.fixture.ts";
import { approvalWorld, fillWorkspace, letter } from "./approval.fixture.ts";
import { approverLetters, letterOf, markUsed, requesterLetters } from "./approval-letters.postgres.ts";
import { decideByLink, lookByLink } from "./decide-by-link.ts";
import { tellApprovers } from "./tell-approvers.ts";
import { tellRequester } from "./tell-requester.ts";
import { scope } from "./world.fixture.ts";

const here = approvalWorld();
let post: Awaited<ReturnType<typeof serveSmtp>>;

beforeAll(async () => {
  await fillWorkspace();
  post = await serveSmtp();
});
afterAll(async () => {
  await post.close();
  await closePools();
});

const linked = () => ({ ...here, letterOf, markUsed });

/** Tells those who may decide, as a worker with a mail server would. */
const sending = () =>
  letterBy({
    send: sendBySmtp(post.url),
    newId: () => newId("msg"),
    now: () => new Date(),
    patience: () => AbortSignal.timeout(10_000),
    failed: (because) => expect(because).toBe(""),
  });

async function tell(id: string): Promise<{ told: number }> {
  const sendLetter = sending();
  const { id: approvalId } = await here.approvalOf(id);
  const writeToApprover = approverLetters({ address: "https://fermata.test", sendLetter });
  return tellApprovers({ ...here, decidersOf, writeToApprover, hasMail: true }, { scope, executionId: id, approvalId });
}

/** The links that were delivered since, by whom they were written to. */
function linksSince(count: number): Map<string, string> {
  return new Map(
    post.deliveries.slice(count).map(({ to, text }) => {
      const flat = text.replaceAll("=\r\n", "").replaceAll("=3D", "=");
      return [to[0]?.split("@")[0] ?? "", /\/decide#([0-9a-z]{40})/.exec(flat)?.[1] ?? ""];
    }),
  );
}

async function written(text = "Hello") {
  const group = await here.group("legal", ["noa", "omer"]);
  await here.govern({ rules: [{ name: "legal", group: group.id }] });
  const before = post.deliveries.length;
  const id = await here.begin(letter(text));
  expect(await tell(id)).toEqual({ told: 2 });
  const links = linksSince(before);
  const { payloadHash } = await here.approvalOf(id);
  return { id, links, payloadHash, noa: links.get("noa") ?? "", omer: links.get("omer") ?? "" };
}

test("each who may decide gets one letter for an occasion, with a link of their own", async () => {
  const { id, links } = await written();
  expect([...links.keys()].sort()).toEqual(["noa", "omer"]);
  expect(new Set(links.values()).size).toBe(2);
  expect(await Promise.all([tell(id), tell(id)])).toEqual([{ told: 0 }, { told: 0 }]);
  expect(here.mail.filter(({ nudge }) => nudge.name === "approval/tell")).toEqual([]);
});

test("who asked for the execution gets each question once, with the way to its thread and no right to decide", async () => {
  const group = await here.group("legal", ["noa", "omer"]);
  await here.govern({ rules: [{ name: "legal", group: group.id }] });
  const id = await here.begin(letter());
  const { id: approvalId } = await here.approvalOf(id);
  const before = post.deliveries.length;
  const writeToRequester = requesterLetters({ address: "https://fermata.test", sendLetter: sending() });
  const ask = () =>
    tellRequester({ ...here, decidersOf, memberOf: memberById, writeToRequester, hasMail: true }, { scope, executionId: id, approvalId });
  await here.decide(id, "noa", { decision: "ask", note: "Which report is it?" });
  expect(await ask()).toEqual({ told: 1 });
  expect(await Promise.all([ask(), ask()])).toEqual([{ told: 0 }, { told: 0 }]);
  await here.say(id, "dana", "The one of May");
  expect(await ask()).toEqual({ told: 0 });
  const letters = post.deliveries.slice(before);
  expect(letters.map(({ to }) => to)).toEqual([["dana@example.test"]]);
  const flat = letters[0]?.text.replaceAll("=\r\n", "").replaceAll("=3D", "=") ?? "";
  expect(flat).toContain("Which report is it?");
  expect(flat).toContain(`https://fermata.test/${scope.id}/executions/${id}`);
  expect(flat).not.toContain("/decide#");
  expect((await here.approvalOf(id)).status).toBe("open");
});

test("looking at a link, however often, decides nothing; deciding by it is done once, in the name of whom it was written to", async () => {
  const { id, noa, payloadHash } = await written();
  for (let look = 0; look < 5; look++)
    expect(await lookByLink(linked(), noa)).toMatchObject({ ok: true, value: { name: "Person noa", payloadHash, you: { may: true } } });
  expect((await here.approvalOf(id)).status).toBe("open");
  const decide = () => decideByLink(linked(), { token: noa, decision: "approve", payloadHash });
  const answers = await Promise.all([decide(), decide(), decide()]);
  expect(answers.filter(({ ok }) => ok).length).toBe(1);
  await here.settle();
  expect(here.sent(id)).toEqual(["Hello"]);
  expect(await here.approvalOf(id)).toMatchObject({ status: "approved", by: { id: "noa" } });
  expect(await decide()).toMatchObject({ ok: false, refusal: { code: "conflict", because: expect.stringContaining("used already") } });
  expect(await lookByLink(linked(), noa)).toMatchObject({ ok: false, refusal: { code: "conflict" } });
});

test("a link of somebody whose fellow decided, who lost the right, or whose letter is about something else decides nothing", async () => {
  const first = await written();
  await decideByLink(linked(), { token: first.noa, decision: "reject", note: "no", payloadHash: first.payloadHash });
  expect(await decideByLink(linked(), { token: first.omer, decision: "approve", payloadHash: first.payloadHash })).toMatchObject({
    refusal: { code: "conflict", because: "already rejected" },
  });

  const second = await written();
  await setDisabled(scope.id, "noa", true);
  expect(await decideByLink(linked(), { token: second.noa, decision: "approve", payloadHash: second.payloadHash })).toMatchObject({
    refusal: { code: "not_found" },
  });
  await setDisabled(scope.id, "noa", false);

  const third = await written();
  await here.decide(third.id, "omer", { decision: "edit", payload: { text: "Charge 4111 1111 1111 1111 please", to: [] } });
  const { payloadHash } = await here.approvalOf(third.id);
  expect(payloadHash).not.toBe(third.payloadHash);
  expect(await decideByLink(linked(), { token: third.noa, decision: "approve", payloadHash })).toMatchObject({
    refusal: { code: "conflict", because: expect.stringContaining("changed since the letter") },
  });
  expect([first, second, third].flatMap(({ id }) => here.sent(id))).toEqual([]);
});

test("what was never a link, and one whose time is over, opens nothing", async () => {
  const { noa, payloadHash, id } = await written();
  expect(await lookByLink(linked(), "x")).toMatchObject({ refusal: { code: "not_found" } });
  expect(await lookByLink(linked(), "0".repeat(40))).toMatchObject({ refusal: { code: "not_found" } });
  await here.sqlFor(scope).query("update approval_letters set expires_at = now() where execution_id = $1", [id]);
  expect(await decideByLink(linked(), { token: noa, decision: "approve", payloadHash })).toMatchObject({ refusal: { code: "not_found" } });
  expect((await here.approvalOf(id)).status).toBe("open");
});
