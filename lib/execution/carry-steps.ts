import type { Json } from "#lib/kernel/json.ts";
import { accept } from "#lib/kernel/outcome.ts";
import type { Workspace } from "#lib/tenancy/workspace.ts";
import type { AnyTool, ToolRegistry } from "#lib/tools/tool.ts";
import type { ApprovalRulesOf } from "./asking.ts";
import type { Attempted, AttemptStep } from "./attempt.ts";
import { type Admission, decideAdmit } from "./decide-admit.ts";
import { type AttemptEnd, decideSettle } from "./decide-settle.ts";
import { finishCommand } from "./finish-execution.ts";
import { guardOutput, outcomeWithSaid, type PoliciesOf } from "./guard-step.ts";
import { declaredFor, noWays, type Ways } from "./ladder.ts";
import type { HandWithout } from "./may-run-plan.ts";
import { payloadOf, previewOf } from "./payloads.ts";
import { type Preparation, prepareStep } from "./prepare-step.ts";
import type { Seam } from "./seam.ts";
import { type Simulation, simulateStep } from "./simulate-step.ts";
import type { Row, Slice } from "./slice.ts";
import type { SlotLine } from "./slot-line.ts";
import type { Head, Step } from "./state.ts";
import type { Command, ExecutionStore } from "./store.ts";
import { allSettled } from "./successors.ts";
import type { UsageAround } from "./usage-around.ts";
import { waysOf } from "./ways.ts";

/** How far one run carries a chain before it leaves the rest to a fresh one: a bound in steps and in time, so that a crash and a neighbour wait little. */
export const carryAtMost = { steps: 250, ms: 5_000 };

export type CarryDeps = {
  store: ExecutionStore;
  registry: ToolRegistry;
  attempt: AttemptStep;
  now: () => Date;
  policiesOf?: PoliciesOf;
  approvalRulesOf?: ApprovalRulesOf;
  usageAround?: UsageAround;
  handWithout?: HandWithout;
  seam?: Seam;
  isOpen?: (scope: Workspace) => (tool: AnyTool) => boolean;
  /** Who waits for a slot; without it, runs leave a freed slot to a nudge. */
  line?: SlotLine;
  /** What a dry run may look at; without it, tools answer by what they promise. */
  simulation?: Simulation;
};
export type Claim = { row: Row; fence: number; attempt: number; recovered: boolean; params: Json; simulated?: true; leftMs?: number };

/**
 * Runs one step that was nudged, then goes on with one of the steps that it just made ready, so that a chain costs steps and not hops.
 * All that it knows is read from the log: a run that is started again after a crash first takes up the steps that it had claimed.
 */
export async function carrySteps(
  deps: CarryDeps,
  { scope, executionId, stepId, wake, run }: { scope: Workspace; executionId: string; stepId: string; wake: number; run: string },
): Promise<{ steps: number }> {
  const slice = await deps.store.slice(scope, executionId, { edgesFrom: [stepId], run });
  if (!slice) return { steps: 0 };
  if (slice.claims.length > 0) return resumeClaims(deps, { scope, executionId, run, claims: slice.claims });
  const known = new Map<string, Json>();
  return carryFrom(deps, {
    scope,
    executionId,
    run,
    known,
    claim: await admit(deps, { scope, executionId, run, known, stepId, wake, slice }),
  });
}

/** Takes up what a run had claimed before its process died. */
export async function resumeClaims(
  deps: CarryDeps,
  { scope, executionId, run, claims }: { scope: Workspace; executionId: string; run: string; claims: Slice["claims"] },
): Promise<{ steps: number }> {
  let steps = 0;
  for (const { stepId, wake } of claims) {
    const slice = await deps.store.slice(scope, executionId, { edgesFrom: [stepId] });
    if (!slice) continue;
    const known = new Map<string, Json>();
    const claim = await admit(deps, { scope, executionId, run, known, stepId, wake, slice });
    steps += (await carryFrom(deps, { scope, executionId, run, known, claim })).steps;
  }
  return { steps };
}

/** Runs a claimed step and those that it carries on with, within the bounds of one run. */
export async function carryFrom(
  deps: CarryDeps,
  at: { scope: Workspace; executionId: string; run: string; known: Map<string, Json>; claim: Claim | undefined },
): Promise<{ steps: number }> {
  const { scope, executionId, run, known } = at;
  const began = deps.now().getTime();
  let { claim } = at;
  let steps = 0;
  while (claim) {
    steps += 1;
    const mayCarry = steps < carryAtMost.steps && deps.now().getTime() - began < carryAtMost.ms;
    claim = await runClaim(deps, { scope, executionId, run, claim, known, mayCarry });
  }
  return { steps };
}

