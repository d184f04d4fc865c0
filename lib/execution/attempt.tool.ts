import type { Complete, CompleteAsk } from "#lib/kernel/complete.ts";
import { durationWords } from "#lib/kernel/duration-words.ts";
import type { Json } from "#lib/kernel/json.ts";
import { OverBudget } from "#lib/kernel/meter.ts";
import { accept, type Outcome, refuse } from "#lib/kernel/outcome.ts";
import type { MeterFor } from "#lib/models/meter.ts";
import { maskBy } from "#lib/safety/guardrails/mask.ts";
import type { Workspace } from "#lib/tenancy/workspace.ts";
import type { AnyTool, Attempt, EffectClass, Shared, Sql, ToolContext, ToolRegistry } from "#lib/tools/tool.ts";
import type { Attempted, AttemptStep } from "./attempt.ts";
import { isAway } from "./away.postgres.ts";
import { outputOf, settleCommand } from "./carry-steps.ts";
import { effectIdOf } from "./decide-admit.ts";
import { guardCall, type PoliciesOf, shippedPolicies } from "./guard-step.ts";
import { derivedOf } from "./ladder.ts";
import { overtime } from "./overtime.ts";
import { effectOf } from "./prepare-step.ts";
import type { Seam, SeamName } from "./seam.ts";
import type { Row } from "./slice.ts";
import type { Command, ExecutionStore } from "./store.ts";
import { tellSpend } from "./tell-spend.ts";
import { withinPhase } from "./within-phase.ts";
import { sharedFact } from "./write-context.ts";

const defaultTimeoutMs = 300_000;
const heartbeatMs = 10_000;
const progressMs = 5_000;
/** How long a call that was aborted may take to come back. */
const abandonedAfterMs = 1_000;
/** How long the far side has to say what became of a call that took too long. */
const askMs = 10_000;

type Deps = {
  store: ExecutionStore;
  registry: ToolRegistry;
  now: () => Date;
  complete: Complete;
  sqlFor: (scope: Workspace) => Sql;
  timeZoneOf: (scope: Workspace) => Promise<string>;
  /** Tells whoever watches what a step is writing. */
  speak: (about: { executionId: string; step: string; attempt: number }) => { say(delta: string): void; end(): void };
  /** Registers a running attempt to be aborted when its execution stops; gives back how to sign off. */
  watch: (executionId: string, abort: (because: string) => void) => () => void;
  /** What the workspace allows at the moment of sending. */
  policiesOf?: PoliciesOf;
  /** Counts what a step's calls of models cost. */
  meterFor?: MeterFor;
  seam?: Seam;
};

type Claim = Parameters<AttemptStep>[0];
type Call = { deps: Deps; claim: Claim; tool: AnyTool; input: unknown; context: ToolContext };

/** Calls tools for real: with a timeout that aborts down to the socket, a heartbeat for the claim, and a look at whether the execution stops. */
export function attemptWith(deps: Deps): AttemptStep {
  return async (claim) => {
    const tool = deps.registry.get(claim.row.spec.tool);
    if (!tool) return { kind: "failed", because: `there is no tool ${claim.row.spec.tool}`, code: "unknown_tool", retryable: false };
    const input = tool.input.safeParse(claim.params);
    if (!input.success)
      return { kind: "failed", because: "the parameters do not fit the tool any more", code: "bad_params", retryable: false };
    // What a lost worker may have done is asked about all the same.
    if (claim.leftMs !== undefined && claim.leftMs <= 0 && !claim.recovered) return abortedAs(outOfTime);
    const guard = guardOf(deps, claim, tool);
    const began = performance.now();
    let context: ToolContext | undefined;
    const judged = async (ended: Attempted) => {
      if (ended.kind !== "unknown" || !context || !tool.confirm || !isTimeout(guard.aborted())) return ended;
      return confirmed(
        { deps, claim, tool, input: input.data, context: afterwards(context) },
        { ok: false, ...ended, code: "timeout" },
        began,
      );
    };
    try {
      context = await contextOf(deps, claim, guard.signal);
      const ended = await unlessAbandoned(callTool({ deps, claim, tool, input: input.data, context }, began), guard.signal);
      return guard.aborted() && ended.kind !== "completed" && ended.kind !== "settled" && ended.kind !== "unknown"
        ? abortedAs(guard.aborted() ?? "")
        : await judged(ended);
    } catch (cause) {
      const because = guard.aborted();
      if (cause instanceof OverBudget && !isOutside(tool, input.data)) return outOfBudget(cause);
      if (because !== undefined && !isOutside(tool, input.data)) return abortedAs(because);
      if (!context || (isAway(cause) && !isOutside(tool, input.data)))
        return { kind: "failed", because: messageOf(cause), code: "database", retryable: isAway(cause) };
      if (because !== undefined) return judged({ kind: "unknown", because: `it was stopped half way (${because})` });
      if (isOutside(tool, input.data)) return { kind: "unknown", because: `the tool broke: ${messageOf(cause)}` };
      return { kind: "failed", because: messageOf(cause), code: "tool_broke", retryable: false };
    } finally {
      guard.end();
    }
  };
}

