import type { PlannedCall } from "#lib/kernel/meter.ts";
import { accept } from "#lib/kernel/outcome.ts";
import type { Told } from "#lib/models/meter.ts";
import type { Phase } from "#lib/safety/allocation.ts";
import { dollars, type Zone, zoneOf, zoneWords } from "#lib/safety/budget.ts";
import type { Settled } from "#lib/safety/spend.ts";
import type { Workspace } from "#lib/tenancy/workspace.ts";
import type { Fact } from "./events.ts";
import type { Slice } from "./slice.ts";
import { isOver } from "./state.ts";
import type { ExecutionStore } from "./store.ts";

type At = { scope: Workspace; executionId: string; step: string | null; phase: Phase };
type Worth = { micros: number; tokens: number };

/** The log learns what a call of a model set aside and used. The budgets are counted elsewhere, so that a log which cannot be told costs no call. */
export function tellSpend(store: Pick<ExecutionStore, "act">, at: At): Told {
  const tell = (cause: string, facts: (status: string) => Fact[]) =>
    store
      .act(at.scope, at.executionId, {
        cause: `budget:${cause}`,
        need: { steps: at.step === null ? [] : [at.step] },
        decide: (slice) => accept({ facts: isOver(slice.execution.head.status) ? [] : facts(statusOf(slice, at.step)), answer: undefined }),
      })
      .then(
        () => {},
        () => {},
      );
  return {
    reserved: (id, worth, call) => tell(`${id}:reserved`, (status) => [reservedFact(at, status, { ...worth, ...call })]),
    settled: (id, worth, settled) => tell(`${id}:settled`, (status) => settledFacts(at, status, worth, settled)),
  };
}

const statusOf = ({ execution, rows }: Slice, step: string | null): string =>
  (step === null ? undefined : rows[step]?.state.status) ?? execution.head.status;

const words = ({ micros, tokens }: Worth) => `${tokens.toLocaleString("en")} tokens, ${dollars(micros)}`;

type Reserved = Worth & Pick<PlannedCall, "spared" | "sheet">;

function reservedFact({ step, phase }: At, status: string, { micros, tokens, spared = [], sheet = [] }: Reserved): Fact {
  return {
    type: "budget.reserved",
    step,
    status,
    message: `Set aside for a call: ${words({ micros, tokens })} at the most`,
    amountMicros: micros,
    tokens,
    phase,
    ...(spared.length > 0 && { spared: [...spared] }),
    ...(sheet.length > 0 && { sheet: [...sheet] }),
  };
}

function settledFacts({ step, phase }: At, status: string, { micros, tokens }: Worth, { before, after }: Settled): Fact[] {
  const settled: Fact = {
    type: "budget.settled",
    step,
    status,
    message: `Used: ${words({ micros, tokens })}`,
    amountMicros: micros,
    tokens,
    phase,
  };
  const crossed = crossedInto(before, after);
  if (crossed === undefined || after === undefined) return [settled];
  const message = `${Math.floor(after)} % of the budget is used: ${zoneWords[crossed]}`;
  return [settled, { type: "budget.crossed", step, status, message, zone: crossed, percent: Math.round(after * 10) / 10 }];
}

/** The zone that this call led into, where it is worse than the one before. */
function crossedInto(before: number | undefined, after: number | undefined): Zone | undefined {
  if (after === undefined) return;
  const zone = zoneOf(after);
  return zone !== "green" && zone !== zoneOf(before ?? 0) && after > (before ?? 0) ? zone : undefined;
}
