import { z } from "zod";
import { hashText } from "#lib/kernel/hash.ts";
import { done, failed } from "./attempt.ts";
import { plainly, quoted, Text, Words } from "./fields.ts";
import type { LinkTo } from "./links.ts";
import type { SendMail } from "./mailer.ts";
import { messageIdOf, putInOutbox, takeFromOutbox, workspaceName } from "./outbox.ts";
import { listOf, People, type Recipient, recipientsOf, sayPeople } from "./people.ts";
import { type Attempt, defineTool, type ToolContext } from "./tool.ts";

const Input = z.strictObject({
  to: People,
  subject: Text(500).default(""),
  body: Words(200_000),
  channel: z.enum(["email", "chat", "sms"], "must be email, chat or sms").default("email"),
  /** What it is for. A text that offers something is marketing, whatever stands here. */
  kind: z.enum(["service", "marketing"], "must be service or marketing").default("service"),
});
type Input = z.infer<typeof Input>;

const Output = z.object({
  id: z.string(),
  /** queued: in the outbox; sent: handed to a mail server. */
  status: z.enum(["queued", "sent"]),
  to: z.array(z.object({ name: z.string(), email: z.string() })),
  /** Whom the mail server did not take. */
  rejected: z.array(z.string()),
  subject: z.string(),
  channel: z.string(),
  link: z.string(),
});
type Output = z.infer<typeof Output>;

export type MessageSendDeps = { linkTo: LinkTo; mailFrom: string; sendMail?: SendMail | undefined };

/** Without a mail server a message is a row of the outbox, written with the step's settlement. With one, e-mail goes out by SMTP first. */
export function messageSend({ linkTo, mailFrom, sendMail }: MessageSendDeps) {
  const outputOf = (
    input: Input,
    { workspace, idempotencyKey }: ToolContext,
    to: Recipient[],
    status: Output["status"],
    rejected: string[],
  ): Output => {
    const id = messageIdOf(idempotencyKey);
    return { id, status, to, rejected, subject: input.subject, channel: input.channel, link: linkTo(workspace.id, "messages", id) };
  };

  return defineTool<Input, Output>({
    name: "message.send",
    title: "Send a message",
    description: "Sends a message to contacts or e-mail addresses.",
    input: Input,
    output: Output,
    effect: "send",
    group: "messages",
    takes: { to: "contacts", channel: "channel", subject: "title", body: "text" },
    gives: { "*": "message", id: "message-id" },
    timeoutMs: 60_000,
    countOf: ({ to }) => Math.max(1, listOf(to).length),
    messageOf: ({ to, channel, kind, subject, body }) => {
      const who = recipientsOf(to);
      return { channel, kind, text: `${subject}\n${body}`, to: who.ok ? who.recipients : [] };
    },
    describe: ({ to, subject, body }) => plainly(() => `Send ${quoted(subject || body)} to ${sayPeople(to)}`, "Send a message"),

    ...(sendMail && {
      component: () => "smtp",
      run: async (input: Input, context: ToolContext): Promise<Attempt<Output>> => {
        const who = recipientsOf(input.to);
        if (!who.ok) return failed(who.code, who.because);
        if (input.channel !== "email") return done(outputOf(input, context, who.recipients, "queued", []));
        const sent = await sendMail({
          messageId: `<${hashText(context.idempotencyKey).slice(0, 40)}@${mailFrom.split("@").at(-1)}>`,
          from: { name: await workspaceName(context), email: mailFrom },
          to: who.recipients,
          subject: input.subject,
          text: input.body,
          date: context.now,
          signal: context.signal,
        });
        return sent.ok ? done(outputOf(input, context, who.recipients, "sent", sent.output.rejected)) : sent;
      },
    }),

    // What a mail server was handed has left.
    canUndo: ({ channel }) => !sendMail || channel !== "email",
    compensate: async (_input, _output, context) =>
      (await takeFromOutbox(context)) ? done(null) : failed("sent", "it has left, and cannot be taken back"),

    commit: async (input, context, ran) => {
      const who = recipientsOf(input.to);
      if (!who.ok) return failed(who.code, who.because);
      const status = ran?.status ?? "queued";
      await putInOutbox(context, {
        channel: input.channel,
        sender: mailFrom,
        recipients: who.recipients,
        subject: input.subject,
        body: input.body,
        kind: input.kind,
        status,
      });
      return done(outputOf(input, context, who.recipients, status, ran?.rejected ?? []));
    },
  });
}
