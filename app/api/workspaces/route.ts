import { answer, made } from "#lib/http/answer.ts";
import { workspaces } from "#lib/http/contracts/workspaces.ts";
import { endpoint } from "#lib/http/endpoint.next.ts";
import { selfOf } from "#lib/http/person.next.ts";
import { runtime } from "#lib/runtime.ts";

export const POST = endpoint({
  allow: "workspace:create",
  ...workspaces.make,
  handle: async ({ access, body }) => {
    const self = await selfOf(access);
    if (!self.ok) return self;
    const owned = await runtime().people.workspaces.makeOwned({ ...body, owner: self.value });
    return answer(owned, (joined) => made(joined, `/${joined.workspaceId}`));
  },
});
