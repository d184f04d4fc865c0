import { Cron } from "croner";
import { z } from "zod";
import { durationMs } from "./duration.ts";
import { parse } from "./expression.ts";
import type { FlowControl } from "./flow.ts";
import type { DurableFunction } from "./function.ts";

const expression = z.string().refine(isExpression, "is not a CEL expression");
const duration = z.string().refine((text) => durationMs(text) !== undefined, "is not a duration");

const count = z.number().int().min(1);

const Limit = z.strictObject({
  limit: z.number().int().min(0),
  key: expression.optional(),
  scope: z.enum(["fn", "env", "account"]).default("fn"),
});
const Concurrency = z
  .union([z.number().int().min(0), Limit, z.array(z.union([z.number().int().min(0), Limit])).max(2)])
  .transform((given) =>
    (Array.isArray(given) ? given : [given]).map((one) => (typeof one === "number" ? { limit: one, scope: "fn" as const } : one)),
  );

/** Strict on purpose: an option that the executor would ignore must refuse the registration instead. */
const Config = z.strictObject({
  id: z.string(),
  name: z.string().optional(),
  triggers: z.array(
    z.union([
      z.strictObject({ event: z.string(), expression: expression.optional() }),
      z.strictObject({ cron: z.string().refine(isSchedule, "is not a schedule"), jitter: duration.optional() }),
    ]),
  ),
  steps: z.record(z.string(), z.object({ retries: z.object({ attempts: z.number().int().min(0).optional() }).optional() })),
  cancel: z
    .array(z.strictObject({ event: z.string(), if: expression.optional(), timeout: duration.optional() }))
    .max(5)
    .optional(),
  concurrency: Concurrency.optional(),
  priority: z.strictObject({ run: expression.optional() }).optional(),
  timeouts: z.strictObject({ start: duration.optional(), finish: duration.optional() }).optional(),
  idempotency: expression.optional(),
  rateLimit: z.strictObject({ limit: count, period: duration, key: expression.optional() }).optional(),
  throttle: z.strictObject({ limit: count, period: duration, burst: count.optional(), key: expression.optional() }).optional(),
  debounce: z.strictObject({ period: duration, timeout: duration.optional(), key: expression.optional() }).optional(),
  batchEvents: z
    .strictObject({ maxSize: count.max(1_000), timeout: duration, key: expression.optional(), if: expression.optional() })
    .optional(),
  singleton: z.strictObject({ mode: z.enum(["skip", "cancel"]), key: expression.optional() }).optional(),
});

const Registration = z.object({ functions: z.array(z.unknown()) });
const defaultRetries = 4;

export function readRegistration(body: unknown): DurableFunction[] {
  return Registration.parse(body).functions.map(readFunction);
}

function readFunction(given: unknown): DurableFunction {
  const read = Config.safeParse(given);
  if (!read.success) {
    const id = (given as { id?: unknown }).id;
    throw new Error(`function ${String(id)} asks for what the embedded executor does not do: ${z.prettifyError(read.error)}`);
  }
  const { id, triggers, steps, cancel = [], concurrency = [], priority, timeouts } = read.data;
  if (read.data.debounce && read.data.batchEvents)
    throw new Error(`function ${id} asks for debounce and batchEvents, which exclude each other`);
  return {
    id,
    maxAttempts: (Object.values(steps)[0]?.retries?.attempts ?? defaultRetries) + 1,
    events: triggers.flatMap((trigger) => ("event" in trigger ? [{ name: trigger.event, condition: trigger.expression }] : [])),
    crons: triggers.flatMap((trigger) =>
      "cron" in trigger ? [{ ...readCron(trigger.cron), jitterMs: msOf(trigger.jitter) ?? undefined }] : [],
    ),
    cancels: cancel.map(({ event, if: condition, timeout }) => ({
      event,
      condition,
      timeoutMs: timeout === undefined ? undefined : durationMs(timeout),
    })),
    concurrency,
    priority: priority?.run,
    control: readControl(read.data),
    startMs: msOf(timeouts?.start),
    finishMs: msOf(timeouts?.finish),
  };
}

function readControl({ idempotency, rateLimit, throttle, debounce, batchEvents, singleton }: z.infer<typeof Config>): FlowControl {
  const period = (text: string) => durationMs(text) ?? 0;
  return {
    idempotency,
    rateLimit: rateLimit && { limit: rateLimit.limit, periodMs: period(rateLimit.period), key: rateLimit.key },
    throttle: throttle && { limit: throttle.limit, periodMs: period(throttle.period), burst: throttle.burst ?? 1, key: throttle.key },
    debounce: debounce && { periodMs: period(debounce.period), timeoutMs: msOf(debounce.timeout) ?? undefined, key: debounce.key },
    batch: batchEvents && {
      size: batchEvents.maxSize,
      timeoutMs: period(batchEvents.timeout),
      key: batchEvents.key,
      condition: batchEvents.if,
    },
    singleton,
  };
}

function readCron(text: string): { cron: string; timeZone?: string } {
  const zoned = /^TZ=(\S+)\s+(.+)$/.exec(text);
  return zoned?.[1] && zoned[2] ? { cron: zoned[2], timeZone: zoned[1] } : { cron: text };
}

const msOf = (text: string | undefined): number | null => (text === undefined ? null : (durationMs(text) ?? null));

function isSchedule(text: string): boolean {
  try {
    return new Cron(readCron(text).cron, { timezone: readCron(text).timeZone ?? "UTC" }).nextRun() !== undefined;
  } catch {
    return false;
  }
}

function isExpression(text: string): boolean {
  try {
    parse(text);
    return true;
  } catch {
    return false;
  }
}
