import { controlStep } from "#lib/execution/control-step.ts";
import { answer } from "#lib/http/answer.ts";
import { steps } from "#lib/http/contracts/steps.ts";
import { endpoint } from "#lib/http/endpoint.next.ts";
import { runtime } from "#lib/runtime.ts";

export const POST = endpoint({
  allow: "execution:control",
  ...steps.control,
  handle: async ({ caller, params, body: command }) => answer(await controlStep(runtime(), { ...caller, ...params, command })),
});
