import { afterAll, expect, test } from "vitest";
import { z } from "zod";
import { closePools } from "#lib/db.ts";
import { defineTool } from "#lib/tools/tool.ts";
import { takenFrom } from "./apply-settings.ts";
import { readSettings } from "./read-settings.ts";
import { startExecution } from "./start-execution.ts";
import { scope, someone, testWorld } from "./world.fixture.ts";

afterAll(closePools);

const calls = new Map<string, number>();
const failing = defineTool({
  name: "test.fail",
  title: "Fail",
  description: "Fails for a while.",
  input: z.object({ id: z.string() }),
  output: z.object({}),
  effect: "read",
  takes: {},
  gives: {},
  describe: () => "Fail",
  run: async ({ id }) => {
    calls.set(id, (calls.get(id) ?? 0) + 1);
    return { ok: false as const, kind: "retryable" as const, because: "not yet" };
  },
});
const hanging = defineTool({
  name: "test.hang",
  title: "Hang",
  description: "Never answers.",
  input: z.object({}),
  output: z.object({}),
  effect: "read",
  takes: {},
  gives: {},
  describe: () => "Hang",
  run: (_input, { signal }) => new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason), { once: true })),
});

async function run(steps: object[], given: Parameters<typeof takenFrom>[0]) {
  // Retries are due at once in a world whose clock has gone far ahead of theirs.
  let ahead = 0;
  const world = testWorld({ tools: [failing, hanging], now: () => new Date(Date.now() + ahead) });
  const settings = takenFrom(given);
  const started = await startExecution(world, { workspace: scope, actor: someone, command: { plan: { steps }, settings } });
  if (!started.ok) throw new Error(started.refusal.because);
  const { id } = started.value;
  while (world.mail.length > 0) {
    await world.settle();
    ahead += 3_600_000;
  }
  const events = await world.store.readAfter(scope, id, 0, 1_000);
  return { world, id, failed: events.flatMap((event) => (event.type === "step.failed" ? [event] : [])) };
}

test("a step is tried as often as the narrowest level says", async () => {
  const step = (id: string, retry?: object) => ({ id, tool: "test.fail", params: { id }, critical: false, ...(retry && { retry }) });
  const steps = [
    step("plain"),
    step("own", { maxAttempts: 3, backoff: "fixed", baseMs: 0 }),
    { ...step("after"), dependsOn: ["plain"], onMissing: "run" },
  ];
  await run(steps, { workspace: { stepAttempts: 2 } });
  expect(Object.fromEntries(calls)).toEqual({ plain: 2, own: 3, after: 2 });
  calls.clear();
  await run(steps, { workspace: { stepAttempts: 2 }, execution: { stepAttempts: 1 } });
  expect(Object.fromEntries(calls)).toEqual({ plain: 1, own: 1, after: 1 });
});

test("a call is ended at the time that its workspace gives it, also the first of an execution", async () => {
  const { failed } = await run([{ id: "a", tool: "test.hang" }], { workspace: { stepTimeoutMs: 1_000, stepAttempts: 1 } });
  expect(failed).toMatchObject([{ step: "a", because: expect.stringContaining("1 s") }]);
});

test("an execution says what it goes by and where from, and its plan stays as it was given", async () => {
  const { world, id } = await run(
    [
      { id: "a", tool: "test.pass" },
      { id: "b", tool: "test.pass", timeoutMs: 9_000 },
    ],
    {
      system: { concurrency: 8 },
      workspace: { stepTimeoutMs: 2_000 },
      workflow: { stepAttempts: 4 },
    },
  );
  const read = await readSettings(world, { workspace: scope, id });
  expect(read).toMatchObject({
    ok: true,
    value: {
      data: [
        { name: "autonomy", from: "system" },
        { name: "concurrency", from: "system" },
      ],
      steps: [
        {
          id: "a",
          settings: [
            { name: "stepTimeoutMs", value: 2_000, from: "workspace" },
            { name: "stepAttempts", value: 4, from: "workflow" },
          ],
        },
        {
          id: "b",
          settings: [
            { name: "stepTimeoutMs", value: 9_000, from: "step" },
            { name: "stepAttempts", value: 4, from: "workflow" },
          ],
        },
      ],
    },
  });
  const head = (await world.store.slice(scope, id, {}))?.execution.head;
  expect(JSON.stringify(await world.store.payload(scope, id, head?.plan?.ref.id ?? ""))).not.toContain("2000");
  expect(await readSettings(world, { workspace: { id: "ws_other" }, id })).toMatchObject({ ok: false, refusal: { code: "not_found" } });
});
