import { z } from "zod";
import type { Operation } from "./operations.ts";

const Id = z.object({ id: z.string().regex(/^[A-Za-z0-9_-]{1,100}$/) });
const Address = z.email("is no e-mail address").max(320);

export const contacts = {
  consent: {
    params: Id,
    body: z.strictObject({ consent: z.enum(["written", "express", "implied", "none", "unknown"]), optedOut: z.boolean() }),
  },
  incoming: {
    body: z.strictObject({
      /** The sender's own id of the message: the same one is taken in once. */
      messageId: z.string().trim().min(1).max(300),
      from: Address,
      to: Address.optional(),
      channel: z.enum(["email", "chat", "sms"]).default("email"),
      subject: z.string().max(500).default(""),
      text: z.string().min(1).max(200_000),
      at: z.iso.datetime({ offset: true }).optional(),
    }),
  },
};

/** What is known of contacts, and what they write. */
export const contactOperations: Operation[] = [
  {
    method: "put",
    path: "/api/contacts/{id}/consent",
    allow: "contact:write",
    summary: "Records what a contact agreed to, and whether they want no more messages",
    ...contacts.consent,
    status: 200,
    answer: z.object({ id: z.string(), consent: z.string(), optedOutAt: z.string().nullable() }),
  },
  {
    method: "post",
    path: "/api/messages",
    allow: "contact:write",
    summary: "Takes in a message that somebody wrote, once; an opt-out in it, in any words, is recorded on the contact",
    ...contacts.incoming,
    status: 201,
    answer: z.object({ id: z.string(), wish: z.enum(["in", "out"]).nullable() }),
  },
];
