import { z } from "zod";

const Moment = z
  .string()
  .max(40)
  .refine((text) => Number.isFinite(Date.parse(text)), "must be a date and time, like 2026-11-21T08:00:00Z");
/** `8`, `"08:00"` or `"8:30"`. */
const Hour = z.union([z.number().min(0).max(24), z.string().regex(/^\d{1,2}(?::\d{2})?$/, "must be an hour, like 08:00")]);
const Hours = z.looseObject({ start: Hour, end: Hour });

export const Consent = z.union([
  z.boolean(),
  z.string().max(60),
  z.looseObject({
    status: z.union([z.boolean(), z.string().max(60)]).optional(),
    at: Moment.nullish(),
    /** For which channels it was given; absent: for all. */
    channels: z.array(z.string().max(40)).max(20).optional(),
    expiresAt: Moment.nullish(),
    revokedAt: Moment.nullish(),
  }),
]);

/** One message to one person, with all that decides whether it may go now. */
export const MessageCase = z.looseObject({
  channel: z.string().min(1).max(40).describe("sms, mms, whatsapp, call, voice, email, chat, …"),
  kind: z
    .string()
    .max(60)
    .optional()
    .describe(
      "marketing (also solicitation, promotional, newsletter, outreach: a solicitation), transactional (also service, informational, reminder, reply), opt_out_confirmation or emergency. Absent or unknown: a solicitation.",
    ),
  text: z.string().max(500_000).default(""),
  recipient: z
    .looseObject({
      timezone: z.string().max(60).nullish().describe("IANA zone or offset; a solicitation by phone to an unknown zone is refused"),
      timezones: z
        .array(z.string().max(60))
        .max(10)
        .optional()
        .describe("all the zones where the person may be: the hours have to fit in each"),
      consent: Consent.nullish().describe(
        "express_written (also true, opted_in), express (oral), implied (an inquiry, an existing relationship) or none (also false, revoked, expired, unknown)",
      ),
      optedOutAt: Moment.nullish(),
      optedOutChannels: z.array(z.string().max(40)).max(20).optional(),
      doNotCall: z.boolean().optional(),
    })
    .default({}),
  history: z
    .array(
      z.looseObject({
        at: Moment.nullish(),
        direction: z.string().max(40).nullish().describe("in (also inbound, received) or out (also outbound, sent); absent: out"),
        from: z.string().max(200).nullish(),
        channel: z.string().max(40).nullish(),
        kind: z.string().max(60).nullish(),
        text: z.string().max(100_000).nullish(),
      }),
    )
    .max(2_000)
    .default([])
    .describe("what went to and fro with this person, in any order"),
  now: Moment.optional().describe("the moment of sending; absent: now"),
  recipients: z
    .union([z.number().int().min(0), z.array(z.unknown()).max(100_000)])
    .optional()
    .describe("how many people get the same message"),
  policy: z
    .looseObject({
      quietHours: Hours.optional().describe("when a solicitation by phone must not arrive; by law 21:00 to 08:00 at the recipient"),
      allowedHours: Hours.optional().describe("the same from the other side: when it may"),
      quietHoursFor: z.enum(["solicitations", "all"]).optional(),
      quietChannels: z.array(z.string().max(40)).max(20).optional().describe("channels beside the phone that keep quiet hours"),
      maxPerDay: z.number().int().min(0).optional(),
      maxPerWeek: z.number().int().min(0).optional(),
      maxPerMonth: z.number().int().min(0).optional(),
      minHoursBetween: z.number().min(0).optional(),
      requireConsent: z.boolean().optional(),
      bulkLimit: z.number().int().min(1).optional(),
    })
    .nullish(),
});
export type MessageCase = z.infer<typeof MessageCase>;
