import { listEffects } from "#lib/execution/list-effects.ts";
import { answer, ok } from "#lib/http/answer.ts";
import { effects } from "#lib/http/contracts/effects.ts";
import { page } from "#lib/http/cursor.ts";
import { endpoint } from "#lib/http/endpoint.next.ts";
import { runtime } from "#lib/runtime.ts";

export const GET = endpoint({
  allow: "execution:read",
  ...effects.list,
  handle: async ({ caller: { workspace }, query }) =>
    answer(await listEffects(runtime(), { workspace, ...query }), (found) => ok(page(found))),
});