type AdmitAt = { scope: Workspace; executionId: string; stepId: string; wake: number; run: string; known: Map<string, Json> };

/** The admission is in the log already: by another run, or by this one, whose answer was lost with its connection. Then the claim is this run's. */
export async function takeBack(deps: CarryDeps, at: AdmitAt): Promise<Claim | undefined> {
  const slice = await deps.store.slice(at.scope, at.executionId, { edgesFrom: [at.stepId], run: at.run });
  return slice?.claims.some(({ stepId }) => stepId === at.stepId) ? admit(deps, { ...at, slice }) : undefined;
}

async function admit(deps: CarryDeps, at: AdmitAt & { slice: Slice }): Promise<Claim | undefined> {
  const { scope, executionId, stepId, run, wake, known, slice } = at;
  const row = slice.rows[stepId];
  if (!row) return;
  const { iterations } = row.state;
  if (row.state.status === "running" && iterations && iterations.settled >= iterations.total) return gather(deps, scope, slice, row);
  const preparation = await prepareStep(deps, { scope, head: slice.execution.head, row, known });
  deps.seam?.("admit.before", { executionId });
  const outcome = await deps.store.actAll(
    scope,
    executionId,
    [admitCommand(deps, row, { run, wake }, preparation)],
    closes(row, preparation) ? undefined : slice,
  );
  deps.seam?.("admit.after", { executionId });
  const admitted = outcome.ok ? outcome.value[0] : undefined;
  if (admitted?.kind === "replayed") return takeBack(deps, at);
  if (admitted?.kind !== "done") return;
  const admission = admitted.answer as Admission;
  if (admission.kind === "spread" && admission.iterations === 0) {
    await settle(deps, {
      scope,
      executionId,
      row,
      fence: admission.fence,
      end: { kind: "completed", ...outputOf(executionId, []), ms: 0 },
      output: [],
    });
    return;
  }
  return claimOf(row, admission, preparation);
}

/** What a run holds after an admission; nothing when the step was held, or is another's. */
export function claimOf(row: Row, admission: Admission, preparation: Preparation): Claim | undefined {
  return admission.kind === "started"
    ? {
        row,
        fence: admission.fence,
        attempt: admission.attempt,
        recovered: admission.recovered,
        params: preparation.params ?? {},
        ...(admission.simulated && { simulated: true }),
        ...(admission.leftMs !== undefined && { leftMs: admission.leftMs }),
      }
    : undefined;
}

export function admitCommand(
  deps: CarryDeps,
  row: Row,
  { run, wake }: { run: string; wake: number },
  preparation: Preparation,
): Command<Admission> {
  const { state } = row;
  // A claim is taken over under a cause of its own: the nudge's cause is in the log since the first claim.
  const cause = state.status === "running" ? `recover:${row.id}:${state.fence}` : `admit:${row.id}:${wake}:${state.fence}`;
  const { prepared, tool, payloads } = preparation;
  const called = deps.registry.get(row.spec.tool);
  return {
    cause,
    need: { edgesFrom: [row.id, ...(prepared.kind === "broken" ? mayLeaveOut(row) : [])], open: closes(row, preparation) },
    payloads,
    decide: (slice) =>
      accept(
        decideAdmit(slice, {
          step: row.id,
          wake,
          run,
          at: deps.now().toISOString(),
          tool,
          prepared,
          leaseLost: slice.rows[row.id]?.leaseLost ?? false,
          outside: called?.run !== undefined,
          counts: called?.run !== undefined && !called.isLocal,
        }),
      ),
  };
}

/** Whether this admission may end the execution, so that the end must see every open step. */
function closes(row: Row, { prepared }: Preparation): boolean {
  return prepared.kind === "broken" || row.state.status === "running";
}

