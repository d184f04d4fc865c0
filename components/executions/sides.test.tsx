import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import type { ExecutionEvent } from "#lib/execution/events.ts";
import { reservedIn } from "./cost-side.tsx";
import { GatesSide, gatesIn } from "./gates-side.tsx";
import { ModelSheet, sheetIn } from "./model-sheet.tsx";
import { PhaseShares, SavedTokens, savedIn } from "./spared.tsx";

let seq = 0;
const event = (type: string, more: object): ExecutionEvent =>
  ({ id: `evt_${++seq}`, seq, at: "2026-01-15T09:00:00.000Z", v: 1, step: null, status: "", message: "", type, ...more }) as ExecutionEvent;
const said = (gate: string, outcome: string, more: object = {}) => ({ gate, outcome, because: `because of ${gate}`, ...more });

test("nothing was asked: the side says what will stand there", () => {
  expect(renderToStaticMarkup(<GatesSide events={[event("plan.requested", {})]} isRead isOver={false} />)).toContain(
    "No gate has been asked yet",
  );
});

test("each phase has its verdicts with their reasons, and what follows from them", () => {
  const events = [
    event("execution.planned", { gates: [said("dependencies", "pass")] }),
    event("execution.started", {}),
    event("gate.checked", { phase: "mid", gates: [said("progress", "warn", { follows: "recover" })] }),
    event("execution.completed", { gates: [said("testing", "not_applicable")] }),
  ];
  const page = renderToStaticMarkup(<GatesSide events={events} isRead isOver />);
  for (const words of ["Before it began", "because of dependencies", "While it ran", "fallbacks take over", "At its end", "Not applicable"])
    expect(page).toContain(words);
});

test("a gate that stopped a plan stands before it, and one that stopped a result at its end", () => {
  const stopped = (gate: string) => gatesIn([event("execution.failed", { gates: [said(gate, "fail", { blocks: true })] })])[0]?.phase;
  expect(stopped("dependencies")).toBe("pre");
  expect(stopped("output-schema")).toBe("post");
});

test("what is set aside is what was not settled yet, for each step", () => {
  const events = [
    event("budget.reserved", { step: "a", amountMicros: 10, tokens: 5 }),
    event("budget.reserved", { step: "b", amountMicros: 20, tokens: 7 }),
    event("budget.settled", { step: "a", amountMicros: 4, tokens: 2 }),
  ];
  expect(reservedIn(events)).toEqual({ micros: 20, tokens: 7 });
});

test("the sheet of the latest call says what spoke for each model", () => {
  const parts = { suitability: 0.5, reliability: 1, speed: 0.25, context: 1, cost: 1, local: 1 };
  const cloud = { ...parts, reliability: 0.9, context: 0, cost: 0, local: 0 };
  const reserved = (sheet?: object) => event("budget.reserved", { step: "a", amountMicros: 1, tokens: 1, ...(sheet && { sheet }) });
  const sheet = [
    { model: "ollama", score: 0.775, parts },
    { model: "openai:m", score: 0.355, parts: cloud },
  ];
  expect(sheetIn([reserved(), event("step.completed", { step: "a" })])).toBeUndefined();
  expect(sheetIn([reserved([{ model: "before", score: 1, parts }]), reserved(sheet), reserved()])).toEqual(sheet);
  const shown = renderToStaticMarkup(<ModelSheet sheet={sheet} />);
  expect(shown).toMatch(/ollama.*0\.78.*suits 0\.50, reliable 1\.00, quick 0\.25, reads all of it, affordable, at home/);
  expect(shown).toMatch(/openai:m.*reliable 0\.90.*reads less than this, too dear, in a cloud/);
});

test("what was left out of calls stands with the tokens that it saved, and the shares of the budget with what is used of them", () => {
  const spared = [
    { name: "compact_history", tokens: 300 },
    { name: "unload_skill", tokens: 20 },
  ];
  const events = [
    event("budget.reserved", { amountMicros: 1, tokens: 1, phase: "plan", spared }),
    event("budget.reserved", {
      step: "a",
      amountMicros: 1,
      tokens: 1,
      phase: "execute",
      spared: [{ name: "compact_history", tokens: 1_000 }],
    }),
    event("budget.reserved", { step: "b", amountMicros: 1, tokens: 1 }),
  ];
  expect(savedIn(events)).toEqual([
    { name: "compact_history", times: 2, tokens: 1_300 },
    { name: "unload_skill", times: 1, tokens: 20 },
  ]);
  expect(renderToStaticMarkup(<SavedTokens events={events} />)).toContain("1,300");
  expect(renderToStaticMarkup(<SavedTokens events={[]} />)).toBe("");
  const shares = renderToStaticMarkup(<PhaseShares head={{ budget: { limitTokens: 10_000, currency: "USD" }, tokensIn: { plan: 5 } }} />);
  expect(shares).toContain("5 of 2,000");
  expect(shares).toContain("0 of 6,500");
  expect(renderToStaticMarkup(<PhaseShares head={{ budget: { limitMicros: 1, currency: "USD" } }} />)).toBe("");
});
