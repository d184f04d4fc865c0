import { readExecutor } from "#inngest/executor-state.ts";
import { ok } from "#lib/http/answer.ts";
import { endpoint } from "#lib/http/endpoint.next.ts";
import { accept } from "#lib/kernel/outcome.ts";

export const GET = endpoint({
  allow: "execution:control",
  handle: async ({ caller: { workspace } }) => {
    const state = await readExecutor(workspace);
    return accept(ok({ form: state ? "embedded" : "distributed", state }));
  },
});
