import { causeId } from "#lib/kernel/hash.ts";
import type { Json } from "#lib/kernel/json.ts";
import { accept, type Outcome } from "#lib/kernel/outcome.ts";
import type { PlanStep } from "#lib/planner/plan.ts";
import type { Workspace } from "#lib/tenancy/workspace.ts";
import type { AnyTool, ToolRegistry } from "#lib/tools/tool.ts";
import type { Attempted, AttemptStep } from "./attempt.ts";
import type { Fact } from "./events.ts";
import { payloadOf } from "./payloads.ts";
import { effectOf } from "./prepare-step.ts";
import { blank } from "./reduce-step.ts";
import type { Decision, Row, Slice } from "./slice.ts";
import type { Effect } from "./state.ts";
import type { Command, ExecutionStore } from "./store.ts";

export type UndoDeps = {
  store: ExecutionStore;
  registry: ToolRegistry;
  attempt: AttemptStep;
  now: () => Date;
  newId: (prefix: string) => string;
  /** Between one try and the next. */
  wait: (ms: number) => Promise<void>;
};
type About = { workspace: Workspace; id: string; effect: Effect };

/** `unknown`: it was tried, and nobody knows with what result. `busy`: somebody else is at it. */
export type Undone = { state: "undone" } | { state: "kept" | "unknown" | "busy"; because: string };

const kept = (because: string): Undone => ({ state: "kept", because });

/** Takes one effect back: by a call outside where its tool names one, else in our own database, else not at all. */
export async function undoEffect(deps: UndoDeps, about: About): Promise<Undone> {
  const { effect } = about;
  if (effect.status === "unknown") return { state: "unknown", because: "nobody knows whether it happened" };
  const tool = deps.registry.get(effect.tool);
  if (!tool?.undoBy && !tool?.compensate) return kept("it cannot be taken back");
  const call = await callOf(deps.store, tool, about);
  if (!call) return kept("what it was called with was erased");
  const made = tool.undoBy?.(call.input, call.output, { key: effect.key, undo: undoIdOf(effect) });
  if (made) return "because" in made ? kept(made.because) : undoOutside(deps, about, made);
  return tool.compensate ? undoHere(deps, about, { tool, ...call }) : kept("it cannot be taken back");
}

/** One effect has one undoing, whoever asks for it and how often. */
const undoIdOf = ({ id }: Pick<Effect, "id">): string => causeId("eff", id, "undo");

async function callOf(store: ExecutionStore, tool: AnyTool, { workspace, id, effect }: About) {
  const params = await store.payload(workspace, id, effect.payload.id);
  const input = params === undefined ? undefined : tool.input.safeParse(params);
  const output = (await store.outputs(workspace, id, [effect.step])).get(effect.step);
  return input?.success && output !== undefined ? { input: input.data as unknown, output } : undefined;
}

class CannotUndo extends Error {}

/** In one transaction with its record. */
async function undoHere(
  { store, now }: UndoDeps,
  { workspace, id, effect }: About,
  { tool, input, output }: { tool: AnyTool; input: unknown; output: Json },
): Promise<Undone> {
  try {
    await store.actWith(workspace, id, async (sql) => {
      const context = { workspace, executionId: id, idempotencyKey: effect.key, now: now(), sql };
      const undone = await tool.compensate?.(input, output, context);
      if (!undone?.ok) throw new CannotUndo(undone?.because ?? "it cannot be taken back");
      return accept({
        cause: `compensate:${effect.id}`,
        need: { steps: [effect.step] },
        decide: ({ execution }: Slice): Outcome<Decision<undefined>> =>
          accept({ facts: execution.effects[effect.id]?.status === "done" ? [compensated(effect)] : [], answer: undefined }),
      });
    });
    return { state: "undone" };
  } catch (cause) {
    if (cause instanceof CannotUndo) return kept(cause.message);
    throw cause;
  }
}

export function compensated(effect: Pick<Effect, "id" | "step" | "summary">): Fact {
  return {
    type: "effect.compensated",
    step: effect.step,
    status: "compensated",
    message: `Undone: ${effect.summary}`,
    effectId: effect.id,
    because: "rolled back",
  };
}

const triesAtMost = 3;
const firstWaitMs = 500;
/** Whoever asks stands by; a far side that wants more time is tried at the next rollback. */
const longestWaitMs = 10_000;
const timeoutMs = 30_000;
/** Longer than everything that one undoing may take: whoever began it then died on the way. */
const staleAfterMs = 240_000;

async function undoOutside(deps: UndoDeps, about: About, { tool: name, params }: { tool: string; params: Json }): Promise<Undone> {
  const tool = deps.registry.get(name);
  const input = tool?.input.safeParse(params);
  if (!tool?.run || !input?.success) return kept("what would take it back does not fit its tool");
  const claimed = await claim(deps, about, { tool, input: input.data, params });
  if (claimed.state !== "ours") return claimed;
  const { recovered, row } = claimed;
  const undo = { scope: about.workspace, executionId: about.id, row, fence: 0, params, key: undoIdOf(about.effect) };
  for (let tried = 1; ; tried++) {
    const ended = await deps.attempt({ ...undo, recovered: recovered && tried === 1 });
    const waitMs = ended.kind === "failed" && ended.retryable ? (ended.retryAfterMs ?? firstWaitMs * 2 ** (tried - 1)) : undefined;
    if (waitMs === undefined || waitMs > longestWaitMs || tried === triesAtMost)
      return settle(deps, about, { ended, tool, input: input.data });
    await deps.wait(waitMs);
  }
}

