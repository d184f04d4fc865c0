import { describe, expect, test } from "vitest";
import { askGates, type Gate, type GateVerdict } from "./gate.ts";
import { type MidFacts, midGates } from "./mid.ts";
import { type PostFacts, postGates } from "./post.ts";
import { type PlannedCall, type PreFacts, preGates } from "./pre.ts";

const call = (of: Partial<PlannedCall> = {}): PlannedCall => ({
  step: "a",
  tool: "flow.pass",
  effect: "read",
  isModel: false,
  isAsked: false,
  ...of,
});
const plan: PreFacts = {
  calls: [call()],
  models: [],
  allocation: { window: 200_000, dynamic: { tools: 100, skills: 0, agents: 0 } },
  by: { kind: "member", name: "Dana" },
  isCode: false,
};
const running: MidFacts = { calls: 0, errors: 0, steps: { completed: 0, failed: 0 }, slots: { taken: 1, of: 4, waiting: 0 } };
const step = { step: "a", name: "Fetch", silentMs: 1_000, runsMs: 1_000, limitMs: 300_000 };
const done: PostFacts = {
  declared: 2,
  missing: [],
  steps: { completed: 3, failed: 0, skipped: 0 },
  findings: [],
  durationMs: 5_000,
  costMicros: 0,
  bounds: {},
};

const said = <Facts>(gates: readonly Gate<Facts>[], facts: Facts, name: string): GateVerdict => {
  const gate = gates.find((one) => one.name === name);
  if (!gate) throw new Error(`there is no gate ${name}`);
  return askGates([gate], facts)[0] as GateVerdict;
};

describe("before anything begins", () => {
  const model = call({ tool: "text.write", isModel: true });
  const cases: [string, Partial<PreFacts>, GateVerdict["outcome"], boolean][] = [
    ["dependencies", {}, "pass", false],
    ["dependencies", { calls: [{ step: "a", tool: "no.such", isModel: false, isAsked: false }] }, "fail", true],
    ["dependencies", { calls: [call({ connection: "crm" })], connections: new Set(["crm"]) }, "pass", false],
    ["dependencies", { calls: [call({ connection: "crm" })], connections: new Set(["other"]) }, "fail", true],
    ["dependencies", { calls: [call({ connection: "crm" })], connections: new Set(["crm"]), strange: "it is not for this" }, "fail", true],
    ["token-budget", {}, "not_applicable", false],
    ["token-budget", { calls: [model] }, "pass", false],
    ["token-budget", { calls: [model], usedPercent: 74.9 }, "pass", false],
    ["token-budget", { calls: [model], usedPercent: 75 }, "warn", false],
    ["token-budget", { calls: [model], usedPercent: 85 }, "warn", false],
    ["token-budget", { calls: [model], usedPercent: 100 }, "warn", false],
    ["token-budget", { allocation: { window: 200_000, dynamic: { tools: 30_000, skills: 0, agents: 0 } }, calls: [model] }, "pass", false],
    ["token-budget", { allocation: { window: 200_000, dynamic: { tools: 30_000, skills: 0, agents: 1 } }, calls: [model] }, "fail", true],
    ["risk-assessment", {}, "pass", false],
    ["risk-assessment", { calls: [call({ effect: "send", isAsked: true })] }, "pass", false],
    ["risk-assessment", { calls: [call({ effect: "send" })] }, "warn", false],
    ["permission", {}, "pass", false],
    ["permission", { mayStart: false }, "fail", true],
    ["permission", { lacks: "message:execute is not among the rights of Gil" }, "fail", true],
    ["permission", { by: { kind: "system", name: "Fermata" } }, "not_applicable", false],
    ["git-status", {}, "not_applicable", false],
    ["git-status", { isCode: true }, "pass", false],
  ];

  test.each(cases)("%s of %o is %s", (name, facts, outcome, isBlocked) => {
    const verdict = said(preGates, { ...plan, ...facts }, name);
    expect(verdict).toMatchObject({ gate: name, outcome });
    expect(verdict.blocks ?? false).toBe(isBlocked);
    expect(verdict.because).not.toBe("");
  });

  test("what is behind a gate that nothing passes is not asked", () => {
    const verdicts = askGates(preGates, { ...plan, calls: [call({ connection: "crm" })], connections: new Set<string>() });
    expect(verdicts.map(({ gate, outcome }) => [gate, outcome])).toEqual([["dependencies", "fail"]]);
  });

  test("a critical gate that breaks stops what is behind it, another one is only said", () => {
    const broken = (critical: boolean) =>
      askGates(
        [
          {
            name: "broken",
            critical,
            ask: () => {
              throw new Error("it fell over");
            },
          },
        ],
        {},
      );
    expect(broken(true)).toEqual([{ gate: "broken", outcome: "fail", because: "The gate could not be asked: it fell over", blocks: true }]);
    expect(broken(false)[0]).not.toHaveProperty("blocks");
  });
});