async function runClaim(
  deps: CarryDeps,
  at: { scope: Workspace; executionId: string; run: string; claim: Claim; known: Map<string, Json>; mayCarry: boolean },
): Promise<Claim | undefined> {
  const { scope, executionId, claim } = at;
  const { row, fence } = claim;
  const { params, recovered, leftMs } = claim;
  const call = { scope, executionId, row, fence, params, recovered, ...(leftMs !== undefined && { leftMs }) };
  const ended = await (claim.simulated ? simulateStep(deps, call) : deps.attempt(call));
  if (ended.kind === "settled") return;
  if (ended.kind === "completed" && at.mayCarry) return settleAndCarry(deps, at, ended);
  const end = endOf(executionId, ended);
  const ways = ended.kind === "failed" || ended.kind === "blocked" ? waysFor(deps, scope, claim) : noWays;
  await settle(deps, { scope, executionId, row, fence, end, ways, ...(ended.kind === "completed" && { output: ended.output }) });
  return;
}

type Completed = Extract<Attempted, { kind: "completed" }>;

/** The end as the log takes it: bytes become a reference. */
function endOf(executionId: string, ended: Exclude<Attempted, { kind: "settled" }>): AttemptEnd {
  if (ended.kind !== "completed") return ended;
  const { output, ...rest } = ended;
  return { ...rest, ...outputOf(executionId, output) };
}

/** Settles the step and admits one that waits for nothing else, in the same append: a dependent, or who waits for the slot. */
async function settleAndCarry(deps: CarryDeps, at: Parameters<typeof runClaim>[1], ended: Completed): Promise<Claim | undefined> {
  const { scope, executionId, claim } = at;
  const { slice, waiting } = await readAround(deps, { scope, executionId, stepId: claim.row.id });
  let next: Claim | undefined;
  try {
    next = slice ? await settleInto(deps, at, ended, { slice, waiting }) : undefined;
    return next;
  } finally {
    if (waiting !== undefined) deps.line?.done(scope, executionId, waiting, next?.row.id === waiting);
  }
}

/** The slice around a step that settles, with one of those that wait for its slot. */
async function readAround(
  { store, line }: CarryDeps,
  { scope, executionId, stepId }: { scope: Workspace; executionId: string; stepId: string },
): Promise<{ slice: Slice | null; waiting: string | undefined }> {
  for (let looked = false; ; looked = true) {
    const waiting = line?.take(scope, executionId);
    const slice = await store.slice(scope, executionId, { edgesFrom: [stepId], ...(waiting !== undefined && { steps: [waiting] }) });
    if (waiting !== undefined || looked || !line || !slice || !passesSlots(slice)) return { slice, waiting };
    await line.look(scope, executionId);
  }
}

const passesSlots = ({ execution: { head } }: Slice): boolean => head.slotWaiters > 0 && head.status === "running" && !head.halting;

async function settleInto(
  deps: CarryDeps,
  at: Parameters<typeof runClaim>[1],
  ended: Completed,
  { slice, waiting }: { slice: Slice; waiting: string | undefined },
): Promise<Claim | undefined> {
  const { scope, executionId, run, claim, known } = at;
  const { output } = ended;
  const end = endOf(executionId, ended);
  const next = waiterOf(slice, waiting) ?? nextOf(slice, claim.row.id);
  const commands: Command<unknown>[] = [
    settleCommand(deps, { row: claim.row, fence: claim.fence, end, executionId, output, ...(next?.id === waiting && { next: waiting }) }),
  ];
  known.clear();
  known.set(claim.row.id, output);
  const preparation = next && (await prepareStep(deps, { scope, head: slice.execution.head, row: next, known }));
  if (next && preparation) commands.push(admitCommand(deps, next, { run, wake: next.state.wake + 1 }, preparation));
  // The last step and the end are one append.
  if (!next && claim.row.parent === null && allSettled(slice, 1))
    commands.push(await finishCommand(deps, { scope, head: slice.execution.head, known }));
  const plain = !preparation || preparation.prepared.kind === "call";
  deps.seam?.("settle.before", { executionId });
  const outcome = await deps.store.actAll(scope, executionId, commands, plain ? slice : undefined);
  deps.seam?.("settle.after", { executionId });
  const admitted = outcome.ok ? outcome.value[1] : undefined;
  if (next && admitted?.kind === "replayed")
    return takeBack(deps, { scope, executionId, run, known, stepId: next.id, wake: next.state.wake + 1 });
  if (!next || !preparation || admitted?.kind !== "done") return;
  return claimOf({ ...next, state: { ...next.state, wake: next.state.wake + 1 } }, admitted.answer as Admission, preparation);
}

