import { answer, made, ok } from "#lib/http/answer.ts";
import { connections } from "#lib/http/contracts/connections.ts";
import { endpoint } from "#lib/http/endpoint.next.ts";
import { accept } from "#lib/kernel/outcome.ts";
import { runtime } from "#lib/runtime.ts";

export const GET = endpoint({
  allow: "connection:read",
  handle: async ({ caller: { workspace } }) => accept(ok({ data: await runtime().connections.listConnections(workspace) })),
});

export const POST = endpoint({
  allow: "connection:write",
  ...connections.make,
  handle: async ({ access, body }) =>
    answer(await runtime().connections.makeConnection(access, body), (connection) => made(connection, `/api/connections/${connection.id}`)),
});
