import { listFalsePositives, reportFalsePositive, reviewFalsePositive } from "#lib/execution/false-positives.ts";
import { answer, ok } from "#lib/http/answer.ts";
import { falsePositives } from "#lib/http/contracts/false-positives.ts";
import { endpoint } from "#lib/http/endpoint.next.ts";
import { accept } from "#lib/kernel/outcome.ts";
import { runtime } from "#lib/runtime.ts";

export const GET = endpoint({
  allow: "guardrail:read",
  handle: async ({ caller: { workspace } }) => accept(ok({ data: await listFalsePositives(runtime(), { workspace }), nextCursor: null })),
});

export const POST = endpoint({
  allow: "feedback:write",
  ...falsePositives.report,
  handle: async ({ caller, body: command }) => answer(await reportFalsePositive(runtime(), { ...caller, command })),
});

export const PUT = endpoint({
  allow: "guardrail:write",
  ...falsePositives.review,
  handle: async ({ caller, body: command }) => answer(await reviewFalsePositive(runtime(), { ...caller, command })),
});