/** Who is let go by this settlement, as it is then. */
function waiterOf(slice: Slice, id: string | undefined): Row | undefined {
  const row = id === undefined ? undefined : slice.rows[id];
  if (!row || !passesSlots(slice) || row.state.status !== "held" || row.state.hold.reason !== "concurrency") return;
  const { hold: _hold, ...state } = row.state;
  return { ...row, state: { ...state, status: "ready" } satisfies Step };
}

/** A dependent that this settlement makes ready and that has no list to spread over. */
function nextOf(slice: Slice, from: string): Row | undefined {
  const { head } = slice.execution;
  // Where others wait for a slot, a chain queues like them.
  if (head.halting || head.status !== "running" || head.slotWaiters > 0) return;
  return slice.edges
    .flatMap((edge) => (edge.from === from ? (slice.rows[edge.to] ?? []) : []))
    .find((row) => row.waitingOn === 1 && row.state.status === "pending" && !row.missing && row.spec.forEach === undefined);
}

async function settle(
  deps: CarryDeps,
  about: { scope: Workspace; executionId: string; row: Row; fence: number; end: AttemptEnd; ways?: Ways; output?: Json },
): Promise<void> {
  const { scope, executionId } = about;
  deps.seam?.("settle.before", { executionId });
  await deps.store.actAll(scope, executionId, [settleCommand(deps, about)]);
  deps.seam?.("settle.after", { executionId });
}

export function settleCommand(
  deps: Pick<CarryDeps, "now">,
  {
    row,
    fence,
    end,
    ways,
    executionId,
    output,
    next,
  }: { row: Row; fence: number; end: AttemptEnd; ways?: Ways; executionId: string; output?: Json; next?: string | undefined },
): Command<unknown> {
  const said = output === undefined ? [] : guardOutput(row.spec.tool, output);
  return {
    cause: `settle:${row.id}:${fence}`,
    need: {
      edgesFrom: [row.id, ...(mayFail(end) ? mayLeaveOut(row) : [])],
      open: mayFail(end),
    },
    ...(output !== undefined && { payloads: [payloadOf(executionId, output)] }),
    decide: (slice) =>
      outcomeWithSaid(
        decideSettle(slice, { step: row.id, fence, at: deps.now().toISOString(), end, ways, next }),
        slice.rows[row.id],
        said,
      ),
  };
}

const mayFail = ({ kind }: AttemptEnd): boolean => kind === "failed" || kind === "aborted" || kind === "blocked";

/** Who else can do it is judged by the step's own tool, whatever stands in for it now. */
function waysFor({ registry, isOpen }: CarryDeps, scope: Workspace, { row, params }: Claim): Ways {
  const own = registry.get(row.state.tool || row.spec.tool);
  const ways = waysOf(registry, own, params, isOpen?.(scope) ?? (() => false));
  return { ...ways, alternatives: ways.alternatives.filter((name) => name !== row.spec.tool) };
}

/** Steps that go with this one when a fallback leaves it out. */
function mayLeaveOut({ spec }: Row): string[] {
  return declaredFor(spec).flatMap(({ fallback }) => (fallback.type === "workflow-modification" ? fallback.skipSteps : []));
}

export function outputOf(executionId: string, output: Json): { output: ReturnType<typeof payloadOf>["ref"]; preview: string } {
  return { output: payloadOf(executionId, output).ref, preview: previewOf(output) };
}

/** The last iteration is settled: the step's output is the list of theirs, in order. */
async function gather(deps: CarryDeps, scope: Workspace, slice: Slice, row: Row): Promise<undefined> {
  const { head } = slice.execution as { head: Head };
  const { iterations } = row.state;
  if (!iterations) return;
  if (iterations.failed > 0) {
    const because = `${iterations.failed} of ${iterations.total} items failed`;
    await settle(deps, {
      scope,
      executionId: head.id,
      row,
      fence: row.state.fence,
      end: { kind: "failed", because, code: "iteration_failed", retryable: false },
    });
    return;
  }
  const ids = Array.from({ length: iterations.total }, (_, index) => `${row.id}[${index}]`);
  const outputs = await deps.store.outputs(scope, head.id, ids);
  const list: Json = ids.map((id) => outputs.get(id) ?? null);
  await settle(deps, {
    scope,
    executionId: head.id,
    row,
    fence: row.state.fence,
    end: { kind: "completed", ...outputOf(head.id, list), ms: 0 },
    output: list,
  });
  return;
}
