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
  /** The revision that a change is made upon. */
  expected?: number;
  signal?: AbortSignal;
};

/** One request to our own interface, in the workspace of the page. A POST carries a key, so that a doubled click acts once. */
export async function ask(path: string, { workspaceId, method = "GET", body, expected, signal }: Ask): Promise<Asked> {
  const headers: Record<string, string> = { "x-fermata-workspace": workspaceId };
  if (method === "POST") headers["idempotency-key"] = crypto.randomUUID();
  if (expected !== undefined) headers["if-match"] = `"${expected}"`;
  if (body !== undefined) headers["content-type"] = "application/json";
  try {
    const response = await fetch(path, {
      method,
      headers,
      ...(body !== undefined && { body: JSON.stringify(body) }),
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
