import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { closePools, withWorkspace } from "#lib/db.ts";
import { addWorkspace } from "#lib/tenancy/tenancy.fixture.ts";
import { defineTool } from "#lib/tools/tool.ts";
import { listEffects } from "./list-effects.ts";
import { scope, testWorld } from "./world.fixture.ts";

beforeAll(() => addWorkspace(scope.id));
afterAll(closePools);

const send = defineTool({
  name: "post.send",
  title: "Send",
  description: "Sends.",
  input: z.object({ to: z.array(z.string()), isLost: z.boolean().default(false) }),
  output: z.object({}),
  effect: "send",
  takes: {},
  gives: {},
  describe: () => "Send a letter",
  run: async ({ isLost }) =>
    isLost
      ? { ok: false as const, kind: "unknown" as const, because: "the connection ended before an answer came", code: "unknown" }
      : { ok: true as const, output: {} },
});
const world = testWorld({ tools: [send] });
const run = async (to: string[], isLost = false) => {
  const id = await world.start({ steps: [{ id: "s", tool: "post.send", params: { to, isLost } }] }, { autonomy: "run" });
  await world.settle();
  return id;
};
const list = async (more: object = {}) => {
  const listed = await listEffects(world, { workspace: scope, limit: 50, ...more });
  return listed.ok ? listed.value.data : [];
};

test("the ledger says to whom, and what is known of what nobody knows; what was erased names nobody", async () => {
  const sent = await run(["noa@example.org", "omer@example.org"]);
  const lost = await run(["rina@example.org"], true);
  expect((await list()).map(({ executionId, status, to }) => ({ executionId, status, to }))).toEqual([
    { executionId: lost, status: "unknown", to: ["rina@example.org"] },
    { executionId: sent, status: "done", to: ["noa@example.org", "omer@example.org"] },
  ]);
  expect(await list({ status: "unknown" })).toMatchObject([
    { executionId: lost, key: expect.any(String), because: expect.stringContaining("before an answer came") },
  ]);
  await withWorkspace(scope.id, (client) => client.query("delete from payloads where execution_id = $1", [sent]));
  expect((await list({ status: "done" }))[0]).toMatchObject({ executionId: sent, to: [] });
});
