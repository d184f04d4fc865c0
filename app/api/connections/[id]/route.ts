import { answer, ok } from "#lib/http/answer.ts";
import { connections } from "#lib/http/contracts/connections.ts";
import { endpoint } from "#lib/http/endpoint.next.ts";
import { etagOf } from "#lib/http/revision.ts";
import { runtime } from "#lib/runtime.ts";

const withTag = <Known extends { revision: number }>(known: Known) => ({ ...ok(known), headers: { etag: etagOf(known.revision) } });

export const GET = endpoint({
  allow: "connection:read",
  ...connections.read,
  handle: async ({ caller: { workspace }, params }) => answer(await runtime().connections.readConnection(workspace, params), withTag),
});

export const PUT = endpoint({
  allow: "connection:write",
  ...connections.revise,
  handle: async ({ access, params, body, expected }) =>
    answer(await runtime().connections.reviseConnection(access, { ...params, ...body, expected }), withTag),
});

export const DELETE = endpoint({
  allow: "connection:write",
  ...connections.remove,
  handle: async ({ access, params }) => answer(await runtime().connections.removeConnection(access, params)),
});