/** It goes on when the budget begins anew, or when somebody raises it. */
function outOfBudget({ by: { budget, because, resetsAt } }: OverBudget): Attempted {
  return { kind: "waits", because, hold: { reason: "budget", ref: budget, ...(resetsAt !== undefined && { until: resetsAt }) } };
}

/** A tool that does not heed its signal is not waited for. What it may have done is judged as if it had broken. */
function unlessAbandoned<Ended>(work: Promise<Ended>, signal: AbortSignal): Promise<Ended> {
  return new Promise((resolve, reject) => {
    let timer: NodeJS.Timeout | undefined;
    const abandon = () => {
      timer = setTimeout(() => reject(new Error("it did not stop when it was told to")), abandonedAfterMs);
    };
    if (signal.aborted) abandon();
    else signal.addEventListener("abort", abandon, { once: true });
    work.then(resolve, reject).finally(() => {
      clearTimeout(timer);
      signal.removeEventListener("abort", abandon);
    });
  });
}

/** What happened, if this broke half way, cannot be known here. */
const isOutside = (tool: AnyTool, input: unknown): boolean => effectOf(tool, input) !== "read" && tool.run !== undefined;

/** Its execution's own time. */
const outOfTime = "its execution took longer than it may";
const isTimeout = (because: string | undefined): boolean => because === outOfTime || (because?.startsWith("it took longer") ?? false);

/** The call's own time is over; asking what became of it has a little of its own. */
const afterwards = (context: ToolContext): ToolContext => ({ ...context, signal: AbortSignal.timeout(askMs) });

function abortedAs(because: string): Attempted {
  if (because === outOfTime) return { kind: "failed", because, code: overtime, retryable: false };
  return isTimeout(because) ? { kind: "failed", because, code: "timeout", retryable: true } : { kind: "aborted", because };
}

/** The three things that may end a call from outside: its time, its claim, its execution. */
function guardOf(deps: Deps, { scope, executionId, row, fence, stop, key, leftMs = Number.POSITIVE_INFINITY }: Claim, tool: AnyTool) {
  const controller = new AbortController();
  const abort = (because: string) => controller.abort(because);
  const limitMs = row.spec.timeoutMs ?? tool.timeoutMs ?? defaultTimeoutMs;
  const timer = setTimeout(
    () => abort(leftMs < limitMs ? outOfTime : `it took longer than ${durationWords(limitMs)}`),
    Math.min(limitMs, leftMs),
  );
  const renew = () =>
    deps.store.renew(scope, executionId, row.id, fence).then(
      ({ lost }) => lost && abort("the claim was lost"),
      () => {},
    );
  const beat = key === undefined ? setInterval(renew, heartbeatMs) : undefined;
  const signOff = key === undefined ? deps.watch(executionId, abort) : () => {};
  const stopped = () => abort(String(stop?.reason));
  stop?.addEventListener("abort", stopped, { once: true });
  return {
    signal: controller.signal,
    aborted: (): string | undefined => (controller.signal.aborted ? String(controller.signal.reason) : undefined),
    end() {
      clearTimeout(timer);
      clearInterval(beat);
      signOff();
      stop?.removeEventListener("abort", stopped);
    },
  };
}

