import { readReliability } from "#lib/execution/read-reliability.ts";
import { answer } from "#lib/http/answer.ts";
import { reliability } from "#lib/http/contracts/reliability.ts";
import { endpoint } from "#lib/http/endpoint.next.ts";
import { runtime } from "#lib/runtime.ts";

export const GET = endpoint({
  allow: "execution:read",
  ...reliability.read,
  handle: async ({ caller: { workspace }, query }) => answer(await readReliability(runtime(), { workspace, ...query })),
});
