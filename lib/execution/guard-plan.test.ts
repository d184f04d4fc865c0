import { expect, test } from "vitest";
import { Plan } from "#lib/planner/plan.ts";
import { builtInPolicies } from "#lib/safety/guardrails/built-in.ts";
import { looseTool } from "#lib/tools/loose-tool.fixture.ts";
import { toolRegistry } from "#lib/tools/tool.ts";
import { blockedIn } from "./guard-plan.ts";

const registry = toolRegistry([looseTool("mail.send", "send"), looseTool("page.read", "read")]);
const planOf = (...steps: object[]) => Plan.parse({ steps: steps.map((step, at) => ({ id: `s${at}`, ...step })) });
const blocked = (plan: Plan, policies = builtInPolicies) => blockedIn(plan, policies, registry);

const key = "AKIAIOSFODNN7EXAMPLQ";

test("a plan that says what policy blocks is told so, with the policy and the place", () => {
  const plan = planOf(
    { tool: "page.read", params: { url: "https://example.org" } },
    { tool: "mail.send", params: { to: "noa@demo.example", body: `Our aws_access_key_id = ${key}` } },
  );
  const [first] = blocked(plan);
  expect(first?.path).toBe("steps[1].params.body");
  expect(first?.because).toMatch(/^no-sensitive-data-exposure: /);
  expect(JSON.stringify(blocked(plan))).not.toContain(key);
});

test("what is not known before the run is left to the run", () => {
  const strict = builtInPolicies.map((one) =>
    one.name === "compliance-check" ? { ...one, enabled: true, severity: "critical" as const } : one,
  );
  const whole = planOf({ tool: "mail.send", params: { to: "noa@demo.example", body: "A flat to let." } });
  const open = planOf({ tool: "mail.send", params: { to: "noa@demo.example", body: "{{input.body}}" } });
  expect(blocked(whole, strict)[0]?.because).toMatch(/^compliance-check: /);
  expect(blocked(open, strict)).toEqual([]);
  expect(blocked(whole)).toEqual([]);
});

test("a template does not hide what stands beside it, and a policy that there is not is named", () => {
  const plan = planOf({ tool: "mail.send", guardrails: ["no-such"], params: { to: "{{input.to}}", body: `aws_access_key_id = ${key}` } });
  expect(blocked(plan).map(({ because }) => because)).toEqual([
    "there is no policy no-such",
    expect.stringMatching(/^no-sensitive-data-exposure: /),
  ]);
});
