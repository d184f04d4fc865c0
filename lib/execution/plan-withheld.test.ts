import { expect, test } from "vitest";
import type { Decision, Saw } from "#lib/planner/decision.ts";
import { planWithheld } from "./plan-withheld.ts";

const saw: Saw = {
  language: "en",
  today: "2026-11-21",
  goals: [],
  people: [],
  topics: [],
  organisations: [],
  periods: [],
  tools: 0,
  model: "m",
};
const request = "Write to Yoav that the password is Kanarie-9x!Gelb";

test("a planner sees no secret, and its plan has it where it is used", async () => {
  const seen: string[] = [];
  const decide = planWithheld(async (ask) => {
    seen.push(ask.request);
    const [mark = ""] = /\[CREDENTIAL_\d\]/.exec(ask.request) ?? [];
    const step = {
      id: "send",
      name: `Send ${mark}`,
      tool: "message.send",
      params: { to: "yoav@example.test", body: { lines: [`It is ${mark}`] } },
    };
    return { kind: "plan", plan: { steps: [step] }, notes: [`“${mark}” was kept as it is`], saw } as unknown as Decision;
  });
  const decision = await decide({ scope: { id: "w" }, request, input: undefined, payer: {} });
  expect(seen).toEqual(["Write to Yoav that the password is [CREDENTIAL_1]"]);
  expect(decision).toMatchObject({
    notes: ["“[CREDENTIAL_1]” was kept as it is"],
    plan: { steps: [{ name: "Send [CREDENTIAL_1]", params: { body: { lines: ["It is Kanarie-9x!Gelb"] } } }] },
  });
});

test("a request without any goes through untouched", async () => {
  const decision: Decision = { kind: "refuse", reason: "no", missing: [], saw, notes: [] };
  expect(
    await planWithheld(async () => decision)({ scope: { id: "w" }, request: "What is on my calendar?", input: undefined, payer: {} }),
  ).toBe(decision);
});
