import { z } from "zod";
import { ExecutionParams } from "./executions.ts";

const Run = z.object({
  id: z.string(),
  fn: z.string(),
  status: z.string(),
  createdAt: z.iso.datetime(),
  endedAt: z.iso.datetime().nullable(),
  error: z.string().nullable(),
  /** The execution that it moves. */
  about: z.string().nullable(),
});

export const ExecutorAnswer = z.object({
  form: z.enum(["embedded", "distributed"]),
  /** Nothing where Inngest runs the functions: it shows this itself. */
  state: z
    .object({
      workers: z.int(),
      queue: z.object({ ready: z.int(), oldestReadyMs: z.number().nullable(), taken: z.int(), waiting: z.int() }),
      functions: z.array(
        z.object({
          fn: z.string(),
          open: z.int(),
          completed: z.int(),
          failed: z.int(),
          cancelled: z.int(),
          p50Ms: z.number().nullable(),
          p95Ms: z.number().nullable(),
        }),
      ),
      live: z.array(Run),
      dead: z.array(Run),
    })
    .nullable(),
});
export const RunHandled = z.object({ id: z.string() });

export const executor = {
  run: { params: ExecutionParams, body: z.strictObject({ action: z.enum(["retry", "cancel"]) }) },
};
