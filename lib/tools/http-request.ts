import { z } from "zod";
import { classifyFailure, retryAfterMs } from "#lib/kernel/failure.ts";
import { isRecord, Json } from "#lib/kernel/json.ts";
import { accept, type Outcome, refuse } from "#lib/kernel/outcome.ts";
import type { Egress, EgressAnswer } from "#lib/safety/egress.ts";
import type { OpenConnection } from "#lib/tenancy/connections.ts";
import type { Workspace } from "#lib/tenancy/workspace.ts";
import { done, failed, retryable, unknown } from "./attempt.ts";
import { cut, plainly, Words } from "./fields.ts";
import { type Hiding, hiding } from "./hide.ts";
import { Compensation, undoOf } from "./http-undo.ts";
import { type Attempt, defineTool, type EffectClass, type ToolContext } from "./tool.ts";

const methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"] as const;

/** What the connection itself says, or what we say: never the caller's to set. */
const ours = new Set([
  "host",
  "connection",
  "content-length",
  "transfer-encoding",
  "upgrade",
  "keep-alive",
  "te",
  "trailer",
  "expect",
  "idempotency-key",
  "proxy-authorization",
  "proxy-connection",
  "accept-encoding",
]);
const HeaderName = z
  .string()
  .regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}$/, "is not a header name")
  .refine((name) => !ours.has(name.toLowerCase()), "is set by the connection");
const HeaderValue = z
  .string()
  .max(8_000)
  .regex(/^[\t\x20-\x7e\u0080-\u00ff]*$/, "holds a character that a header can't carry");
