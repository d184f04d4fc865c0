import type { Json } from "#lib/kernel/json.ts";
import { accept, type Outcome, refuse } from "#lib/kernel/outcome.ts";
import type { Workspace } from "#lib/tenancy/workspace.ts";
import type { Sql } from "#lib/tools/tool.ts";
import { Commit, eventId } from "./commit.ts";
import { decideGroup, needOf } from "./decide-group.ts";
import type { ExecutionEvent } from "./events.ts";
import { asItRuns } from "./ladder.ts";
import { chunkSize, type Edge, type Need, type Nudge, type Row, type Slice } from "./slice.ts";
import type { Approval, Effect, Head, Step, StepStatus } from "./state.ts";
import { isSettled } from "./state.ts";
import type { Acted, Command, ExecutionStore } from "./store.ts";
import { upcast } from "./upcast.ts";

const leaseMs = 30_000;

export type MemoryRow = Omit<Row, "leaseLost"> & {
  status: StepStatus;
  hold: string | null;
  dueAt: string | null;
  run: string | null;
  fence: number;
  wake: number;
  leaseUntil: number;
};
export type MemoryExecution = {
  head: Head;
  events: unknown[];
  rows: Map<string, MemoryRow>;
  edges: Map<string, Edge & { settled: boolean }>;
  approvals: Map<string, Approval>;
  effects: Map<string, Effect>;
  payloads: Map<string, Json>;
};
type Key = { fingerprint: string; status: number; answer: Json };
type Deps = { now: () => Date; appended: (workspaceId: string, nudges: Nudge[]) => void };

/**
 * The store of tests that need no database: the same decisions, the same `Commit`, and rows in maps.
 * What is read is a copy and what is written is JSON, so that nothing is shared that a database would not share.
 */
