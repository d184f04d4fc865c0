import { createHmac } from "node:crypto";
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { closePools, withWorkspace } from "#lib/db.ts";
import { egressThrough } from "#lib/safety/egress.undici.ts";
import { renewVault } from "#lib/tenancy/vault.postgres.ts";
import { announceApproval } from "./announce-approval.ts";
import { accessOf, approvalWorld, fillWorkspace, letter } from "./approval.fixture.ts";
import { letterOf, markUsed } from "./approval-letters.postgres.ts";
import { mostAttempts } from "./approval-message.ts";
import { channelsWith } from "./channels.postgres.ts";
import { decideByLink, lookByLink } from "./decide-by-link.ts";
import { tendApproval } from "./settle-approval.ts";
import { scope } from "./world.fixture.ts";

type Heard = { headers: IncomingHttpHeaders; body: string };
const heard: Heard[] = [];
let answer: { status: number; headers?: Record<string, string> } = { status: 204 };
const far = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", () => {
    heard.push({ headers: request.headers, body: Buffer.concat(chunks).toString("utf8") });
    response.writeHead(answer.status, answer.headers).end();
  });
});

let host = "";
beforeAll(async () => {
  await fillWorkspace();
  await new Promise<void>((open) => far.listen(0, "127.0.0.1", open));
  host = `127.0.0.1:${(far.address() as AddressInfo).port}`;
});
afterAll(async () => {
  await new Promise((closed) => far.close(closed));
  await closePools();
});

const here = approvalWorld();
const keyring = () => [{ id: "k1", bytes: Buffer.alloc(32, 7) }] as ReturnType<Parameters<typeof channelsWith>[0]["keyring"]>;
const channelsNow = () =>
  channelsWith({
    keyring,
    egress: egressThrough({ allow: [host] }),
    now: here.now,
    address: "https://fermata.example",
    judge: () => ({ allowed: true }),
  });
beforeEach(async () => {
  heard.length = 0;
  answer = { status: 204 };
  here.setAhead(0);
  await here.govern({ selfApproval: "always" });
  for (const { id } of await channelsNow().listChannels(scope)) await channelsNow().removeChannel(accessOf("rina"), { id });
});

async function channel(kind: "webhook" | "slack" = "webhook") {
  const made = await channelsNow().makeChannel(accessOf("rina"), { kind, name: kind, url: `http://${host}/hooks/a-secret-path` });
  if (!made.ok) throw new Error(made.refusal.because);
  return made.value;
}
async function asked() {
  const id = await here.begin(letter());
  const { id: approvalId } = await here.approvalOf(id);
  const channels = channelsNow();
  const tell = () => announceApproval({ ...here, ...channels, address: "https://fermata.example" }, { scope, executionId: id, approvalId });
  return { id, approvalId, tell, recent: async () => (await channels.listChannels(scope))[0]?.recent[0] };
}
const tokenIn = ({ body }: Heard): string => /decide#([0-9a-z]{40})/.exec(body)?.[1] ?? "";
const linkDeps = (viewer?: "noa" | "omer") => ({
  ...here,
  letterOf,
  markUsed,
  viewerOf: async () => (viewer ? { id: viewer, name: viewer } : undefined),
});
const refused = (code: string, words = "") => ({ ok: false, refusal: { code, because: expect.stringContaining(words) } });
const isSigned = ({ headers, body }: Heard, secret: string): boolean => {
  const said = `${headers["webhook-id"]}.${headers["webhook-timestamp"]}.${body}`;
  return (
    headers["webhook-signature"] ===
    `v1,${createHmac("sha256", Buffer.from(secret.slice(6), "base64"))
      .update(said)
      .digest("base64")}`
  );
};

test("a channel hears of an approval once, signed, and its address and secret are in no list", async () => {
  const { secret } = await channel();
  const { approvalId, tell, recent } = await asked();
  expect(await tell()).toEqual({});
  await tell();
  expect(heard).toHaveLength(1);
  const [one] = heard as [Heard];
  expect(isSigned(one, secret)).toBe(true);
  expect(isSigned({ ...one, body: one.body.replace("Hello", "Other") }, secret)).toBe(false);
  expect(JSON.parse(one.body)).toMatchObject({ type: "approval.requested", data: { approvalId, summary: "Send “Hello”" } });
  expect(await recent()).toMatchObject({ approvalId, status: "sent", attempts: 1, because: null });
  const listed = JSON.stringify(await channelsNow().listChannels(scope));
  expect(listed).not.toContain("a-secret-path");
  expect(listed).not.toContain(secret);
});

