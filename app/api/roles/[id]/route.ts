import { answer, ok } from "#lib/http/answer.ts";
import { roles } from "#lib/http/contracts/people.ts";
import { endpoint } from "#lib/http/endpoint.next.ts";
import { etagOf } from "#lib/http/revision.ts";
import { runtime } from "#lib/runtime.ts";

const withTag = <Known extends { revision: number }>(known: Known) => ({ ...ok(known), headers: { etag: etagOf(known.revision) } });

export const GET = endpoint({
  allow: "workspace:read",
  ...roles.read,
  handle: async ({ caller: { workspace }, params }) => answer(await runtime().people.roles.readRole(workspace, params), withTag),
});

export const PUT = endpoint({
  allow: "role:write",
  ...roles.revise,
  handle: async ({ access, params, body: { because, ...change }, expected }) =>
    answer(await runtime().people.roles.reviseRole(access, { ...params, ...change, ...(because && { because }), expected }), withTag),
});

export const DELETE = endpoint({
  allow: "role:write",
  ...roles.read,
  handle: async ({ access, params }) => answer(await runtime().people.roles.removeRole(access, params)),
});
