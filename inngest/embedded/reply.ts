/** What the SDK answered to one request, before anyone judges it. */
export type Reply = { status: number; noRetry: string | null; retryAfter: string | null; body: string };

/** An operation as the SDK reports it. It carries internals of the SDK besides, which nobody may read or store. */
export type Op = {
  id: string;
  op: string;
  name?: string;
  data?: unknown;
  error?: unknown;
  opts?: {
    parallelMode?: string;
    timeout?: string;
    if?: string;
    signal?: string;
    conflict?: string;
    function_id?: string;
    payload?: Record<string, unknown>;
    [key: string]: unknown;
  };
};

export type ErrorBody = { name: string; message: string; stack?: string; cause?: unknown; [key: string]: unknown };

export function errorOf(given: unknown): ErrorBody {
  const { name, message, error, stack, cause, ...rest } = (
    typeof given === "object" && given !== null ? given : { message: String(given) }
  ) as Record<string, unknown>;
  return {
    ...rest,
    name: typeof name === "string" && name ? name : "Error",
    message: String(message ?? error ?? "Unknown error"),
    ...(typeof stack === "string" && { stack }),
    ...(cause !== undefined && { cause }),
  };
}

export const dataMemo = (op: Op): { hash: string; body: string } => ({ hash: op.id, body: `{"data":${JSON.stringify(op.data ?? null)}}` });
export const errorMemo = (hash: string, error: unknown): { hash: string; body: string } => ({
  hash,
  body: JSON.stringify({ error: errorOf(error) }),
});