test("a far side that is busy is tried again later with the same id and the same words, and what came of it is seen", async () => {
  await channel();
  const { tell, recent } = await asked();
  answer = { status: 503 };
  const { dueAt } = await tell();
  expect(await recent()).toMatchObject({ status: "pending", attempts: 1, because: "it answered 503", dueAt });
  await tell();
  expect(heard).toHaveLength(1);
  here.ahead(6_000);
  answer = { status: 200 };
  expect(await tell()).toEqual({});
  expect(heard).toHaveLength(2);
  expect(heard[1]?.headers["webhook-id"]).toBe(heard[0]?.headers["webhook-id"]);
  expect(heard[1]?.body).toBe(heard[0]?.body);
  expect(await recent()).toMatchObject({ status: "sent", attempts: 2 });
});

test("a reminder and an escalation are told too, each once, in either form; an earlier message that is not through is dropped", async () => {
  const group = await here.group("board", ["omer"]);
  await here.govern({
    rules: [{ name: "quick", expiresAfterMinutes: 60, remindBeforeMinutes: 20, onExpiry: "escalate", escalateTo: group.id }],
  });
  const { secret } = await channel();
  await channel("slack");
  const { id, approvalId, tell } = await asked();
  const tend = () => tendApproval(here, { scope, executionId: id, approvalId });
  answer = { status: 503 };
  await tell();
  expect(heard).toHaveLength(2);
  answer = { status: 204 };
  here.ahead(41 * 60_000);
  await tend();
  await Promise.all([tell(), tell(), tell()]);
  await tell();
  expect(heard).toHaveLength(4);
  here.ahead(20 * 60_000);
  await tend();
  await Promise.all([tell(), tell()]);
  expect(heard).toHaveLength(6);
  const webhooks = heard.filter((one) => isSigned(one, secret));
  expect(webhooks.map(({ body }) => JSON.parse(body).type)).toEqual(["approval.requested", "approval.reminded", "approval.escalated"]);
  expect(new Set(webhooks.map(({ headers }) => headers["webhook-id"])).size).toBe(3);
  expect(new Set(heard.map(tokenIn)).size).toBe(6);
  const chats = heard.filter((one) => !isSigned(one, secret)).map(({ body }) => JSON.parse(body).text as string);
  expect(chats[1]).toContain("Still to decide");
  expect(chats[2]).toContain(`${group.name} decides now`);
  const recent = (await channelsNow().listChannels(scope)).flatMap((one) => one.recent);
  expect(recent.map(({ occasion, status }) => `${occasion} ${status}`).sort()).toEqual(
    ["escalated sent", "reminded sent", "requested dropped"].flatMap((one) => [one, one]),
  );
});

test("two workers that tell at once send once", async () => {
  await channel();
  const { tell } = await asked();
  await Promise.all([tell(), tell(), tell()]);
  expect(heard).toHaveLength(1);
});

test("what refuses, or leads elsewhere, is not tried again; what stays away is given up at last", async () => {
  await channel();
  const first = await asked();
  answer = { status: 302, headers: { location: "http://169.254.169.254/" } };
  await first.tell();
  expect(await first.recent()).toMatchObject({ status: "failed", because: "it answered 302" });
  const second = await asked();
  answer = { status: 500 };
  let attempts = 0;
  for (let next = await second.tell(); ; next = await second.tell()) {
    attempts += 1;
    if (!next.dueAt) break;
    here.ahead(4 * 3_600_000);
  }
  expect(attempts).toBe(mostAttempts);
  expect((await channelsNow().listChannels(scope))[0]?.recent.find(({ approvalId }) => approvalId === second.approvalId)).toMatchObject({
    status: "failed",
    attempts: mostAttempts,
  });
});

test("what was decided before it could be told is not told any more", async () => {
  await channel();
  const { id, tell, recent } = await asked();
  answer = { status: 503 };
  await tell();
  await here.decide(id, "noa", { decision: "approve" });
  here.ahead(60_000);
  await tell();
  expect(heard).toHaveLength(1);
  expect(await recent()).toMatchObject({ status: "dropped" });
});

