import { openEndpoint } from "#lib/http/endpoint.next.ts";
import { componentsNow } from "#lib/http/readiness.postgres.ts";
import { accept } from "#lib/kernel/outcome.ts";

export const GET = openEndpoint({
  handle: async () => {
    const components = await componentsNow();
    const isReady = components.every(({ status }) => status === "ok");
    return accept({ status: isReady ? 200 : 503, body: { status: isReady ? "ready" : "not_ready", components } });
  },
});
