import { z } from "zod";
import { reviews } from "#lib/execution/false-positives.ts";

const where = { executionId: z.string().regex(/^[A-Za-z0-9_-]{1,100}$/), seq: z.int().min(1).max(2_000_000_000) };

const ReportFalsePositive = z.strictObject({ ...where, note: z.string().trim().max(500).default("") });
const ReviewFalsePositive = z.strictObject({ ...where, state: z.enum(reviews) });

export const FalsePositiveAnswer = z.object({
  ...where,
  step: z.string().nullable(),
  policy: z.string(),
  verdict: z.string(),
  because: z.string(),
  note: z.string(),
  reportedBy: z.string(),
  reportedAt: z.iso.datetime(),
  state: z.enum(["open", ...reviews]),
  reviewedBy: z.string().nullable(),
  reviewedAt: z.iso.datetime().nullable(),
  url: z.string(),
});
export const FalsePositivePage = z.object({ data: z.array(FalsePositiveAnswer), nextCursor: z.string().nullable() });

export const falsePositives = { report: { body: ReportFalsePositive }, review: { body: ReviewFalsePositive } };