async function contextOf(deps: Deps, { scope, executionId, row, key, lock }: Claim, signal: AbortSignal): Promise<ToolContext> {
  let told = 0;
  return {
    workspace: scope,
    executionId,
    stepId: row.id,
    idempotencyKey: key ?? effectIdOf(executionId, row),
    ...(lock && { lock }),
    now: deps.now(),
    timeZone: await deps.timeZoneOf(scope),
    signal,
    sql: deps.sqlFor(scope),
    async complete(ask) {
      const speaker = deps.speak({ executionId, step: row.id, attempt: row.state.fence });
      const phase = row.state.recovery?.rung?.name === mending ? "verify" : "execute";
      const counted = deps.meterFor?.(
        { scope, executionId, stepId: row.id },
        tellSpend(deps.store, { scope, executionId, step: row.id, phase }),
      );
      const meter = counted && withinPhase(counted, deps.store, { scope, executionId, phase });
      const mask = maskBy(await (deps.policiesOf ?? shippedPolicies)(scope));
      return deps.complete({ ...ask, ...refined(ask, row), mask, ...(meter && { meter }), onText: speaker.say }).finally(speaker.end);
    },
    progress(note) {
      const now = deps.now().getTime();
      if (now - told < progressMs) return;
      told = now;
      const progressed: Command<undefined> = {
        cause: `progress:${row.id}:${row.state.fence}:${now}`,
        need: { steps: [row.id] },
        decide: (slice) =>
          accept({
            facts:
              slice.rows[row.id]?.state.status === "running"
                ? [{ type: "step.progressed", step: row.id, status: "running", message: note, note }]
                : [],
            answer: undefined,
          }),
      };
      deps.store.act(scope, executionId, progressed).catch(() => {});
    },
  };
}

/** The rung that has an answer written again which was refused. */
const mending = "iterative_refinement";

/** Whoever writes again is told why the last answer was refused. */
function refined({ instructions }: CompleteAsk, { state }: Row): { instructions?: string } {
  const { rung } = state.recovery ?? {};
  if (rung?.name !== mending) return {};
  const told = `The last answer was refused: ${rung.because}. Answer exactly in the form that is asked for.`;
  return { instructions: instructions ? `${instructions}\n${told}` : told };
}

async function callTool(call: Call, began: number): Promise<Attempted> {
  const { deps, claim, tool, input, context } = call;
  const effect = effectOf(tool, input);
  const pass = (name: SeamName) => effect !== "read" && tool.run && deps.seam?.(name, { executionId: claim.executionId });
  // The worker before was lost in the middle: the far side is asked before anything is sent again.
  if (claim.recovered && effect !== "read" && tool.run) {
    pass("ask.before");
    const found = tool.confirm
      ? await tool.confirm(input, context)
      : { state: "unknown" as const, because: "the worker was lost during the call" };
    pass("ask.after");
    if (found.state === "done") return { ...completed(found.output as Json, began), proof: askedByKey };
    if (found.state === "unknown") return { kind: "unknown", because: found.because };
  }
  const refused = effect === "read" ? undefined : await refusedNow(call, effect);
  if (refused) return refused;
  pass("call.before");
  const ran = tool.run ? await tool.run(input, context) : undefined;
  pass("call.after");
  if (ran && !ran.ok) return confirmed(call, ran, began);
  if (tool.commit) return commitTool(call, ran?.ok ? ran.output : undefined, began);
  if (!ran) return { kind: "failed", because: `${tool.name} does nothing`, code: "tool_broke", retryable: false };
  const ended = checked(tool, ran.output, began);
  // The far side was reached and answered something else: it happened, or it did not.
  if (ended.kind !== "completed" && effect !== "read")
    return confirmed(call, { ok: false, kind: "unknown", because: ended.because, code: "bad_output" }, began);
  return ended;
}

/** Decided again right before anything leaves: what was allowed or approved earlier may be forbidden by now. */
async function refusedNow({ deps, claim, tool, input }: Call, effect: EffectClass): Promise<Attempted | undefined> {
  try {
    const policies = await (deps.policiesOf ?? shippedPolicies)(claim.scope);
    const count = tool.countOf?.(input) ?? 1;
    const { block } = guardCall(policies, {
      tool: tool.name,
      effect,
      count,
      params: claim.params,
      guardrails: claim.row.spec.guardrails,
      derived: derivedOf(claim.row.spec),
    });
    return block === undefined ? undefined : { kind: "failed", because: block, code: "guardrail", retryable: false };
  } catch (cause) {
    // Nothing was sent yet, so this is known not to have happened.
    return { kind: "failed", because: `the guards could not be asked: ${messageOf(cause)}`, code: "guardrail", retryable: isAway(cause) };
  }
}

const askedByKey = "nobody heard its answer; asked by the key, the far side says that it happened";

/** A failure of a call that may have arrived: asks the far side where the tool can, before anybody guesses. */
async function confirmed(
  { tool, input, context }: Call,
  failed: Extract<Attempt<unknown>, { ok: false }>,
  began: number,
): Promise<Attempted> {
  if (failed.kind === "unknown" && tool.confirm && !context.signal.aborted) {
    const found = await tool.confirm(input, context);
    if (found.state === "done") return { ...completed(found.output as Json, began), proof: askedByKey };
    if (found.state === "absent") return { kind: "failed", because: failed.because, code: failed.code ?? "no_answer", retryable: true };
    return { kind: "unknown", because: found.because };
  }
  return failedOf(failed);
}

