import { afterAll, expect, test } from "vitest";
import { z } from "zod";
import { closePools } from "#lib/db.ts";
import type { Json } from "#lib/kernel/json.ts";
import { builtInPolicies } from "#lib/safety/guardrails/built-in.ts";
import { defineTool } from "#lib/tools/tool.ts";
import { expectLegal } from "./legal.fixture.ts";
import { scope, testWorld } from "./world.fixture.ts";

afterAll(closePools);

function worldWith(parameters: Record<string, Json>, integration: string) {
  let calls = 0;
  const tool = defineTool({
    name: "rate.call",
    title: "Call",
    description: "Calls an integration.",
    input: z.looseObject({}),
    output: z.object({}),
    effect: "read",
    takes: {},
    gives: {},
    describe: () => "Call",
    component: () => integration,
    run: async () => {
      calls += 1;
      return { ok: true as const, output: {} };
    },
  });
  const policies = builtInPolicies.map((policy) => (policy.name === "rate-limit" ? { ...policy, enabled: true, parameters } : policy));
  return { world: testWorld({ tools: [tool], policiesOf: async () => policies }), calls: () => calls };
}
const plan = (steps: number, more: object = {}) => ({
  steps: Array.from({ length: steps }, (_, at) => ({ id: `s${at}`, tool: "rate.call", when: "true", ...more })),
});

test("an integration is called as often as its policy says, by all executions and processes together; the rest waits and says until when", async () => {
  const [one, other] = [worldWith({ perMinute: 5, over: "wait" }, "crm"), worldWith({ perMinute: 5, over: "wait" }, "crm")];
  const ids = [await one.world.start(plan(6)), await other.world.start(plan(6))];
  await Promise.all([one.world.settle(), other.world.settle()]);
  expect(one.calls() + other.calls()).toBe(5);
  const [id = ""] = ids;
  const { steps } = expectLegal(await one.world.store.readAfter(scope, id, 0, 1_000));
  const waiting = Object.values(steps).filter((step) => step.status === "held");
  expect(waiting.length).toBeGreaterThan(0);
  for (const { hold, attempt } of waiting) {
    expect(hold).toMatchObject({ reason: "rate", ref: "crm" });
    expect(Date.parse(hold.until ?? "")).toBeGreaterThan(Date.parse(hold.since));
    expect(attempt).toBe(0);
  }
});

test("where the policy says so, what is over it fails", async () => {
  const { world, calls } = worldWith({ perMinute: 2, over: "fail" }, "mailer");
  const id = await world.start(plan(4, { critical: false, retry: { maxAttempts: 1 } }));
  await world.settle();
  const { steps } = expectLegal(await world.store.readAfter(scope, id, 0, 1_000));
  expect(calls()).toBe(2);
  expect(Object.values(steps).filter((step) => step.status === "failed" && step.code === "rate_limited")).toHaveLength(2);
});
