import { answer, made } from "#lib/http/answer.ts";
import { keys } from "#lib/http/contracts/people.ts";
import { endpoint } from "#lib/http/endpoint.next.ts";
import { runtime } from "#lib/runtime.ts";

export const POST = endpoint({
  allow: "key:write",
  ...keys.rotate,
  handle: async ({ caller: { idempotency }, access, params, body }) =>
    answer(await runtime().people.keys.rotateKey({ access, ...params, ...body, idempotency }), (key) => made(key, `/api/keys/${key.id}`)),
});
