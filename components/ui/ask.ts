import type { FieldError } from "#lib/kernel/outcome.ts";
import { isRecord } from "#lib/kernel/record.ts";
import type { Problem } from "./problem-note.tsx";

type Refused = {
  ok: false;
  problem: Problem;
  errors: FieldError[] /** What came with it, where that says more than a problem. */;
  answer?: unknown;
};
export type Asked = { ok: true; value: unknown } | Refused;

type Ask = {
  workspaceId: string;
  method?: "GET" | "POST" | "PUT" | "DELETE";
  body?: unknown;
  /** It arrives although the page is left meanwhile, as far as browsers do that: for what is not long. */
  outlives?: boolean;
  /** The revision that a change is made upon. */
  expected?: number;
  signal?: AbortSignal;
};

/** Browsers take 64 KB for all of a page together. */
const outlivesUpTo = 20_000;

/** One request to our own interface, in the workspace of the page. A POST carries a key, so that a doubled click acts once. */
export async function ask(path: string, { workspaceId, method = "GET", body, expected, signal, outlives = false }: Ask): Promise<Asked> {
  const headers: Record<string, string> = { "x-fermata-workspace": workspaceId };
  if (method === "POST") headers["idempotency-key"] = crypto.randomUUID();
  if (expected !== undefined) headers["if-match"] = `"${expected}"`;
  if (body !== undefined) headers["content-type"] = "application/json";
  const text = body === undefined ? undefined : JSON.stringify(body);
  try {
    const response = await fetch(path, {
      method,
      headers,
      ...(text !== undefined && { body: text }),
      ...(outlives && (text?.length ?? 0) < outlivesUpTo && { keepalive: true }),
      ...(signal && { signal }),
    });
    const answer: unknown = await response.json();
    if (response.ok) return { ok: true, value: answer };
    return refusalIn(answer) ?? { ...unreachable, answer };
  } catch {
    return unreachable;
  }
}

/** A problem as our interface says it. Read by hand, since every page asks and few need the validator. */
function refusalIn(answer: unknown): Refused | undefined {
  if (!isRecord(answer)) return;
  const { detail, requestId, errors } = answer;
  if (typeof detail !== "string") return;
  return {
    ok: false,
    problem: { detail, ...(typeof requestId === "string" && { requestId }) },
    errors: Array.isArray(errors) ? errors.filter(isFieldError) : [],
  };
}

const isFieldError = (error: unknown): error is FieldError =>
  isRecord(error) && typeof error["path"] === "string" && typeof error["because"] === "string";

const unreachable: Refused = {
  ok: false,
  problem: { detail: "Fermata did not answer. Check the connection and try again." },
  errors: [],
};
