import { answer, made, ok } from "#lib/http/answer.ts";
import { approvals } from "#lib/http/contracts/approvals.ts";
import { endpoint } from "#lib/http/endpoint.next.ts";
import { accept } from "#lib/kernel/outcome.ts";
import { runtime } from "#lib/runtime.ts";

export const GET = endpoint({
  allow: "approval:read",
  handle: async ({ caller: { workspace } }) => accept(ok({ data: await runtime().channels.listChannels(workspace), nextCursor: null })),
});

export const POST = endpoint({
  allow: "approval:govern",
  ...approvals.makeChannel,
  handle: async ({ access, body }) =>
    answer(await runtime().channels.makeChannel(access, body), (channel) => made(channel, `/api/approvals/channels/${channel.id}`)),
});