type Claimed = { state: "ours"; recovered: boolean; row: Row } | Exclude<Undone, { state: "undone" }> | { state: "undone" };

/** Intends it, for whoever comes first. What was begun and never ended, or ended unknown, is asked about before it is done again. */
async function claim(
  { store, now, newId }: UndoDeps,
  { workspace, id, effect }: About,
  { tool, input, params }: { tool: AnyTool; input: unknown; params: Json },
): Promise<Claimed> {
  const write = payloadOf(id, params);
  const undoId = undoIdOf(effect);
  let ours: Claimed = kept("it is not there any more") as Claimed;
  await store.act(workspace, id, {
    cause: `undo:${undoId}:${newId("cmd")}`,
    need: { steps: [effect.step] },
    payloads: [write],
    decide: ({ execution: { effects }, rows }): Outcome<Decision<undefined>> => {
      const status = effects[effect.id]?.status;
      const before = effects[undoId];
      if (status !== "done") {
        ours = status === "compensated" ? { state: "undone" } : kept("it did not happen");
        return accept({ facts: [], answer: undefined });
      }
      if (before?.status === "intended" && now().getTime() - Date.parse(before.intendedAt) < staleAfterMs) {
        ours = { state: "busy", because: "it is being taken back right now" };
        return accept({ facts: [], answer: undefined });
      }
      const recovered = before?.status === "intended" || before?.status === "unknown";
      ours = { state: "ours", recovered, row: rowFor(rows[effect.step], effect, tool) };
      const summary = `Undo: ${tool.describe(input)}`.slice(0, 500);
      const fact: Fact = {
        type: "effect.intended",
        step: effect.step,
        status: "undoing",
        message: `About to undo: ${effect.summary}`,
        effectId: undoId,
        key: undoId,
        tool: tool.name,
        effect: effectOf(tool, input) === "delete" ? "delete" : "write",
        summary,
        payload: write.ref,
        undoes: effect.id,
      };
      return accept({ facts: [fact], answer: undefined });
    },
  });
  return ours;
}

/** The step as the call sees it: its own guards hold for what takes it back too, and nothing else of it. */
function rowFor(row: Row | undefined, { step }: Effect, tool: AnyTool): Row {
  const { guardrails } = row?.spec ?? {};
  const spec = { id: step, tool: tool.name, params: {}, dependsOn: [], critical: true, onMissing: "skip", timeoutMs } as PlanStep;
  return {
    id: step,
    spec: { ...spec, ...(guardrails && { guardrails }) },
    position: 0,
    batch: 0,
    parent: null,
    waitingOn: 0,
    missing: false,
    state: blank(step),
  };
}

/** What is not there any more is taken back, by whomever. */
const isGone = (ended: Attempted, tool: AnyTool, input: unknown): boolean =>
  ended.kind === "failed" && /^http_4(04|10)$/.test(ended.code) && effectOf(tool, input) === "delete";

async function settle(
  { store, newId }: UndoDeps,
  { workspace, id, effect }: About,
  { ended, tool, input }: { ended: Attempted; tool: AnyTool; input: unknown },
): Promise<Undone> {
  const effectId = undoIdOf(effect);
  const about = { step: effect.step, status: "undoing", effectId };
  const isDone = ended.kind === "completed" || isGone(ended, tool, input);
  const because = "because" in ended ? ended.because : "it was not taken back";
  const facts = (): Fact[] => {
    if (isDone) return [{ type: "effect.done", ...about, message: `Undone: ${effect.summary}`, ...proofOf(ended) }, compensated(effect)];
    if (ended.kind === "unknown")
      return [{ type: "effect.unknown", ...about, message: `Not known whether undone: ${effect.summary}`, because }];
    return [{ type: "effect.failed", ...about, message: `Not undone: ${effect.summary}`, because }];
  };
  const command: Command<undefined> = {
    cause: `undo-ended:${effectId}:${newId("cmd")}`,
    need: { steps: [effect.step] },
    decide: ({ execution }) => accept({ facts: execution.effects[effectId]?.status === "intended" ? facts() : [], answer: undefined }),
  };
  await store.act(workspace, id, command);
  if (isDone) return { state: "undone" };
  return ended.kind === "unknown" ? { state: "unknown", because: `it may or may not have been taken back: ${because}` } : kept(because);
}

function proofOf(ended: Attempted): { proof?: string } {
  if (ended.kind === "failed") return { proof: "the far side says that it is not there any more" };
  return ended.kind === "completed" && ended.proof !== undefined ? { proof: ended.proof } : {};
}
