import { evaluate, evaluateCondition, expressionReferences, references, render, type Scope } from "#lib/kernel/expression.ts";
import { isRecord, type Json } from "#lib/kernel/json.ts";
import { accept, type Outcome } from "#lib/kernel/outcome.ts";
import { type Derived, derivedReceivers, sayDerived } from "#lib/planner/taint.ts";
import type { Policy } from "#lib/safety/guardrails/policy.ts";
import { planAsks, unsaidReceivers, whyHold } from "#lib/safety/hold-policy.ts";
import { groupPermission } from "#lib/tenancy/permissions.ts";
import type { Workspace } from "#lib/tenancy/workspace.ts";
import type { AnyTool, EffectClass, ToolRegistry } from "#lib/tools/tool.ts";
import { type ApprovalRulesOf, type AskingBy, askingBy, shippedApprovalRules } from "./asking.ts";
import { usageOf } from "./calls.ts";
import type { Prepared } from "./decide-admit.ts";
import { askedOf, guardCall, nothingUsed, type PoliciesOf, type Said, shippedPolicies } from "./guard-step.ts";
import { changeOf, derivedOf, lighter } from "./ladder.ts";
import { type HandWithout, lacks } from "./may-run-plan.ts";
import { payloadOf } from "./payloads.ts";
import { withForms } from "./read-forms.ts";
import { completedIn } from "./reusable.ts";
import type { Row } from "./slice.ts";
import type { Head } from "./state.ts";
import type { ExecutionStore, PayloadWrite } from "./store.ts";
import { namesAround, nothingAround, type UsageAround, withMore } from "./usage-around.ts";

export const maxItems = 10_000;

/** Everything that an admission needs to know and that takes reading: rendered parameters, their effect, and what policy says. */
export type Preparation = { prepared: Prepared; tool: string; params?: Json; payloads: PayloadWrite[] };

type Deps = {
  store: ExecutionStore;
  registry: ToolRegistry;
  now: () => Date;
  policiesOf?: PoliciesOf;
  approvalRulesOf?: ApprovalRulesOf;
  usageAround?: UsageAround;
  handWithout?: HandWithout;
};
/** Outputs that the caller still holds in memory, so that a chain reads none of them back. */
type Known = Map<string, Json>;

type At = { scope: Workspace; head: Head; row: Row; known: Known };

export async function prepareStep(deps: Deps, at: At): Promise<Preparation> {
  return unlessMade(deps.store, at, await prepared(deps, at));
}

/** A fork does not make again what comes out as it was made already. */
async function unlessMade(store: ExecutionStore, { scope, head, row }: At, preparation: Preparation): Promise<Preparation> {
  const { prepared: call } = preparation;
  if (head.fork?.effects !== "reuse" || call.kind !== "call" || call.effect === "read") return preparation;
  const parent = await store.slice(scope, head.fork.of, { steps: [row.id] });
  const was = parent?.rows[row.id];
  if (!parent || parent.execution.head.simulated || was?.state.status !== "completed") return preparation;
  const { state } = was;
  const isMade =
    state.reused !== undefined || Object.values(parent.execution.effects).some(({ step, status }) => step === row.id && status === "done");
  if (!isMade || was.spec.tool !== preparation.tool || state.params?.hash !== call.params.hash) return preparation;
  const made = completedIn(head.fork.of, { ...state, tool: was.spec.tool });
  return {
    ...preparation,
    prepared: { kind: "reuse", made, params: call.params, because: "done already, as in the execution that it goes on from" },
  };
}

async function prepared(
  { store, registry, now, policiesOf = shippedPolicies, approvalRulesOf = shippedApprovalRules, usageAround, handWithout }: Deps,
  { scope, head, row: asPlanned, known }: At,
): Promise<Preparation> {
  let row = asPlanned;
  const tool = registry.get(row.spec.tool);
  if (!tool) return broken(row, `there is no tool ${row.spec.tool}`, "unknown_tool");
  const groups = [tool.group, head.group].flatMap((group) => (group === undefined ? [] : [groupPermission(group)]));
  const without = groups.length > 0 ? await handWithout?.(scope, head.id, groups) : undefined;
  if (without) return broken(row, lacks(without.grant, without.name), "permission");
  const policies = await policiesOf(scope);
  const at = now().toISOString();
  const asking = askingBy(await approvalRulesOf(scope), at);
  const isCounted = usageAround !== undefined && namesAround(askedOf(policies, row.spec.guardrails).policies);
  const around = isCounted ? await usageAround(scope, head.by, { tool: tool.name, at }) : undefined;
  const about = { head, tool, policies, asking, at, around };
  if (row.state.params && row.state.status !== "pending") return frozen(store, { scope, row, ...about });
  const change = changeOf(row);
  if (change?.kind === "params")
    row = { ...row, spec: { ...row.spec, params: change.whole ? change.params : { ...row.spec.params, ...change.params } } };
  const values = await valuesFor(store, { scope, head, row, known });
  const when = row.spec.when === undefined ? undefined : evaluateCondition(row.spec.when, values);
  if (when && !when.ok) return broken(row, when.refusal.because, "bad_condition");
  if (when && !when.value) return { prepared: { kind: "skip", because: "its condition is false" }, tool: tool.name, payloads: [] };
  if (row.spec.forEach !== undefined) return spreadOver(row.spec.forEach, { row, values, ...about });
  const params = render(row.spec.params, values, "params");
  if (!params.ok) return broken(row, params.refusal.because, "bad_params");
  return call({ row, ...about }, params.value);
}

