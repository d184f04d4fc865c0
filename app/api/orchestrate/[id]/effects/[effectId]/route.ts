import { sayEffect } from "#lib/execution/say-effect.ts";
import { answer } from "#lib/http/answer.ts";
import { executions } from "#lib/http/contracts/executions.ts";
import { endpoint } from "#lib/http/endpoint.next.ts";
import { runtime } from "#lib/runtime.ts";

export const POST = endpoint({
  allow: "execution:control",
  ...executions.sayEffect,
  handle: async ({ caller, params, body: command }) => answer(await sayEffect(runtime(), { ...caller, ...params, command })),
});
