import { answer, made, ok } from "#lib/http/answer.ts";
import { keys } from "#lib/http/contracts/people.ts";
import { page } from "#lib/http/cursor.ts";
import { endpoint } from "#lib/http/endpoint.next.ts";
import { accept } from "#lib/kernel/outcome.ts";
import { runtime } from "#lib/runtime.ts";

export const GET = endpoint({
  allow: "key:read",
  ...keys.list,
  handle: async ({ caller: { workspace }, query }) => accept(ok(page(await runtime().people.keys.listKeys(workspace, query)))),
});

export const POST = endpoint({
  allow: "key:write",
  ...keys.make,
  handle: async ({ caller: { idempotency }, access, body: { expiresInDays, ...key } }) => {
    const expiresAt = new Date(runtime().now().getTime() + expiresInDays * 86_400_000);
    return answer(await runtime().people.keys.makeKey({ access, ...key, expiresAt, idempotency }), (key) =>
      made(key, `/api/keys/${key.id}`),
    );
  },
});