export function memoryStore({ now, appended }: Deps): ExecutionStore & { executions: Map<string, MemoryExecution> } {
  const executions = new Map<string, MemoryExecution>();
  const keys = new Map<string, Key>();
  const at = (scope: Workspace, id: string) => executions.get(`${scope.id}/${id}`);

  function append(
    scope: Workspace,
    id: string,
    commit: Commit,
    commands: Command<unknown>[],
    answer: Json,
  ): Extract<Acted<unknown>, { kind: "stored" }> | undefined {
    const keyed = commands.find(({ idempotency }) => idempotency)?.idempotency;
    if (keyed) {
      const known = keys.get(`${scope.id}/${keyed.key}`);
      if (known) return { kind: "stored", status: known.fingerprint === keyed.fingerprint ? known.status : 422, answer: known.answer };
      keys.set(`${scope.id}/${keyed.key}`, { fingerprint: keyed.fingerprint, status: keyed.status, answer });
    }
    const body = copy(commit.rows(leaseMs / 1_000));
    const was: MemoryExecution = at(scope, id) ?? {
      head: body.head.state,
      events: [],
      rows: new Map(),
      edges: new Map(),
      approvals: new Map(),
      effects: new Map(),
      payloads: new Map(),
    };
    was.head = body.head.state;
    was.events.push(...body.events);
    for (const { ref, value } of commands.flatMap(({ payloads = [] }) => payloads)) was.payloads.set(ref.id, copy(value));
    for (const { state, ...step } of body.newSteps ?? []) {
      was.rows.set(step.id, {
        ...step,
        missing: false,
        state,
        status: "pending",
        hold: null,
        dueAt: null,
        run: null,
        fence: 0,
        wake: 0,
        leaseUntil: 0,
      });
    }
    for (const edge of body.newEdges ?? []) was.edges.set(nameOf(edge), { ...edge, settled: false });
    for (const { claimed, leaseSeconds: _lease, ...step } of body.steps ?? []) {
      const row = was.rows.get(step.id);
      if (!row) throw new Error(`no row for the step ${step.id}`);
      Object.assign(row, step, claimed ? { leaseUntil: now().getTime() + leaseMs } : {});
    }
    for (const edge of body.settledEdges ?? []) was.edges.set(nameOf(edge), { ...edge, settled: true });
    if (body.closePending) for (const row of was.rows.values()) if (row.status === "pending") row.status = "cancelled";
    for (const { state } of body.approvals ?? []) was.approvals.set(state.id, state);
    for (const { state } of body.effects ?? []) was.effects.set(state.id, state);
    executions.set(`${scope.id}/${id}`, was);
    appended(scope.id, commit.nudges);
    return;
  }

  function slice(scope: Workspace, id: string, need: Need): Slice | null {
    const was = at(scope, id);
    return was ? sliceOf(was, need, now().getTime()) : null;
  }

  function actAll(scope: Workspace, id: string, commands: Command<unknown>[]): Outcome<Acted<unknown>[]> {
    const was = at(scope, id);
    const read = slice(scope, id, needOf(commands));
    if (!was || !read) return refuse({ code: "not_found", because: "no such execution" });
    const known = new Set(was.events.map((event) => (event as ExecutionEvent).id));
    const commit = new Commit(id, read, read.execution.head.seq);
    const { outcome } = decideGroup(
      commit,
      commands,
      new Set(commands.map(({ cause }) => eventId(id, cause, 0)).filter((event) => known.has(event))),
      now().toISOString(),
    );
    const keyed = commands.find(({ idempotency }) => idempotency)?.idempotency;
    const stored = keyed && keys.get(`${scope.id}/${keyed.key}`);
    if (stored)
      return accept([{ kind: "stored", status: stored.fingerprint === keyed.fingerprint ? stored.status : 422, answer: stored.answer }]);
    const [first] = outcome.ok ? outcome.value : [];
    if (!outcome.ok || (commit.isEmpty && !keyed) || (keyed && first?.kind !== "done")) return outcome;
    const answer = keyed && first?.kind === "done" ? (commands[0]?.idempotency?.answerOf(first.answer, first.head) ?? null) : null;
    append(scope, id, commit, commands, answer);
    return outcome;
  }

  return {
    executions,
    // One turn later, as from a database: whoever waits in between is overtaken.
    actAll: async (scope, id, commands) => Promise.resolve().then(() => actAll(scope, id, commands)),
    async act(scope, id, command) {
      const outcome = await Promise.resolve().then(() => actAll(scope, id, [command as Command<unknown>]));
      return outcome.ok ? accept(outcome.value[0] as Acted<never>) : outcome;
    },
    async actWith(scope, id, work) {
      // Nothing else commits with it: there is no database that `then` could write to.
      const sql: Sql = { query: async () => [] };
      const command = await work(sql);
      if (!command.ok) return command;
      const outcome = actAll(scope, id, [command.value as Command<unknown>]);
      return outcome.ok ? accept(outcome.value[0] as Acted<never>) : outcome;
    },
    async create(scope, id, command) {
      const blank: Slice = {
        execution: { head: { id, seq: 0 } as Head, steps: {}, approvals: {}, effects: {}, context: {}, messages: {} },
        rows: {},
        edges: [],
        edgesCut: false,
        roots: [],
        waiters: [],
        claims: [],
        more: false,
      };
      const decision = command.decide(blank);
      if (!decision.ok) return decision;
      const commit = new Commit(id, blank, 0);
      commit.take(command.cause, decision.value, now().toISOString());
      const { head } = commit.slice.execution;
      if (at(scope, id)) return accept({ kind: "replayed", head });
      const stored = append(
        scope,
        id,
        commit,
        [command as Command<unknown>],
        command.idempotency?.answerOf(decision.value.answer, head) ?? null,
      );
      return accept(stored ?? { kind: "done", answer: decision.value.answer, head, nudges: decision.value.nudges ?? [] });
    },
    slice: async (scope, id, need) => slice(scope, id, need),
    async outputs(scope, id, stepIds) {
      const was = at(scope, id);
      return new Map(
        stepIds.flatMap((stepId) => {
          const state = was?.rows.get(stepId)?.state;
          const output = state?.status === "completed" ? at(scope, state.output.of ?? id)?.payloads.get(state.output.id) : undefined;
          return output === undefined ? [] : [[stepId, copy(output)] as const];
        }),
      );
    },
    async payload(scope, id, payloadId) {
      return copyIf(at(scope, id)?.payloads.get(payloadId));
    },
    async payloads(scope, id, ids) {
      const was = at(scope, id);
      return new Map(
        ids.flatMap((payloadId) => {
          const value = was?.payloads.get(payloadId);
          return value === undefined ? [] : [[payloadId, copy(value)] as const];
        }),
      );
    },
    async readAfter(scope, id, seq, limit) {
      return (at(scope, id)?.events ?? []).slice(seq, seq + limit).map((event) => upcast(copy(event)));
    },
    async renew(scope, id, stepId, fence) {
      const was = at(scope, id);
      const row = was?.rows.get(stepId);
      if (!was || row?.status !== "running" || row.fence !== fence) return { lost: true, halting: false };
      row.leaseUntil = now().getTime() + leaseMs;
      return { lost: false, halting: was.head.halting !== null };
    },
  };
}