const Address = Words(4_000).refine((url) => /^https?:\/\//i.test(url) && URL.canParse(url), "must be an http or https address");

const Input = z.strictObject({
  url: Address,
  method: z
    .string()
    .transform((method) => method.toUpperCase())
    .pipe(z.enum(methods, `must be one of ${methods.join(", ")}`))
    .default("GET"),
  headers: z.record(HeaderName, HeaderValue).default({}),
  /** The name of a connection of the workspace: its secret is added as the request leaves, and only to its own host. */
  connection: z.string().trim().min(1).max(80).optional(),
  query: z.record(z.string().max(200), z.union([z.string().max(4_000), z.number(), z.boolean()])).optional(),
  body: Json.optional(),
  /** Asked after an unknown outcome: 200 means that it happened, 404 that it did not. `{key}` stands for the idempotency key. */
  confirm: z.strictObject({ url: Address }).optional(),
  /** What takes it back where it is rolled back, with `{output.body.id}` and the like; without it, it cannot be undone. */
  compensation: Compensation.optional(),
  /** The answer must be JSON, with these fields; anything else counts as no answer. */
  expect: z.strictObject({ fields: z.array(z.string().max(200)).max(50).optional() }).optional(),
});
type Input = z.infer<typeof Input>;

const Output = z.object({
  status: z.int(),
  ok: z.boolean(),
  url: z.string(),
  headers: z.record(z.string(), z.string()),
  body: Json,
  truncated: z.boolean(),
});
type Output = z.infer<typeof Output>;

const effects: Record<string, EffectClass> = { GET: "read", HEAD: "read", DELETE: "delete" };
// Also asked about plans whose params are not rendered yet.
const methodOf = ({ method }: { method?: unknown }): string => String(method ?? "GET").toUpperCase();
const isRead = (input: Input): boolean => effects[methodOf(input)] === "read";
const maxBytes = 1_000_000;

/** A connection by its name, opened for one call: its execution's people and its tool have to be those that the connection is for. */
export type OpenByName = (
  workspace: Workspace,
  name: string,
  use: { executionId: string; tool: string },
) => Promise<Outcome<OpenConnection>>;

const toolName = "http.request";

const noConnections: OpenByName = async (_workspace, name) => refuse({ code: "not_found", because: `there is no connection ${name}` });

export const httpRequest = (egress: Egress, openByName: OpenByName = noConnections) =>
  defineTool<Input, Output>({
    name: toolName,
    title: "Ask a web address",
    description: "Sends a web request. GET and HEAD read; every other method counts as a write and carries an idempotency key.",
    input: Input as z.ZodType<Input>,
    output: Output,
    effect: (input) => effects[methodOf(input)] ?? "write",
    group: "web",
    takes: { url: "url", method: "http-method", body: "body" },
    gives: { body: "response", "*": "web-response" },
    component: (input) =>
      isRecord(input) && URL.canParse(String(input["url"])) ? `http:${new URL(String(input["url"])).host}` : undefined,
    timeoutMs: 60_000,
    describe: (input) =>
      plainly(
        () => `${methodOf(input)} ${cut(`${input.url}`, 200)}${input.connection ? ` as ${cut(input.connection, 80)}` : ""}`,
        "Ask a web address",
      ),
    run: async (input, { workspace, executionId, idempotencyKey, signal }) => {
      const through = await connectionFor(openByName, { workspace, executionId }, input);
      if (!through.ok) return failed("connection", through.refusal.because);
      const { bound, hide } = through.value;
      const answer = await egress({
        ...requestOf(input, idempotencyKey),
        ...(bound && { bound }),
        workspace: workspace.id,
        signal,
        maxBytes,
      });
      return hide.of(attemptOf(input, withoutEnd(answer, hide)));
    },
    confirm: async (input, context) => {
      const through = await connectionFor(openByName, context, input);
      if (!through.ok) return { state: "unknown", because: through.refusal.because };
      return through.value.hide.of(await confirm(egress, input, context, through.value));
    },
    canUndo: ({ compensation }) => compensation !== undefined,
    undoBy: (input, output, keys) => undoOf({ input, output, ...keys }),
  });

type Through = { bound?: { origin: string; headers: Record<string, string> }; hide: Hiding };

/** What the named connection adds. A request to another host is refused and not sent without it: it would fail there for another reason. */
async function connectionFor(
  openByName: OpenByName,
  { workspace, executionId }: Pick<ToolContext, "workspace" | "executionId">,
  { connection, url, headers }: Input,
): Promise<Outcome<Through>> {
  if (connection === undefined) return accept({ hide: hiding([]) });
  const opened = await openByName(workspace, connection, { executionId, tool: toolName });
  if (!opened.ok) return opened;
  const { origin, headers: added, hidden } = opened.value;
  if (new URL(url).origin !== origin)
    return refuse({ code: "invalid", because: `the connection ${connection} is for ${origin} and no other host` });
  const doubled = Object.keys(headers).find((name) => Object.hasOwn(added, name.toLowerCase()));
  if (doubled !== undefined) return refuse({ code: "invalid", because: `${doubled} is set by the connection ${connection}` });
  return accept({ bound: { origin, headers: added }, hide: hiding(hidden) });
}

/** A body that was cut off may end within a secret. */
const withoutEnd = (answer: EgressAnswer, hide: Hiding): EgressAnswer =>
  answer.ok && answer.truncated ? { ...answer, body: hide.cut(answer.body) } : answer;

function requestOf({ url, method, headers, query, body }: Input, idempotencyKey: string) {
  const target = new URL(url);
  for (const [name, value] of Object.entries(query ?? {})) target.searchParams.append(name, String(value));
  const named = new Set(Object.keys(headers).map((name) => name.toLowerCase()));
  const isText = typeof body === "string";
  return {
    url: target.href,
    method,
    headers: {
      ...(body !== undefined &&
        !named.has("content-type") && { "content-type": isText ? "text/plain; charset=utf-8" : "application/json" }),
      ...headers,
      "idempotency-key": idempotencyKey,
    },
    ...(body !== undefined && { body: isText ? body : JSON.stringify(body) }),
  };
}

/** A read may be tried again after anything that may pass; a write only when it certainly did not happen, or when the far side answered that it failed. */
function attemptOf(input: Input, answer: EgressAnswer): Attempt<Output> {
  const changes = !isRead(input);
  if (!answer.ok) {
    // A write that was answered with a redirect may have happened before it.
    if (answer.reason === "refused" && (!changes || !answer.sent))
      return failed(answer.code ?? "refused", `the address was refused: ${answer.because}`);
    const code = answer.reason === "refused" ? "broken" : answer.reason;
    if (classifyFailure({ code, sent: answer.sent, changes }).class === "unknown")
      return unknown(answer.code ?? answer.reason, `the request was sent and ${answer.because}, so it may or may not have happened`);
    return retryable(answer.code ?? answer.reason, answer.because);
  }
  const { status, headers } = answer;
  if (status < 400) return expected(input, outputOf(answer));
  const because = `the far side answered ${status}${saidBy(answer)}`;
  switch (classifyFailure({ status, sent: true, changes }).class) {
    case "retryable":
      return retryable(`http_${status}`, because, retryAfterMs(headers["retry-after"], headers["date"]));
    case "unknown":
      return unknown(`http_${status}`, `a gateway answered ${status}: the request may or may not have arrived behind it`);
    default:
      return failed(`http_${status}`, because);
  }
}

/** An answer that is not what was asked for is none: a proxy's page with status 200, a list cut short. */
function expected(input: Input, output: Output): Attempt<Output> {
  const { expect } = input;
  if (!expect) return done(output);
  const { body } = output;
  const lacks = (expect.fields ?? []).filter((field) => !isRecord(body) || !Object.hasOwn(body, field));
  if (typeof body !== "string" && lacks.length === 0) return done(output);
  const because =
    typeof body === "string" ? "the far side answered with something that is not JSON" : `the answer has no ${lacks.join(", ")}`;
  return isRead(input) ? failed("bad_answer", because) : unknown("bad_answer", `${because}, so it may or may not have happened`);
}

function outputOf({ status, url, headers, body, truncated }: Extract<EgressAnswer, { ok: true }>): Output {
  const { "set-cookie": _cookies, ...shown } = headers;
  return { status, ok: status < 400, url, headers: shown, body: contentOf(body, headers["content-type"] ?? "", truncated), truncated };
}

function contentOf(bytes: Uint8Array, type: string, truncated: boolean): Json {
  const charset = /charset=["']?([\w-]+)/i.exec(type)?.[1] ?? "utf-8";
  const text = storableText(decode(bytes, charset));
  if (truncated || !/[/+]json\b/i.test(type)) return text;
  try {
    return Json.parse(JSON.parse(text, (_key, value) => (typeof value === "string" ? storableText(value) : value)));
  } catch {
    return text;
  }
}

const storableText = (text: string): string => text.replaceAll("\u0000", "\ufffd").toWellFormed();

function decode(bytes: Uint8Array, charset: string): string {
  try {
    return new TextDecoder(charset).decode(bytes);
  } catch {
    return new TextDecoder().decode(bytes);
  }
}

/** A problem's own words, when it has some. */
function saidBy(answer: Extract<EgressAnswer, { ok: true }>): string {
  const { body } = outputOf(answer);
  const said = isRecord(body) ? (body["detail"] ?? body["message"] ?? body["error"] ?? body["title"]) : body;
  return typeof said === "string" && said.trim() !== "" ? `: ${cut(said.replace(/\s+/g, " ").trim(), 200)}` : "";
}

async function confirm(
  egress: Egress,
  input: Input,
  { workspace, idempotencyKey, signal }: ToolContext,
  { bound, hide }: Through,
): Promise<{ state: "done"; output: Output } | { state: "absent" } | { state: "unknown"; because: string }> {
  if (!input.confirm) return { state: "unknown", because: "the request names no address at which to ask whether it arrived" };
  const url = input.confirm.url.replaceAll(/\{key\}|%7Bkey%7D/gi, encodeURIComponent(idempotencyKey));
  const named = Object.entries(input.headers).filter(([name]) => name.toLowerCase() !== "content-type");
  const sameOrigin = new URL(url).origin === new URL(input.url).origin;
  const asked = await egress({
    url,
    method: "GET",
    headers: { ...(sameOrigin && Object.fromEntries(named)), "idempotency-key": idempotencyKey },
    ...(bound && { bound }),
    workspace: workspace.id,
    signal,
    maxBytes,
  });
  const answer = withoutEnd(asked, hide);
  if (!answer.ok) return { state: "unknown", because: `asking whether it arrived failed: ${answer.because}` };
  if (answer.status === 404) return { state: "absent" };
  if (answer.status === 200) return { state: "done", output: outputOf(answer) };
  return { state: "unknown", because: `asked whether it arrived, the far side answered ${answer.status}` };
}
