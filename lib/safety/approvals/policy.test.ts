import { expect, test } from "vitest";
import { ApprovalPolicy, termsFor } from "./policy.ts";

const policy = (given: unknown) => ApprovalPolicy.parse(given);
const names = new Map([["grp_legal", "Legal"]]);
const ruleFor = (given: unknown, asked: Parameters<typeof termsFor>[2]) => termsFor(policy(given), names, asked).rule;

test("the first rule that fits counts, by kind, tool, room and effect", () => {
  const rules = [
    { name: "plans", kinds: ["plan"] },
    { name: "mail", tools: ["message.send"] },
    { name: "web", tools: ["http.*"], effects: ["delete"] },
    { name: "money", effects: ["spend", "delete"] },
  ];
  expect(ruleFor({ rules }, { kind: "plan" })).toBe("plans");
  expect(ruleFor({ rules }, { kind: "step", tool: "message.send", effect: "send" })).toBe("mail");
  expect(ruleFor({ rules }, { kind: "step", tool: "message.sender", effect: "send" })).toBeUndefined();
  expect(ruleFor({ rules }, { kind: "step", tool: "http.request", effect: "delete" })).toBe("web");
  expect(ruleFor({ rules }, { kind: "step", tool: "httpx.request", effect: "delete" })).toBe("money");
  expect(ruleFor({ rules }, { kind: "step", tool: "http.request", effect: "send" })).toBeUndefined();
});

test("terms carry the names and the times of the moment", () => {
  const rules = [
    {
      name: "legal",
      group: "grp_legal",
      quorum: 2,
      expiresAfterMinutes: 60,
      remindBeforeMinutes: 10,
      onExpiry: "escalate",
      escalateTo: "grp_gone",
      escalateForMinutes: 30,
    },
  ];
  expect(termsFor(policy({ selfApproval: "never", rules }), names, { kind: "plan" })).toEqual({
    rule: "legal",
    group: { id: "grp_legal", name: "Legal" },
    quorum: 2,
    self: "never",
    ttlMs: 3_600_000,
    remindBeforeMs: 600_000,
    onExpiry: "escalate",
    escalateTo: { id: "grp_gone", name: "grp_gone" },
    escalateForMs: 1_800_000,
  });
});

test("without a rule one decides within a day, and nobody their own unless they are alone", () => {
  expect(termsFor(policy({}), names, { kind: "plan" })).toEqual({
    quorum: 1,
    self: "if_alone",
    ttlMs: 86_400_000,
    onExpiry: "reject",
  });
});

test.each([
  ["an escalation to nowhere", { onExpiry: "escalate" }, "escalateTo"],
  ["a group for an escalation that there is not", { escalateTo: "grp_legal" }, "escalateTo"],
  ["a reminder before it is asked", { expiresAfterMinutes: 5, remindBeforeMinutes: 5 }, "remindBeforeMinutes"],
  ["a quorum of nobody", { quorum: 0 }, "quorum"],
  ["a tool that is none", { tools: ["*"] }, "tools"],
  ["a field that is not ours", { approvers: ["me"] }, ""],
])("%s is refused, and the place is named", (_what, rule, path) => {
  const read = ApprovalPolicy.safeParse({ rules: [{ name: "r", ...rule }] });
  expect(read.success).toBe(false);
  expect(read.error?.issues.map((issue) => issue.path.join(".")).join(" ")).toContain(path === "" ? "rules.0" : `rules.0.${path}`);
});

test("two rules of one name are refused", () => {
  expect(ApprovalPolicy.safeParse({ rules: [{ name: "r" }, { name: "r" }] }).success).toBe(false);
});
