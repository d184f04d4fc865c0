import fc from "fast-check";
import { expect, test } from "vitest";
import { classifyFailure, failureTypeOf, failureTypes, retryAfterMs, type SeenFailure } from "./failure.ts";

type Case = [seen: SeenFailure, className: string, type: string, isFault?: boolean];

const cases: Case[] = [
  [{ status: 400 }, "final", "default", false],
  [{ status: 401 }, "final", "default", false],
  [{ status: 404 }, "final", "default", false],
  [{ status: 408 }, "retryable", "timeout", true],
  [{ status: 409, changes: true }, "final", "default", false],
  [{ status: 413 }, "final", "token_budget_exceeded", false],
  [{ status: 422 }, "final", "default", false],
  [{ status: 425 }, "retryable", "default"],
  [{ status: 429 }, "retryable", "default", true],
  [{ status: 429, changes: true, sent: true }, "retryable", "default"],
  [{ status: 500 }, "retryable", "default", true],
  [{ status: 500, changes: true, sent: true }, "retryable", "default"],
  [{ status: 501 }, "final", "default"],
  [{ status: 502 }, "retryable", "default"],
  [{ status: 502, changes: true, sent: true }, "unknown", "default"],
  [{ status: 503, changes: true, sent: true }, "retryable", "default"],
  [{ status: 504 }, "retryable", "timeout"],
  [{ status: 504, changes: true, sent: true }, "unknown", "timeout"],
  [{ status: 505 }, "final", "default"],
  [{ code: "http_503" }, "retryable", "default", true],
  [{ code: "http_404" }, "final", "default", false],
  [{ code: "ECONNREFUSED" }, "retryable", "default", true],
  [{ code: "ECONNREFUSED", changes: true }, "retryable", "default"],
  [{ code: "ECONNRESET", sent: true }, "retryable", "default"],
  [{ code: "ECONNRESET", sent: true, changes: true }, "unknown", "default"],
  [{ code: "UND_ERR_SOCKET", sent: true, changes: true }, "unknown", "default"],
  [{ code: "UND_ERR_HEADERS_TIMEOUT" }, "retryable", "timeout"],
  [{ code: "HPE_INVALID_CHUNK_SIZE" }, "retryable", "default"],
  [{ code: "ENOTFOUND" }, "retryable", "default"],
  [{ code: "timeout" }, "retryable", "timeout", true],
  [{ code: "timeout", sent: true, changes: true }, "unknown", "timeout"],
  [{ code: "aborted" }, "retryable", "default", false],
  [{ code: "database" }, "retryable", "default", false],
  [{ code: "deferred", changes: true, sent: true }, "retryable", "default"],
  [{ code: "breaker_open" }, "retryable", "default", false],
  [{ code: "mcp_connection_failed" }, "retryable", "mcp_connection_failed", true],
  [{ code: "token_budget_exceeded" }, "final", "token_budget_exceeded", false],
  [{ code: "context_length_exceeded" }, "final", "token_budget_exceeded"],
  [{ code: "skill_activation_failed" }, "final", "skill_activation_failed"],
  [{ code: "bad_output" }, "final", "validation_failed", true],
  [{ code: "bad_output", sent: true, changes: true }, "unknown", "validation_failed"],
  [{ code: "validation_failed" }, "final", "validation_failed"],
  [{ code: "bad_params", sent: false, changes: true }, "final", "default", false],
  [{ code: "rejected" }, "final", "default"],
  [{ code: "something nobody has seen", sent: true, changes: true }, "final", "default"],
  [{}, "final", "default"],
];

test.each(cases)("%j is %s, of the type %s", (seen, className, type, isFault) => {
  expect(classifyFailure(seen)).toMatchObject({ class: className, type, ...(isFault !== undefined && { isFault }) });
});

test("a failure is always the same, whatever its case is written in, and only what may have arrived is unknown", () => {
  const seen = fc.record(
    {
      code: fc.oneof(fc.string(), fc.constantFrom(...cases.flatMap(([{ code }]) => code ?? []))),
      status: fc.option(fc.integer({ min: 100, max: 599 }), { nil: undefined }),
      sent: fc.boolean(),
      changes: fc.boolean(),
    },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(seen, (one) => {
      const found = classifyFailure(one);
      expect(classifyFailure({ ...one })).toEqual(found);
      expect(failureTypes).toContain(found.type);
      if (found.class === "unknown") expect(one.changes).toBe(true);
      expect(failureTypeOf((one.code ?? "").toUpperCase())).toBe(failureTypeOf(one.code ?? ""));
    }),
  );
});

test.each([
  ["120", undefined, 120_000],
  [" 3 ", undefined, 3_000],
  ["999999999", undefined, 86_400_000],
  ["Wed, 21 Oct 2026 07:28:00 GMT", "Wed, 21 Oct 2026 07:27:00 GMT", 60_000],
  ["Wed, 21 Oct 2026 07:27:00 GMT", "Wed, 21 Oct 2026 07:28:00 GMT", 0],
  ["Wed, 21 Oct 2026 07:28:00 GMT", undefined, undefined],
  ["-5", undefined, undefined],
  ["soon", "Wed, 21 Oct 2026 07:28:00 GMT", undefined],
  ["", undefined, undefined],
  [undefined, undefined, undefined],
])("Retry-After %j at %j asks for %j ms", (header, date, ms) => {
  expect(retryAfterMs(header, date)).toBe(ms);
});
