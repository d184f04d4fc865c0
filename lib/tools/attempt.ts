import type { Attempt } from "./tool.ts";

type Failed = Extract<Attempt<never>, { ok: false }>;

export const done = <Output>(output: Output): { ok: true; output: Output } => ({ ok: true, output });
export const failed = (code: string, because: string): Failed => ({ ok: false, kind: "final", code, because });
export const retryable = (code: string, because: string, retryAfterMs?: number): Failed => ({
  ok: false,
  kind: "retryable",
  code,
  because,
  ...(retryAfterMs !== undefined && { retryAfterMs }),
});
export const unknown = (code: string, because: string): Failed => ({ ok: false, kind: "unknown", code, because });
