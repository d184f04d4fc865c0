/**
 * Every failure, in the words that recovery decides by. `class`: whether it may be tried again as it was, must not be, or
 * cannot be known to have failed at all. `type` chooses the strategy that answers it.
 */
export type FailureClass = "retryable" | "final" | "unknown";

export const failureTypes = [
  "token_budget_exceeded",
  "mcp_connection_failed",
  "skill_activation_failed",
  "validation_failed",
  "timeout",
  "default",
] as const;
export type FailureType = (typeof failureTypes)[number];

/** What an adapter saw. `sent`: the far side may have seen the call. `changes`: the call does more than read. */
export type SeenFailure = { code?: string | undefined; status?: number | undefined; sent?: boolean; changes?: boolean };

/** `isFault`: the component itself is unwell, and not what it was asked. */
export type Classified = { class: FailureClass; type: FailureType; isFault: boolean };

/** The far side says that it is busy or not ready, and so that it has not begun. */
const busy = new Set([408, 425, 429, 503]);
/** A gateway got no answer from the server behind it, which may have acted. */
const noAnswer = new Set([502, 504]);

/** The line, and not what was said on it: nothing is known of what arrived. */
const line =
  /^(econn(reset|refused|aborted)|epipe|etimedout|e(host|net)unreach|enotfound|eai_again|econnection|esocket|edns|und_err_\w+|timeout|unreachable|broken|no_answer|connection_lost|disconnected|mcp_connection_failed|mcp_unreachable|aborted|database|hpe_\w+)$/;
/** Said by a component that was reached and is busy. */
const later = /^(busy|deferred|rate_limited|rate_limit_exceeded|overloaded|overloaded_error|server_error|unavailable|breaker_open)$/;

const types: [FailureType, RegExp][] = [
  [
    "token_budget_exceeded",
    /^(token_budget_exceeded|context_length_exceeded|max_tokens|prompt_too_long|request_too_large|http_413|string_above_max_length)$/,
  ],
  ["mcp_connection_failed", /^mcp_(connection_failed|unreachable|closed|timeout|not_initialized)$/],
  ["skill_activation_failed", /^(skill_activation_failed|unknown_skill|unknown_agent|agent_unavailable)$/],
  ["validation_failed", /^(validation_failed|bad_output|bad_answer|malformed|schema_mismatch|no_object_generated|empty_text)$/],
  ["timeout", /^(timeout|etimedout|http_408|http_504|und_err_(connect|headers|body)_timeout|deadline_exceeded)$/],
];

/** The one place where a failure gets its class and type; the same seen failure is always the same. */
export function classifyFailure({ code = "", status: said, sent = false, changes = false }: SeenFailure): Classified {
  const status = said ?? (/^http_\d{3}$/i.test(code) ? Number(code.slice(5)) : undefined);
  const name = code.toLowerCase() || (status === undefined ? "" : `http_${status}`);
  const type = failureTypeOf(name);
  if (status !== undefined)
    return { class: classOfStatus(status, changes), type, isFault: status === 408 || status === 429 || status >= 500 };
  if (line.test(name))
    return { class: sent && changes ? "unknown" : "retryable", type, isFault: name !== "aborted" && name !== "database" };
  if (later.test(name)) return { class: "retryable", type, isFault: name !== "breaker_open" };
  // A call that changed something and was answered with what nobody understands: it happened, or it did not.
  if (type === "validation_failed" && changes && sent) return { class: "unknown", type, isFault: true };
  return { class: "final", type, isFault: type === "validation_failed" };
}

/** Which of the known kinds a code names. */
export function failureTypeOf(code: string): FailureType {
  const name = code.toLowerCase();
  return types.find(([, pattern]) => pattern.test(name))?.[0] ?? "default";
}

function classOfStatus(status: number, changes: boolean): FailureClass {
  if (busy.has(status)) return "retryable";
  if (noAnswer.has(status)) return changes ? "unknown" : "retryable";
  return status >= 500 && status !== 501 && status !== 505 ? "retryable" : "final";
}

export const longestWaitMs = 24 * 3_600_000;

/** What a far side asks for in `Retry-After`: seconds, or a date as its own clock tells it; at most a day. Nothing for what cannot be read. */
export function retryAfterMs(header: string | undefined, date: string | undefined): number | undefined {
  const said = header?.trim();
  if (said === undefined || said === "") return undefined;
  if (/^\d+$/.test(said)) return Math.min(Number(said) * 1_000, longestWaitMs);
  const wait = Date.parse(said) - Date.parse(date ?? "");
  return Number.isNaN(wait) ? undefined : Math.min(Math.max(wait, 0), longestWaitMs);
}
