import { ok } from "#lib/http/answer.ts";
import { budgets } from "#lib/http/contracts/budgets.ts";
import { endpoint } from "#lib/http/endpoint.next.ts";
import { accept } from "#lib/kernel/outcome.ts";
import { runtime } from "#lib/runtime.ts";

export const GET = endpoint({
  allow: "usage:read",
  ...budgets.spend,
  handle: async ({ caller: { workspace }, query: { days } }) => accept(ok(await runtime().budgets.report(workspace, days))),
});
