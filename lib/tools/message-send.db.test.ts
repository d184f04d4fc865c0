import { beforeEach, expect, test } from "vitest";
import { done, unknown } from "./attempt.ts";
import { call, makeWorkspace, outputOf, sqlOf } from "./context.fixture.ts";
import { relativeLink } from "./links.ts";
import type { Mail } from "./mailer.ts";
import { messageSend } from "./message-send.ts";

const send = messageSend({ linkTo: relativeLink, mailFrom: "office@demo.example" });
const zohar = { id: "c1", name: "Zohar Peled", email: "zohar@example.com", match: "exact", ambiguous: false, asked: "Zohar Peled" };

let workspace = "";
let made = 0;
beforeEach(async () => {
  workspace = `w${++made}`;
  await makeWorkspace(workspace, { name: "Sadot" });
});
const messages = () =>
  sqlOf(workspace).query(
    "select id, direction, channel, sender, recipients, subject, body, status, execution_id as execution, sent_at is not null as sent from messages order by created_at limit 100",
  );

test("without a mail server a message stands in the outbox, queued", async () => {
  const output = await outputOf<{ id: string; link: string }>(
    send,
    { to: [zohar, "b@example.com", "ZOHAR@example.com"], subject: "Report", body: "Hello" },
    workspace,
  );
  expect(output).toMatchObject({
    status: "queued",
    to: [
      { name: "Zohar Peled", email: "zohar@example.com" },
      { name: "", email: "b@example.com" },
    ],
    link: `/${workspace}/messages/${output.id}`,
  });
  expect(await messages()).toMatchObject([
    {
      id: output.id,
      direction: "out",
      channel: "email",
      sender: "office@demo.example",
      recipients: [{ email: "zohar@example.com" }, { email: "b@example.com" }],
      subject: "Report",
      body: "Hello",
      status: "queued",
      execution: "exe_1",
      sent: false,
    },
  ]);
});

test("the same call twice is one message", async () => {
  const first = await outputOf<{ id: string }>(send, { to: zohar, body: "Hello" }, workspace);
  const second = await outputOf<{ id: string }>(send, { to: zohar, body: "Hello" }, workspace);
  expect(second.id).toBe(first.id);
  expect(await messages()).toHaveLength(1);
});

test.each([
  ["nobody", { to: [] }, "no_recipient"],
  [
    "two who share a name",
    {
      to: [
        { name: "Ella N", email: "a@x.example", ambiguous: true, asked: "Ella" },
        { name: "Ella B", email: "b@x.example", ambiguous: true, asked: "Ella" },
      ],
    },
    "ambiguous_recipient",
  ],
  ["somebody whose name is only similar", { to: { ...zohar, match: "similar" } }, "ambiguous_recipient"],
  ["a contact without an address", { to: { name: "Zohar Peled" } }, "no_address"],
])("a message to %s is not sent", async (_says, params, code) => {
  expect(await call(send, { body: "Hello", ...params }, workspace)).toMatchObject({ ok: false, kind: "final", code });
  expect(await messages()).toEqual([]);
});

test("when a person has struck the others out, the one who is left is certain", async () => {
  expect(
    await call(send, { to: [{ name: "Ella N", email: "a@x.example", ambiguous: true, asked: "Ella" }], body: "Hello" }, workspace),
  ).toMatchObject({ ok: true });
});

test("with a mail server the mail goes out first, under an id made of the key, and then stands in the outbox as sent", async () => {
  const mails: Mail[] = [];
  const bySmtp = messageSend({
    linkTo: relativeLink,
    mailFrom: "office@demo.example",
    sendMail: async (mail) => {
      mails.push(mail);
      return done({ messageId: mail.messageId, rejected: [] });
    },
  });
  expect(await outputOf(bySmtp, { to: zohar, subject: "Report", body: "Hello" }, workspace)).toMatchObject({ status: "sent" });
  expect(await outputOf(bySmtp, { to: zohar, subject: "Report", body: "Hello" }, workspace)).toMatchObject({ status: "sent" });
  expect(mails.map(({ messageId }) => messageId)).toEqual(Array(2).fill(mails[0]?.messageId));
  expect(mails[0]).toMatchObject({
    messageId: expect.stringMatching(/^<[0-9a-f]{40}@demo\.example>$/),
    from: { name: "Sadot", email: "office@demo.example" },
    to: [{ name: "Zohar Peled", email: "zohar@example.com" }],
  });
  expect(await messages()).toMatchObject([{ status: "sent", sent: true }]);
  expect(await outputOf(bySmtp, { to: zohar, body: "Hello", channel: "chat" }, workspace, { idempotencyKey: "k2" })).toMatchObject({
    status: "queued",
  });
  expect(mails).toHaveLength(2);
});

test("an unknown outcome stays unknown, and no row says otherwise", async () => {
  const lost = messageSend({
    linkTo: relativeLink,
    mailFrom: "office@demo.example",
    sendMail: async () => unknown("connection_lost", "lost"),
  });
  expect(await call(lost, { to: zohar, body: "Hello" }, workspace)).toMatchObject({ ok: false, kind: "unknown" });
  expect(await messages()).toEqual([]);
  expect(lost.confirm).toBeUndefined();
});

test("it says what it will do", () => {
  const said = (params: object) => send.describe(send.input.parse({ body: "Hello there", ...params }));
  expect(said({ to: zohar, subject: "Report" })).toBe("Send “Report” to Zohar Peled");
  expect(said({ to: ["a@x.example", "b@x.example"] })).toBe("Send “Hello there” to a@x.example and b@x.example");
  expect(said({ to: ["a@x.example", "b@x.example", "c@x.example", "d@x.example"] })).toBe(
    "Send “Hello there” to a@x.example, b@x.example and 2 others",
  );
  expect(send.countOf?.(send.input.parse({ to: ["a@x.example", "b@x.example"], body: "x" }))).toBe(2);
});

test.each([
  [{}],
  [{ to: "Zohar", body: "x" }],
  [{ to: "a@x.example" }],
  [{ to: "a@x.example", body: "" }],
  [{ to: "a@x.example", body: "x\u0000" }],
  [{ to: "a@x.example\r\nBcc: b@x.example", body: "x" }],
  [{ to: "a@x.example", body: "x", channel: "pigeon" }],
  [{ to: { contains: "x" }, body: 1 }],
  [{ to: "a@x.example", body: "x", bcc: "b@x.example" }],
])("input %j is refused", (params) => {
  expect(send.input.safeParse(params).success).toBe(false);
});
