import { z } from "zod";
import type { FieldError } from "#lib/kernel/outcome.ts";
import type { Problem } from "./problem-note.tsx";

const Refused = z.object({
  detail: z.string(),
  requestId: z.string().optional(),
  errors: z.array(z.object({ path: z.string(), because: z.string() })).default([]),
});

export type Asked = { ok: true; value: unknown } | { ok: false; problem: Problem; errors: FieldError[] };

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
    const refused = Refused.safeParse(answer);
    if (!refused.success) return unreachable;
    const { detail, requestId, errors } = refused.data;
    return { ok: false, problem: { detail, ...(requestId && { requestId }) }, errors };
  } catch {
    return unreachable;
  }
}

const unreachable: Asked = {
  ok: false,
  problem: { detail: "Fermata did not answer. Check the connection and try again." },
  errors: [],
};
