import type { Recipient } from "./people.ts";
import type { Attempt } from "./tool.ts";

export type Mail = {
  /** The same on every attempt, so that the far side can tell a repetition. */
  messageId: string;
  from: { name: string; email: string };
  to: Recipient[];
  subject: string;
  text: string;
  date: Date;
  signal: AbortSignal;
};

/** Hands one mail to a mail server. `unknown` when the connection was lost after the text had begun to go out. */
export type SendMail = (mail: Mail) => Promise<Attempt<{ messageId: string; rejected: string[] }>>;