describe("while it runs", () => {
  const cases: [string, Partial<MidFacts>, GateVerdict["outcome"], GateVerdict["follows"]][] = [
    ["token-usage", {}, "not_applicable", undefined],
    ["token-usage", { usedPercent: 74.9 }, "pass", undefined],
    ["token-usage", { usedPercent: 75 }, "warn", "optimize"],
    ["token-usage", { usedPercent: 84.9 }, "warn", "optimize"],
    ["token-usage", { usedPercent: 85 }, "fail", "aggressive_optimize"],
    ["token-usage", { usedPercent: 100 }, "fail", "hold"],
    ["progress", {}, "not_applicable", undefined],
    ["progress", { running: [step] }, "pass", undefined],
    ["progress", { running: [{ ...step, silentMs: 61_000, runsMs: 61_000 }] }, "warn", "recover"],
    ["progress", { running: [{ ...step, silentMs: 11_000, runsMs: 11_000, limitMs: 20_000 }] }, "warn", "recover"],
    ["progress", { running: [{ ...step, silentMs: 1_000, runsMs: 200_000 }] }, "pass", undefined],
    ["progress", { running: [{ ...step, silentMs: 331_000, runsMs: 331_000 }] }, "fail", "recover"],
    ["error-rate", { calls: 4, errors: 4 }, "not_applicable", undefined],
    ["error-rate", { calls: 10, errors: 1 }, "pass", undefined],
    ["error-rate", { calls: 10, errors: 5 }, "warn", "recover"],
    ["error-rate", { calls: 20, errors: 10 }, "fail", "hold"],
    ["error-rate", { steps: { completed: 10, failed: 10 } }, "fail", "hold"],
    ["resource-usage", {}, "pass", undefined],
    ["resource-usage", { slots: { taken: 4, of: 4, waiting: 41 } }, "warn", "notice"],
    ["resource-usage", { memory: 0.86 }, "warn", "notice"],
    ["resource-usage", { memory: 0.96 }, "fail", "notice"],
  ];

  test.each(cases)("%s of %o is %s", (name, facts, outcome, follows) => {
    const verdict = said(midGates, { ...running, ...facts }, name);
    expect(verdict).toMatchObject({ gate: name, outcome });
    expect(verdict.follows).toBe(follows);
  });
});

describe("behind the last step", () => {
  const cases: [string, Partial<PostFacts>, GateVerdict["outcome"], boolean][] = [
    ["output-schema", { declared: 0 }, "not_applicable", false],
    ["output-schema", {}, "pass", false],
    ["output-schema", { missing: ["total"] }, "fail", false],
    ["quality-score", {}, "pass", false],
    ["quality-score", { steps: { completed: 2, failed: 0, skipped: 1 } }, "pass", false],
    ["quality-score", { steps: { completed: 2, failed: 2, skipped: 0 }, declared: 0 }, "warn", false],
    ["quality-score", { steps: { completed: 1, failed: 3, skipped: 0 }, declared: 0 }, "fail", false],
    ["quality-score", { steps: { completed: 2, failed: 2, skipped: 0 }, declared: 0, bounds: { quality: 51 } }, "fail", true],
    ["security-scan", {}, "pass", false],
    ["security-scan", { findings: undefined }, "not_applicable", false],
    ["security-scan", { findings: [{ kind: "card number", severity: "high", reason: "" }] }, "warn", false],
    ["security-scan", { findings: [{ kind: "api key", severity: "critical", reason: "" }] }, "fail", false],
    ["performance", {}, "not_applicable", false],
    ["performance", { bounds: { durationMs: 10_000 } }, "pass", false],
    ["performance", { bounds: { durationMs: 6_000 } }, "warn", false],
    ["performance", { bounds: { durationMs: 4_999 } }, "fail", false],
    ["performance", { bounds: { costMicros: 100 }, costMicros: 101 }, "fail", false],
    ["testing", {}, "not_applicable", false],
    ["testing", { report: {} }, "not_applicable", false],
    ["testing", { report: { tests: { passed: 10, failed: 0, coverage: 80 } } }, "pass", false],
    ["testing", { report: { tests: { passed: 10, failed: 0, coverage: 79 } } }, "warn", false],
    ["testing", { report: { tests: { passed: 9, failed: 1, coverage: 100 } } }, "fail", true],
    ["linting", { report: { lint: { errors: 0, warnings: 0 } } }, "pass", false],
    ["linting", { report: { lint: { errors: 0, warnings: 2 } } }, "warn", false],
    ["linting", { report: { lint: { errors: 1, warnings: 0 } } }, "fail", false],
    ["type-check", { report: { types: { errors: 0 } } }, "pass", false],
    ["type-check", { report: { types: { errors: 1 } } }, "fail", true],
  ];

  test.each(cases)("%s of %o is %s", (name, facts, outcome, isBlocked) => {
    const verdict = said(postGates, { ...done, ...facts }, name);
    expect(verdict).toMatchObject({ gate: name, outcome });
    expect(verdict.blocks ?? false).toBe(isBlocked);
  });
});
