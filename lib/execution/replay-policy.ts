import type { Json } from "#lib/kernel/json.ts";
import { accept, type Outcome } from "#lib/kernel/outcome.ts";
import type { Plan } from "#lib/planner/plan.ts";
import { type Derived, taintOf } from "#lib/planner/taint.ts";
import { changePolicy, type KeptPolicy, type PolicyChange } from "#lib/safety/guardrails/kept.ts";
import type { Workspace } from "#lib/tenancy/workspace.ts";
import type { EffectClass, ToolRegistry } from "#lib/tools/tool.ts";
import { guardCall } from "./guard-step.ts";
import type { ReadAt } from "./read-snapshot.ts";
import type { Effect } from "./state.ts";
import type { ExecutionStore } from "./store.ts";

export type Replayed = {
  policy: string;
  days: number;
  /** Real calls that changed something in this time; of very many, the latest. */
  actions: number;
  cut: boolean;
  /** Calls whose parameters were erased since, and so cannot be judged. */
  erased: number;
  blocked: number;
  held: number;
  warned: number;
  found: { executionId: string; title: string; step: string; summary: string; at: string; verdict: string; because: string; url: string }[];
};

type Deps = {
  policies: { list(scope: Workspace): Promise<KeptPolicy[]> };
  registry: ToolRegistry;
  readAt: ReadAt;
  store: Pick<ExecutionStore, "payloads">;
  now: () => Date;
};
type Row = { state: Effect; execution: string; title: string; trigger: string; plan: string | null; at: string };
/** What calls were made with, and which of it derived from outside. */
type Known = { params: Map<string, Json>; derived: Map<string, Derived[]> };

const mostActions = 500;
const mostFound = 50;

/** What a policy, as it is or as it would be after a change, would have said of what really happened. Nothing is changed by asking. */
export async function replayPolicy(
  { policies, registry, readAt, store, now }: Deps,
  { workspace, name, days, change }: { workspace: Workspace; name: string; days: number; change: PolicyChange },
): Promise<Outcome<Replayed>> {
  const was = (await policies.list(workspace)).find((policy) => policy.name === name);
  const next = changePolicy(was, name, change);
  if (!next.ok) return next;
  const since = new Date(now().getTime() - days * 86_400_000).toISOString();
  const rows = await readAt(workspace, (sql) =>
    sql.query<Row>(
      `select f.state, f.execution_id as execution, e.title, e.state->>'trigger' as trigger, e.state->'plan'->'ref'->>'id' as plan,
         to_char(f.created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at
       from effects f join executions e on e.workspace_id = f.workspace_id and e.id = f.execution_id
       where f.workspace_id = $1 and f.created_at >= $2::timestamptz order by f.created_at desc, f.id desc limit $3`,
      [workspace.id, since, mostActions + 1],
    ),
  );
  const actions = rows.slice(0, mostActions);
  const known = await readKnown(store, workspace, actions);
  const replayed: Replayed = {
    policy: name,
    days,
    actions: actions.length,
    cut: rows.length > mostActions,
    erased: 0,
    blocked: 0,
    held: 0,
    warned: 0,
    found: [],
  };
  for (const { state, execution, title, at } of actions) {
    const given = known.params.get(`${execution} ${state.payload.id}`);
    if (given === undefined) {
      replayed.erased += 1;
      continue;
    }
    const { said } = guardCall([{ ...next.value, enabled: true }], {
      tool: state.tool,
      effect: state.effect as EffectClass,
      count: countOf(registry, state.tool, given),
      params: given,
      guardrails: undefined,
      derived: known.derived.get(`${execution} ${planned(state.step)}`) ?? [],
    });
    const [worst] = said;
    if (!worst || worst.verdict === "allow") continue;
    if (worst.verdict === "block") replayed.blocked += 1;
    else if (worst.verdict === "require_approval") replayed.held += 1;
    else replayed.warned += 1;
    if (replayed.found.length < mostFound)
      replayed.found.push({
        executionId: execution,
        title,
        step: state.step,
        summary: state.summary,
        at,
        verdict: worst.verdict,
        because: worst.because,
        url: `/${workspace.id}/executions/${execution}?step=${encodeURIComponent(state.step)}`,
      });
  }
  return accept(replayed);
}

async function readKnown(store: Deps["store"], workspace: Workspace, rows: Row[]): Promise<Known> {
  const known: Known = { params: new Map(), derived: new Map() };
  for (const [execution, of] of Map.groupBy(rows, (row) => row.execution)) {
    const [{ plan = null, trigger = "api" } = {}] = of;
    const ids = new Set([...of.map(({ state }) => state.payload.id), ...(plan === null ? [] : [plan])]);
    const payloads = await store.payloads(workspace, execution, [...ids]);
    for (const [id, value] of payloads) known.params.set(`${execution} ${id}`, value);
    const made = plan === null ? undefined : (payloads.get(plan) as unknown as Plan | undefined);
    for (const [step, derived] of taintOf(made?.steps ?? [], trigger)) known.derived.set(`${execution} ${step}`, derived);
  }
  return known;
}

/** The plan's step that an item of a list was made of. */
const planned = (step: string): string => step.replace(/\[\d+\]$/, "");

function countOf(registry: ToolRegistry, name: string, params: Json): number {
  const tool = registry.get(name);
  const input = tool?.input.safeParse(params);
  return input?.success ? (tool?.countOf?.(input.data) ?? 1) : 1;
}