test("a preview of the link shows and decides nothing, and a member who is signed in decides once, as themselves", async () => {
  await channel("slack");
  const { id, tell } = await asked();
  await tell();
  const token = tokenIn(heard[0] as Heard);
  expect(token).not.toBe("");
  const { payloadHash } = await here.approvalOf(id);
  // What fetches addresses for a preview has no session, and the token behind the # never reaches a server by itself.
  expect(await lookByLink(linkDeps(), token)).toMatchObject(refused("unauthorized", "sign in"));
  expect(await decideByLink(linkDeps(), { token, decision: "approve", payloadHash })).toMatchObject(refused("unauthorized"));
  expect((await here.approvalOf(id)).status).toBe("open");
  expect(await lookByLink(linkDeps("noa"), token)).toMatchObject({ ok: true, value: { name: "noa", summary: "Send “Hello”" } });
  expect((await here.approvalOf(id)).status).toBe("open");
  expect(await decideByLink(linkDeps("noa"), { token, decision: "approve", payloadHash })).toMatchObject({ ok: true });
  await here.settle();
  expect(await here.approvalOf(id)).toMatchObject({ status: "approved", by: { kind: "member", id: "noa" } });
  expect(await decideByLink(linkDeps("omer"), { token, decision: "reject", payloadHash })).toMatchObject(
    refused("conflict", "used already"),
  );
  expect(here.sent(id)).toEqual(["Hello"]);
});

test("who holds the message of a channel gets no right by it: whoever may not decide is refused", async () => {
  const group = await here.group("legal", ["omer"]);
  await here.govern({ rules: [{ name: "legal", group: group.id }] });
  await channel("slack");
  const { id, tell } = await asked();
  await tell();
  const { payloadHash } = await here.approvalOf(id);
  const token = tokenIn(heard[0] as Heard);
  expect(await decideByLink(linkDeps("noa"), { token, decision: "approve", payloadHash })).toMatchObject(refused("forbidden", group.name));
  expect((await here.approvalOf(id)).status).toBe("open");
});

test("a link is over when what it was about was changed, when its channel is removed, and when its time is", async () => {
  const { id: channelId } = await channel();
  const changed = await asked();
  await changed.tell();
  await here.govern({ selfApproval: "always", rules: [{ name: "two", quorum: 2 }] });
  const late = await asked();
  await late.tell();
  await here.decide(late.id, "noa", { decision: "edit", payload: { text: "Other", to: [] } });
  expect(await lookByLink(linkDeps("noa"), tokenIn(heard[1] as Heard))).toMatchObject(refused("conflict", "changed"));
  const first = tokenIn(heard[0] as Heard);
  await withWorkspace(scope.id, (client) =>
    client.query("update approval_messages set expires_at = now() where workspace_id = $1 and approval_id = $2", [
      scope.id,
      changed.approvalId,
    ]),
  );
  expect(await lookByLink(linkDeps("noa"), first)).toMatchObject(refused("not_found", "over"));
  await channelsNow().removeChannel(accessOf("rina"), { id: channelId });
  expect(await lookByLink(linkDeps("noa"), tokenIn(heard[1] as Heard))).toMatchObject(refused("not_found"));
});

test("a test says whether it was taken, and a private address is refused by the guard", async () => {
  const { id } = await channel();
  expect(await channelsNow().testChannel(accessOf("rina"), { id })).toMatchObject({ value: { delivered: true } });
  expect(JSON.parse(heard[0]?.body ?? "{}")).toMatchObject({ type: "channel.test" });
  answer = { status: 404 };
  expect(await channelsNow().testChannel(accessOf("rina"), { id })).toMatchObject({
    value: { delivered: false, because: "it answered 404" },
  });
  const guarded = channelsWith({
    keyring,
    egress: egressThrough(),
    now: here.now,
    address: "https://fermata.example",
    judge: () => ({ allowed: true }),
  });
  expect(await guarded.testChannel(accessOf("rina"), { id })).toMatchObject({
    value: { delivered: false, because: expect.stringContaining("loopback") },
  });
});

test("a channel works on after the keys of the vault were renewed", async () => {
  const { id, secret } = await channel();
  await withWorkspace(scope.id, (client) => renewVault(client, keyring, scope));
  expect(await channelsNow().testChannel(accessOf("rina"), { id })).toMatchObject({ value: { delivered: true } });
  expect(isSigned(heard[0] as Heard, secret)).toBe(true);
});