/** Parameters are rendered once: after a hold the frozen ones count, whatever changed since. */
async function frozen(store: ExecutionStore, about: About & { scope: Workspace }): Promise<Preparation> {
  const { scope, head, row } = about;
  const id = row.state.params?.id ?? "";
  const params = await store.payload(scope, head.id, id);
  if (params === undefined) return broken(row, "its parameters were erased", "erased");
  if (row.spec.forEach !== undefined && isSpread(params)) return spread(about, params.items, params.calls);
  const changed = await changedParams(store, about, params);
  return changed.ok ? call(about, changed.value) : broken(row, changed.refusal.because, "bad_params");
}

/** What a rung of the ladder makes of frozen parameters. */
async function changedParams(
  store: ExecutionStore,
  { scope, head, row, tool }: Omit<About, "policies" | "asking" | "at" | "around"> & { scope: Workspace },
  params: Json,
): Promise<Outcome<Json>> {
  const change = changeOf(row);
  if (!change) return accept(params);
  if (change.kind === "light") {
    const input = tool.input.safeParse(params);
    return accept(input.success && effectOf(tool, input.data) === "read" ? lighter(params) : params);
  }
  const values = await valuesFor(store, { scope, head, row: { ...row, spec: { ...row.spec, params: change.params } }, known: new Map() });
  const rendered = render(change.params, values, "fallback");
  return rendered.ok && !change.whole && isRecord(params) && isRecord(rendered.value)
    ? accept({ ...params, ...rendered.value } as Json)
    : rendered;
}

/** The step, the tool that it calls, the policies that it is held against, and how people are asked. */
type About = {
  head: Head;
  row: Row;
  tool: AnyTool;
  policies: Policy[];
  asking: AskingBy;
  at: string;
  /** What was done outside of its execution, where a policy asks for it. */
  around: Record<string, number> | undefined;
};

type Spread = { items: Json[]; calls: Json[] };

function isSpread(params: Json): params is Spread {
  return typeof params === "object" && params !== null && "items" in params && "calls" in params;
}

async function valuesFor(
  store: ExecutionStore,
  { scope, head, row, known }: { scope: Workspace; head: Head; row: Row; known: Known },
): Promise<Scope> {
  const { spec } = row;
  const refs = [
    references(spec.params),
    ...[spec.when, spec.forEach].flatMap((text) => (text === undefined ? [] : [expressionReferences(text)])),
  ];
  const wanted = [...new Set(refs.flatMap(({ steps }) => steps))];
  const roots = new Set(refs.flatMap(({ roots: names }) => names));
  const unread = wanted.filter((id) => !known.has(id));
  const read = unread.length > 0 ? await store.outputs(scope, head.id, unread) : new Map<string, Json>();
  const outputs = wanted.flatMap((id) => {
    const output = known.get(id) ?? read.get(id);
    return output === undefined ? [] : [[id, output] as const];
  });
  const mayReadForms = JSON.stringify([spec.params, spec.when, spec.forEach]).includes("form");
  const steps = mayReadForms ? await withForms(store, { scope, head, ids: wanted }, outputs) : Object.fromEntries(outputs);
  const input = roots.has("input") && head.input ? await store.payload(scope, head.id, head.input.id) : {};
  const { item, index } = spec as Row["spec"] & { item?: Json; index?: number };
  return {
    steps,
    input: input ?? {},
    context: input ?? {},
    execution: { id: head.id, title: head.title },
    ...(index !== undefined && { item, index }),
  };
}

function spreadOver(forEach: string, about: About & { values: Scope }): Preparation {
  const { row, values } = about;
  const list = evaluate(forEach, values);
  if (!list.ok) return broken(row, list.refusal.because, "bad_list");
  if (!Array.isArray(list.value)) return broken(row, "forEach needs a list", "bad_list");
  if (list.value.length > maxItems)
    return broken(row, `forEach runs over ${maxItems} items at the most, and here are ${list.value.length}`, "too_many_items");
  const calls: Json[] = [];
  for (const [index, item] of list.value.entries()) {
    const params = render(row.spec.params, { ...values, item, index }, `params of item ${index}`);
    if (!params.ok) return broken(row, params.refusal.because, "bad_params");
    calls.push(params.value);
  }
  return spread(about, list.value, calls);
}

