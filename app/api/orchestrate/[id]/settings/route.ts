import { readSettings } from "#lib/execution/read-settings.ts";
import { answer } from "#lib/http/answer.ts";
import { settings } from "#lib/http/contracts/settings.ts";
import { endpoint } from "#lib/http/endpoint.next.ts";
import { runtime } from "#lib/runtime.ts";

export const GET = endpoint({
  allow: "execution:read",
  ...settings.ofExecution,
  handle: async ({ caller: { workspace }, params }) => answer(await readSettings(runtime(), { workspace, ...params })),
});