function failedOf(failed: Extract<Attempt<unknown>, { ok: false }>): Attempted {
  if (failed.kind === "unknown") return { kind: "unknown", because: failed.because };
  return {
    kind: "failed",
    because: failed.because,
    code: failed.code ?? failed.kind,
    retryable: failed.kind === "retryable",
    ...(failed.retryAfterMs !== undefined && { retryAfterMs: failed.retryAfterMs }),
  };
}

function checked(tool: AnyTool, output: unknown, began: number): Extract<Attempted, { kind: "completed" | "failed" }> {
  const parsed = tool.output.safeParse(output);
  if (!parsed.success)
    return { kind: "failed", because: `${tool.name} gave something else than it says`, code: "bad_output", retryable: false };
  return completed(parsed.data as Json, began);
}

function completed(output: Json, began: number): Extract<Attempted, { kind: "completed" }> {
  const model =
    typeof output === "object" && output !== null && "model" in output && typeof output["model"] === "string" ? output["model"] : undefined;
  return { kind: "completed", output, ms: Math.round(performance.now() - began), ...(model !== undefined && { model }) };
}

class CommitFailed extends Error {
  readonly failed: Extract<Attempt<unknown>, { ok: false }>;
  constructor(failed: Extract<Attempt<unknown>, { ok: false }>) {
    super(failed.because);
    this.failed = failed;
  }
}

/** In the transaction of the write: whoever would take the lock waits for its end, and whoever lost it writes nothing. */
async function refuseStale(sql: Sql, { scope, lock }: Claim): Promise<void> {
  if (!lock) return;
  const [held] = await sql.query("select 1 from locks where workspace_id = $1 and name = $2 and fence = $3 for update", [
    scope.id,
    lock.name,
    lock.fence,
  ]);
  if (!held)
    throw new CommitFailed({ ok: false, kind: "retryable", because: `“${lock.name}” is held by another by now`, code: "lock_lost" });
}

/** A write to our own database, the ledger's row and the settlement: one transaction, so that its outcome is never unknown. */
async function commitTool(call: Call, ran: unknown, began: number): Promise<Attempted> {
  const { deps, claim, tool, input, context } = call;
  const { scope, executionId, row, fence } = claim;
  const work = async (sql: Sql): Promise<Outcome<Command<unknown>>> => {
    await refuseStale(sql, claim);
    const written = await tool.commit?.(input, { ...context, sql }, ran);
    if (!written) return refuse({ code: "conflict", because: "nothing to commit" });
    if (!written.ok) throw new CommitFailed(written);
    const ended = checked(tool, written.output, began);
    if (ended.kind !== "completed")
      throw new CommitFailed({
        ok: false,
        kind: "final",
        because: ended.kind === "failed" ? ended.because : "no output",
        code: "bad_output",
      });
    return accept(withShares(settlement(deps, row, { executionId, fence }, ended), row, written.shares));
  };
  try {
    await deps.store.actWith(scope, executionId, work);
    return { kind: "settled" };
  } catch (cause) {
    if (cause instanceof CommitFailed) return failedOf(cause.failed);
    // A call outside has happened already; only its record failed.
    if (tool.run) return { kind: "unknown", because: `it happened, and could not be recorded: ${messageOf(cause)}` };
    return { kind: "failed", because: messageOf(cause), code: "database", retryable: true };
  }
}

/** What a commit shares is written in the append that settles it, or not at all. */
function withShares(command: Command<unknown>, row: Row, shares: Shared[] = []): Command<unknown> {
  if (shares.length === 0) return command;
  return {
    ...command,
    decide: (slice) => {
      const decided = command.decide(slice);
      if (!decided.ok || decided.value.facts.length === 0) return decided;
      const written = shares.map((shared) => sharedFact(shared, row.id, "running"));
      return accept({ ...decided.value, facts: [...written, ...decided.value.facts] });
    },
  };
}

function settlement(
  deps: Deps,
  row: Row,
  { executionId, fence }: { executionId: string; fence: number },
  ended: Extract<Attempted, { kind: "completed" }>,
): Command<unknown> {
  const { output, ms, model } = ended;
  return settleCommand(deps, {
    row,
    fence,
    executionId,
    output,
    end: {
      kind: "completed",
      ...outputOf(executionId, output),
      ms,
      ...(model !== undefined && { model }),
      proof: "committed with this record",
    },
  });
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