/** What `read_slice` reads, rule for rule. */
function sliceOf(was: MemoryExecution, need: Need, now: number): Slice {
  const named = [...(need.steps ?? []), ...(need.edgesFrom ?? [])];
  const inOrder = [...was.rows.values()].sort((a, b) => a.position - b.position || (a.id < b.id ? -1 : 1));
  const isLive = (row: MemoryRow) => ["ready", "held", "running", "retrying"].includes(row.status);
  const open = need.open === true || (was.head.halting !== null && was.head.running <= named.length);
  const leaves = ({ from, settled }: Edge & { settled: boolean }) =>
    !settled && (need.movable ? isSettled(was.rows.get(from)?.status ?? "pending") : (need.edgesFrom ?? []).includes(from));
  const edges = [...was.edges.values()]
    .filter(leaves)
    .sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1))
    .slice(0, chunkSize);
  const roots = need.movable ? inOrder.filter((row) => row.status === "pending" && row.waitingOn === 0).slice(0, chunkSize) : [];
  const waits = (row: MemoryRow) =>
    row.status === "held" && (row.hold === "concurrency" || (row.hold === "pause" && (need.movable === true || need.waiters === true)));
  const first = (row: MemoryRow) => (row.hold === "concurrency" ? 1 : 0);
  const waiters =
    need.movable || need.waiters || was.head.slotWaiters > 0
      ? inOrder
          .filter(waits)
          .sort((a, b) => first(a) - first(b))
          .slice(0, chunkSize)
      : [];
  const wanted = new Set([
    ...named,
    ...edges.map(({ to }) => to),
    ...(need.movable ? edges.map(({ from }) => from) : []),
    ...roots.map(({ id }) => id),
    ...waiters.map(({ id }) => id),
  ]);
  for (const id of [...wanted]) {
    const parent = was.rows.get(id)?.parent;
    if (parent) wanted.add(parent);
  }
  const slice: Slice = {
    execution: {
      head: copy(was.head),
      steps: {},
      context: {},
      messages: {},
      approvals: copy(
        Object.fromEntries([...was.approvals].filter(([id, { status }]) => need.approvals?.includes(id) || (open && status === "open"))),
      ),
      effects: copy(Object.fromEntries([...was.effects].filter(([, { step }]) => wanted.has(step)))),
    },
    rows: {},
    edges: edges.map(({ from, to }) => ({ from, to })),
    edgesCut: edges.length >= chunkSize,
    roots: roots.map(({ id }) => id),
    waiters: waiters.map(({ id }) => id),
    claims:
      need.run === undefined
        ? []
        : inOrder.filter((row) => row.status === "running" && row.run === need.run).map(({ id, wake }) => ({ stepId: id, wake })),
    more: edges.length >= chunkSize || roots.length >= chunkSize || waiters.length >= chunkSize,
  };
  for (const { id, spec, position, batch, parent, waitingOn, missing, status, state, leaseUntil } of inOrder) {
    const row = was.rows.get(id) as MemoryRow;
    if (!wanted.has(id) && !(open && isLive(row))) continue;
    const closed: Step =
      status === "cancelled" && state.status === "pending" ? { ...state, status: "cancelled", because: "the execution ended" } : state;
    slice.rows[id] = copy({
      id,
      spec: asItRuns(spec, closed),
      position,
      batch,
      parent,
      waitingOn,
      missing,
      state: closed,
      leaseLost: leaseUntil < now,
    });
    if (state.status !== "pending") slice.execution.steps[id] = (slice.rows[id] as Row).state;
  }
  return slice;
}

const nameOf = ({ from, to }: Edge) => `${from}>${to}`;
const copy = <Value>(value: Value): Value => JSON.parse(JSON.stringify(value)) as Value;
const copyIf = (value: Json | undefined): Json | undefined => (value === undefined ? undefined : copy(value));
