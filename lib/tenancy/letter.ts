type Send = (mail: {
  messageId: string;
  from: { name: string; email: string };
  to: { name: string; email: string }[];
  subject: string;
  text: string;
  date: Date;
  signal: AbortSignal;
}) => Promise<{ ok: true } | { ok: false; because: string }>;

type Deps = { send: Send | undefined; newId(): string; now(): Date; patience(): AbortSignal; failed(because: string): void };

export type Letter = { to: { name: string; email: string }; subject: string; text: string };

/** Sends a letter to a person. False: there is no mail server, or it did not take the letter; the link is shown instead. */
export function letterBy({ send, newId, now, patience, failed }: Deps): (letter: Letter) => Promise<boolean> {
  return async ({ to, subject, text }) => {
    if (!send) return false;
    const from = { name: "Fermata", email: "no-reply@fermata.invalid" };
    const messageId = `<${newId()}@fermata>`;
    const sent = await send({ messageId, from, to: [to], subject, text, date: now(), signal: patience() });
    if (!sent.ok) failed(sent.because);
    return sent.ok;
  };
}
