import { z } from "zod";
import { done } from "./attempt.ts";
import { plainly } from "./fields.ts";
import { readMoment } from "./local-time.ts";
import { defineTool } from "./tool.ts";

const Input = z
  .strictObject({
    minutes: z.number().min(0, "at least 0").max(525_600, "at most 525600 (a year)").optional(),
    /** A date-time with its offset or `Z`: a wait is read where no time zone is known. */
    until: z
      .string()
      .refine(
        (text) => /(Z|[+-]\d{2}:\d{2})$/.test(text) && readMoment(text, "UTC") !== undefined,
        "must be a date-time with an offset, such as 2026-01-15T10:00:00Z",
      )
      .optional(),
  })
  .refine(({ minutes, until }) => (minutes === undefined) !== (until === undefined), {
    message: "give either minutes or until",
    path: ["minutes"],
  });
type Input = z.infer<typeof Input>;

const Output = z.object({ until: z.string() });

const waitUntil = ({ minutes = 0, until }: Input, now: Date): Date =>
  until === undefined ? new Date(now.getTime() + minutes * 60_000) : new Date(until);

export const flowWait = defineTool({
  name: "flow.wait",
  title: "Wait",
  description: "Waits some minutes, or until a time, without holding anything up.",
  input: Input,
  output: Output,
  effect: "read",
  takes: { minutes: "delay-minutes", until: "delay-until" },
  gives: { until: "delay" },
  describe: ({ minutes, until }) =>
    plainly(() => (until === undefined ? `Wait ${minutes} ${minutes === 1 ? "minute" : "minutes"}` : `Wait until ${until}`), "Wait"),
  isLocal: true,
  waitUntil,
  // The wait is over when this is called.
  run: async ({ until }, { now }) => done({ until: until ?? now.toISOString() }),
});
