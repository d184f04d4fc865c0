import { afterEach, expect, test } from "vitest";
import type { Mail } from "./mailer.ts";
import { sendBySmtp } from "./send.smtp.ts";
import { serveSmtp } from "./smtp.fixture.ts";

const open: { close: () => Promise<void> }[] = [];
afterEach(() => Promise.all(open.splice(0).map((server) => server.close())));
const serve = async (script?: Parameters<typeof serveSmtp>[0]) => {
  const server = await serveSmtp(script);
  open.push(server);
  return server;
};

const mail = (over: Partial<Mail> = {}): Mail => ({
  messageId: "<abc@demo.example>",
  from: { name: "Sadot", email: "office@demo.example" },
  to: [{ name: "Zohar Peled", email: "zohar@example.com" }],
  subject: "Agenda, סדר יום",
  text: "Hello,\n.\nthat was a dot",
  date: new Date("2026-01-07T08:00:00Z"),
  signal: new AbortController().signal,
  ...over,
});

test("a mail is handed over with its message id, its names and its text", async () => {
  const { url, deliveries } = await serve();
  expect(await sendBySmtp(url)(mail())).toEqual({ ok: true, output: { messageId: "<abc@demo.example>", rejected: [] } });
  expect(deliveries).toHaveLength(1);
  expect(deliveries[0]).toMatchObject({ from: "office@demo.example", to: ["zohar@example.com"] });
  expect(deliveries[0]?.text).toContain("Message-ID: <abc@demo.example>");
  expect(deliveries[0]?.text).toContain("Zohar Peled <zohar@example.com>");
});

test.each([
  ["the server can't be reached", async () => "smtp://127.0.0.1:1", "retryable"],
  [
    "the server hangs up before the text",
    async () => (await serve({ reply: (line) => (/^MAIL/.test(line) ? "drop" : undefined) })).url,
    "retryable",
  ],
  [
    "the server hangs up instead of taking the text",
    async () => (await serve({ reply: (line) => (/^DATA/.test(line) ? "drop" : undefined) })).url,
    "retryable",
  ],
  ["the server hangs up after the text", async () => (await serve({ accept: () => "drop" })).url, "unknown"],
  ["the server puts the text off", async () => (await serve({ accept: () => "451 4.3.0 later" })).url, "retryable"],
  ["the server refuses the text", async () => (await serve({ accept: () => "554 5.7.1 spam" })).url, "final"],
  [
    "the server refuses everybody",
    async () => (await serve({ reply: (line) => (/^RCPT/.test(line) ? "550 5.1.1 nobody" : undefined) })).url,
    "final",
  ],
  [
    "the server is full for now",
    async () => (await serve({ reply: (line) => (/^RCPT/.test(line) ? "452 4.2.2 full" : undefined) })).url,
    "retryable",
  ],
])("when %s, the outcome is told apart", async (_says, url, kind) => {
  expect(await sendBySmtp(await url())(mail())).toMatchObject({ ok: false, kind });
});

test("whom the server did not take is named, the others have their mail", async () => {
  const { url, deliveries } = await serve({ reply: (line) => (/^RCPT.*gone/.test(line) ? "550 5.1.1 nobody" : undefined) });
  const to = [
    { name: "", email: "gone@example.com" },
    { name: "", email: "here@example.com" },
  ];
  expect(await sendBySmtp(url)(mail({ to }))).toMatchObject({ ok: true, output: { rejected: ["gone@example.com"] } });
  expect(deliveries).toHaveLength(1);
});

test("a mail that is stopped while the server thinks is unknown, and one that never began is not", async () => {
  const stop = new AbortController();
  const { url } = await serve({
    accept: () => {
      stop.abort();
      return "drop";
    },
  });
  expect(await sendBySmtp(url)(mail({ signal: stop.signal }))).toMatchObject({ ok: false, kind: "unknown" });
  expect(await sendBySmtp(url)(mail({ signal: stop.signal }))).toMatchObject({ ok: false, kind: "retryable", code: "aborted" });
});

test("an invitation goes out as a calendar part that programs recognise", async () => {
  const { url, deliveries } = await serve();
  await sendBySmtp(url)(mail({ text: "Come\n\nBEGIN:VCALENDAR\r\nVERSION:2.0\r\nMETHOD:REQUEST\r\nEND:VCALENDAR\r\n" }));
  expect(deliveries[0]?.text).toMatch(/text\/calendar;[^\n]*\n?[^\n]*method=REQUEST/i);
  expect(deliveries[0]?.text).toContain("invite.ics");
});

test("a subject can't smuggle a header", async () => {
  const { url, deliveries } = await serve();
  await sendBySmtp(url)(
    mail({ subject: "Hi\r\nBcc: evil@example.com", to: [{ name: "A\r\nBcc: evil@example.com", email: "a@example.com" }] }),
  );
  expect(deliveries[0]?.text).not.toMatch(/^Bcc:/im);
  expect(deliveries[0]?.to).toEqual(["a@example.com"]);
});