function spread({ head, row, tool, policies, asking, at, around }: About, items: Json[], calls: Json[]): Preparation {
  const parsed = calls.map((params) => tool.input.safeParse(params));
  const bad = parsed.findIndex((result) => !result.success);
  if (bad >= 0) return broken(row, `item ${bad}: ${problemOf(parsed[bad]?.error)}`, "bad_params");
  const effect = parsed.reduce<EffectClass>((worst, result) => worse(worst, effectOf(tool, result.data)), "read");
  const derived = derivedOf(row.spec);
  const count = parsed.reduce((sum, result) => sum + (tool.countOf?.(result.data) ?? 1), 0);
  const usage = usedWith(tool, head, { more: calls.length, at, around });
  const guarded = guardCall(policies, {
    tool: tool.name,
    effect,
    count,
    params: calls,
    guardrails: row.spec.guardrails,
    derived,
    ...usage,
  });
  if (guarded.block !== undefined) return broken(row, guarded.block, "guardrail", guarded.said);
  const asked = asking({
    calls: calls.map((params, index) => ({ tool: tool.name, effect, count: tool.countOf?.(parsed[index]?.data) ?? 1, params })),
    ofEffect: whyHold({ effect, count, approval: undefined, autonomy: head.autonomy }),
    ofCall: [...ofPlan(row), ...unsaidReceivers(effect, receiversOf(tool, derived)), ...guarded.why],
  });
  const write = payloadOf(head.id, { items, calls });
  const summary = `${items.length} times: ${items.length > 0 ? tool.describe(parsed[0]?.data) : tool.title}`;
  return {
    prepared: {
      kind: "spread",
      items,
      params: write.ref,
      effect,
      summary,
      ...asked,
      said: guarded.said,
      ...(derived.length > 0 && { derived }),
    },
    tool: tool.name,
    params: { items, calls },
    payloads: [write],
  };
}

function call({ head, row, tool, policies, asking, at, around }: About, params: Json): Preparation {
  const parsed = tool.input.safeParse(params);
  if (!parsed.success) return broken(row, problemOf(parsed.error), "bad_params");
  const effect = effectOf(tool, parsed.data);
  const count = tool.countOf?.(parsed.data) ?? 1;
  const derived = derivedOf(row.spec);
  const usage = usedWith(tool, head, { more: 1, at, around });
  const guarded = guardCall(policies, { tool: tool.name, effect, count, params, guardrails: row.spec.guardrails, derived, ...usage });
  if (guarded.block !== undefined) return broken(row, guarded.block, "guardrail", guarded.said);
  const asked = asking({
    calls: [{ tool: tool.name, effect, count, params }],
    ofEffect: whyHold({ effect, count, approval: undefined, autonomy: head.autonomy }),
    ofCall: [...ofPlan(row), ...unsaidReceivers(effect, receiversOf(tool, derived)), ...guarded.why],
  });
  const write = payloadOf(head.id, params);
  const form = row.spec.form && payloadOf(head.id, row.spec.form as unknown as Json);
  const until = tool.waitUntil?.(parsed.data, new Date(row.state.readiedAt ?? head.createdAt)).toISOString();
  return {
    prepared: {
      kind: "call",
      params: write.ref,
      effect,
      summary: tool.describe(parsed.data),
      ...(effect !== "read" && { canUndo: tool.canUndo?.(parsed.data) ?? tool.compensate !== undefined }),
      ...asked,
      said: guarded.said,
      ...(derived.length > 0 && { derived }),
      ...(until !== undefined && { waitUntil: until }),
      ...(form && { form: form.ref }),
    },
    tool: tool.name,
    params,
    payloads: form ? [write, form] : [write],
  };
}

/** What guards may ask about how often; only a call that leaves this product counts. */
function usedWith(
  tool: AnyTool,
  head: Head,
  { more, at, around }: { more: number; at: string; around: Record<string, number> | undefined },
): { usage: Record<string, number> } | undefined {
  const leaves = tool.run !== undefined && !tool.isLocal;
  if (!leaves) return around && { usage: { ...nothingUsed, ...around } };
  return { usage: { ...usageOf(head, { tool: tool.name, more, at }), ...withMore(around ?? nothingAround, more) } };
}

const receiversOf = (tool: AnyTool, derived: Derived[]): string[] => derivedReceivers(derived, tool.takes).map(sayDerived);
const formAsks = "The plan asks for answers here.";
const ofPlan = ({ spec }: Row): string[] => [...(spec.approval === "required" ? [planAsks] : []), ...(spec.form ? [formAsks] : [])];

/** A tool that declares no effect counts as the worst. */
export function effectOf(tool: AnyTool, input: unknown): EffectClass {
  return typeof tool.effect === "function" ? tool.effect(input) : (tool.effect ?? "delete");
}

const severity: EffectClass[] = ["read", "write", "send", "spend", "delete"];

function worse(a: EffectClass, b: EffectClass): EffectClass {
  return severity.indexOf(a) >= severity.indexOf(b) ? a : b;
}

function broken(row: Row, because: string, code: string, said: Said[] = []): Preparation {
  return { prepared: { kind: "broken", because, code, said }, tool: row.spec.tool, payloads: [] };
}

function problemOf(error: { issues: { path: PropertyKey[]; message: string }[] } | undefined): string {
  return (
    error?.issues.map(({ path, message }) => (path.length > 0 ? `${path.join(".")}: ${message}` : message)).join("; ") ??
    "the parameters do not fit"
  );
}
