import { readExecutor } from "#inngest/executor-state.ts";
import { readFigures } from "#lib/execution/read-metrics.ts";
import { endpoint } from "#lib/http/endpoint.next.ts";
import { accept } from "#lib/kernel/outcome.ts";
import { figuresOf, metricsText } from "#lib/observability/metrics-text.ts";
import { runtime } from "#lib/runtime.ts";

export const GET = endpoint({
  allow: "usage:read",
  handle: async ({ caller: { workspace } }) => {
    const [figures, executor] = await Promise.all([readFigures(runtime(), { workspace }), readExecutor(workspace)]);
    const text = metricsText(figuresOf(figures, executor));
    return accept({
      status: 200,
      stream: new Blob([text]).stream(),
      headers: { "content-type": "text/plain; version=0.0.4; charset=utf-8" },
    });
  },
});
