import { z } from "zod";
import type { Problem } from "./problem-note.tsx";

const Refused = z.object({ detail: z.string(), requestId: z.string().optional() });

export type Asked = { ok: true; value: unknown } | { ok: false; problem: Problem };

type Ask = { workspaceId: string; method?: "GET" | "POST"; body?: unknown; signal?: AbortSignal };

/** One request to our own interface, in the workspace of the page. A POST carries a key, so that a doubled click acts once. */
export async function ask(path: string, { workspaceId, method = "GET", body, signal }: Ask): Promise<Asked> {
  const headers: Record<string, string> = { "x-fermata-workspace": workspaceId };
  if (method === "POST") headers["idempotency-key"] = crypto.randomUUID();
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
    return {
      ok: false,
      problem: refused.success
        ? { detail: refused.data.detail, ...(refused.data.requestId && { requestId: refused.data.requestId }) }
        : unreachable,
    };
  } catch {
    return { ok: false, problem: unreachable };
  }
}

const unreachable: Problem = { detail: "Fermata did not answer. Check the connection and try again." };
