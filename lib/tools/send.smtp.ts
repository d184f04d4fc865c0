import { Readable } from "node:stream";
import MailComposer from "nodemailer/lib/mail-composer";
import SMTPConnection from "nodemailer/lib/smtp-connection";
import { classifyFailure } from "#lib/kernel/failure.ts";
import { done, failed, retryable, unknown } from "./attempt.ts";
import type { Mail, SendMail } from "./mailer.ts";
import type { Attempt } from "./tool.ts";

type Fault = Error & { code?: string | undefined; responseCode?: number | undefined };
type Sent = Attempt<{ messageId: string; rejected: string[] }>;

/** Mail by SMTP. One connection for each mail, so that what was lost is always clear. */
export const sendBySmtp =
  (smtpUrl: string): SendMail =>
  async (mail) => {
    const raw = await compose(mail);
    const connection = new SMTPConnection(optionsOf(smtpUrl));
    const stop = () => connection.close();
    // Set when the server has taken the envelope and the text begins to go out: from here on silence means unknown.
    const progress = { hasBegun: false };
    try {
      if (mail.signal.aborted) return retryable("aborted", "it was stopped before anything was sent");
      mail.signal.addEventListener("abort", stop, { once: true });
      return await new Promise<Sent>((settle) => {
        const fail = (fault: Fault) => settle(outcomeOf(fault, progress.hasBegun));
        connection.once("error", fail);
        connection.once("end", () => fail(new Error("the mail server closed the connection")));
        connection.connect((fault) => (fault ? fail(fault) : login(connection, smtpUrl, fail, () => deliver())));
        const deliver = () =>
          connection.send({ from: mail.from.email, to: mail.to.map(({ email }) => email) }, lazily(raw, progress), (fault, info) => {
            if (fault) fail(fault);
            else settle(done({ messageId: mail.messageId, rejected: info.rejected.map(String) }));
          });
      });
    } finally {
      mail.signal.removeEventListener("abort", stop);
      connection.on("error", () => {});
      connection.close();
    }
  };

function optionsOf(smtpUrl: string): SMTPConnection.Options {
  const url = new URL(smtpUrl);
  const secure = url.protocol === "smtps:";
  return {
    host: url.hostname.replace(/^\[|\]$/g, ""),
    port: Number(url.port || (secure ? 465 : 587)),
    secure,
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    socketTimeout: 30_000,
    ...(url.searchParams.get("ignoreTLS") === "true" && { ignoreTLS: true }),
  };
}

function login(connection: SMTPConnection, smtpUrl: string, fail: (fault: Fault) => void, then: () => void): void {
  const { username, password } = new URL(smtpUrl);
  if (username === "") return then();
  connection.login({ credentials: { user: decodeURIComponent(username), pass: decodeURIComponent(password) } }, (fault) =>
    fault ? fail(fault) : then(),
  );
}

/** Read only after the server has said that it takes the text. */
function lazily(raw: Buffer, progress: { hasBegun: boolean }): Readable {
  return Readable.from(
    (function* () {
      progress.hasBegun = true;
      yield raw;
    })(),
  );
}

function compose({ messageId, from, to, subject, text, date }: Mail): Promise<Buffer> {
  const person = ({ name, email }: { name: string; email: string }) => ({ name, address: email });
  const calendar = text.indexOf("BEGIN:VCALENDAR");
  const composer = new MailComposer({
    messageId,
    from: person(from),
    to: to.map(person),
    subject,
    date,
    text: calendar < 0 ? text : text.slice(0, calendar).trimEnd(),
    ...(calendar >= 0 && { icalEvent: { method: "REQUEST", content: text.slice(calendar), filename: "invite.ics" } }),
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return composer.compile().build();
}

function outcomeOf({ code = "", responseCode, message }: Fault, hasBegun: boolean): Sent {
  // A mail server's own numbers: 4xx puts it off, 5xx refuses it.
  if (responseCode !== undefined && responseCode >= 500) return failed("refused", `the mail server refused it: ${message}`);
  if (responseCode !== undefined && responseCode >= 400) return retryable("deferred", `the mail server put it off: ${message}`);
  if (classifyFailure({ code: "connection_lost", sent: hasBegun, changes: true }).class === "unknown")
    return unknown("connection_lost", "the connection was lost while the mail was being handed over, so it may or may not have gone out");
  if (code === "EAUTH") return failed("sign_in", "the mail server does not accept the sign-in");
  return retryable("unreachable", `the mail server can't be reached: ${message}`);
}
