import { ok } from "#lib/http/answer.ts";
import { settings } from "#lib/http/contracts/settings.ts";
import { endpoint } from "#lib/http/endpoint.next.ts";
import { accept } from "#lib/kernel/outcome.ts";
import { runtime } from "#lib/runtime.ts";
import { resolveAll } from "#lib/tenancy/settings.ts";

export const GET = endpoint({
  allow: "workspace:read",
  handle: async ({ caller: { workspace } }) => accept(ok({ data: resolveAll(await runtime().settingsAround(workspace, undefined)) })),
});

export const PUT = endpoint({
  allow: "workspace:write",
  ...settings.change,
  handle: async ({ access, body }) => {
    const workspace = await runtime().people.settings.changeSettings(access, { level: "workspace" }, body);
    return accept(ok({ data: resolveAll({ system: runtime().systemSettings, workspace }) }));
  },
});
