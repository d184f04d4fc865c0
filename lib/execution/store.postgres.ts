import type pg from "pg";
import { canonicalJson, type Json } from "#lib/kernel/json.ts";
import { accept, type Outcome, refuse } from "#lib/kernel/outcome.ts";
import type { Workspace } from "#lib/tenancy/workspace.ts";
import type { Sql } from "#lib/tools/tool.ts";
import { withSettings } from "./apply-settings.ts";
import { whileAway } from "./away.postgres.ts";
import { Commit, eventId } from "./commit.ts";
import { decideGroup, needOf } from "./decide-group.ts";
import { asItRuns } from "./ladder.ts";
import { lane } from "./lane.ts";
import type { Seal } from "./seal.node.ts";
import { openedSpec, type SealedSpec, sealedSpec } from "./seal-spec.node.ts";
import type { Seam } from "./seam.ts";
import { chunkSize, type Need, type Nudge, type Slice } from "./slice.ts";
import type { Approval, Effect, Execution, Head, Step } from "./state.ts";
import type { Acted, Command, ExecutionStore } from "./store.ts";
import { upcast } from "./upcast.ts";

/** How long a claim lasts without a heartbeat. */
export const leaseSeconds = 30;
/** After this many lost races a decision is made under the head row's lock. */
const racesBeforeLock = 3;
/** Commands of one execution that one append takes at the most. */
const commandsAtOnce = 64;

export type Appended = { workspaceId: string; executionId: string; seq: number; nudges: Nudge[] };

type Given = { pool: pg.Pool; seal: Seal; now: () => Date; appended: (news: Appended) => void; seam?: Seam };
type SliceAsk = { workspaceId: string; executionId: string; need: string };
type AppendAsk = { workspaceId: string; executionId: string; expectedSeq: number; body: string };
type AppendDone = { ok?: true; conflict?: true; stored?: { fingerprint: string; status: number; answer: Json } };
/** How the store speaks to the database: through lanes that serve many executions at once, or on the client of one transaction. */
type Database = { read: (ask: SliceAsk) => Promise<RawSlice | null>; append: (ask: AppendAsk) => Promise<AppendDone>; shared: boolean };
type Deps = Given & { db: Queryable; lanes: Database };
type Queryable = Pick<pg.ClientBase, "query">;

/** Calls that one statement serves, and statements under way at once. */
const callsAtOnce = 32;
const places = 3;

const readText =
  "select read_slice(x.w, x.e, x.need) as slice from unnest($1::text[], $2::text[], $3::json[]) with ordinality as x(w, e, need, n) order by x.n";
const appendText =
  "select append(x.w, x.e, x.seq, x.body) as done from (select * from unnest($1::text[], $2::text[], $3::int[], $4::json[]) with ordinality as u(w, e, seq, body, n) order by u.n) x";

function database(db: Queryable, shared: boolean): Database {
  const read = async (asks: SliceAsk[]): Promise<(RawSlice | null)[]> => {
    const values = [asks.map((ask) => ask.workspaceId), asks.map((ask) => ask.executionId), asks.map((ask) => ask.need)];
    const { rows } = await db.query({ name: "read-slices", text: readText, values });
    return rows.map(({ slice }) => slice);
  };
  const append = async (asks: AppendAsk[]): Promise<AppendDone[]> => {
    // Heads are locked in one order by everybody.
    const order = asks.map((_, index) => index).sort((a, b) => ((asks[a]?.executionId ?? "") < (asks[b]?.executionId ?? "") ? -1 : 1));
    const sorted = order.flatMap((index) => asks[index] ?? []);
    const values = [
      sorted.map((ask) => ask.workspaceId),
      sorted.map((ask) => ask.executionId),
      sorted.map((ask) => ask.expectedSeq),
      sorted.map((ask) => ask.body),
    ];
    const { rows } = await db.query({ name: "appends", text: appendText, values });
    const answers: AppendDone[] = [];
    order.forEach((index, place) => {
      answers[index] = rows[place].done;
    });
    return answers;
  };
  if (!shared)
    return { read: async (ask) => (await read([ask]))[0] ?? null, append: async (ask) => (await append([ask]))[0] ?? {}, shared };
  return { read: lane({ run: read, atOnce: callsAtOnce, places }), append: lane({ run: append, atOnce: callsAtOnce, places }), shared };
}
type Waiting = {
  commands: Command<unknown>[];
  hint?: Slice | undefined;
  resolve: (outcome: Outcome<Acted<unknown>[]>) => void;
  reject: (error: unknown) => void;
};

export function postgresStore(given: Given): ExecutionStore {
  // A statement whose answer was lost is sent again: an append that was made after all then meets its own cause in the log.
  const db = { query: (asked: pg.QueryConfig) => whileAway(() => given.pool.query(asked)) } as Queryable;
  const deps: Deps = { ...given, db, lanes: database(db, true) };
  const queues = new Map<string, Waiting[]>();

  const actAll: ExecutionStore["actAll"] = (scope, executionId, commands, hint) =>
    new Promise((resolve, reject) => {
      // An id of another workspace is another queue: whoever guesses one never acts in its name.
      const name = `${scope.id}/${executionId}`;
      const queue = queues.get(name);
      if (queue) queue.push({ commands, hint, resolve, reject });
      else {
        queues.set(name, [{ commands, hint, resolve, reject }]);
        void drain(name, scope, executionId);
      }
    });

  async function drain(name: string, scope: Workspace, executionId: string): Promise<void> {
    for (let queue = queues.get(name); queue && queue.length > 0; queue = queues.get(name))
      await serve(takenFrom(queue), scope, executionId);
    queues.delete(name);
  }

  async function serve(taken: Waiting[], scope: Workspace, executionId: string): Promise<void> {
    try {
      const outcomes = await appendAll(
        deps,
        scope,
        executionId,
        taken.map(({ commands }) => commands),
        undefined,
        taken.length === 1 ? taken[0]?.hint : undefined,
      );
      taken.forEach(({ resolve }, index) => {
        resolve(outcomes[index] ?? refuse({ code: "conflict", because: "not decided" }));
      });
    } catch (error) {
      // One owner's broken command must not fail its neighbours': each is tried alone.
      if (taken.length > 1) for (const one of taken) await serve([one], scope, executionId);
      else taken[0]?.reject(error);
    }
  }

  return {
    actAll,
    async act(scope, executionId, command) {
      const outcome = await actAll(scope, executionId, [command as Command<unknown>]);
      return outcome.ok ? accept(outcome.value[0] as Acted<never>) : outcome;
    },
    actWith: (scope, executionId, work, then) => actInTransaction(deps, scope, executionId, { work, then }),
    create: (scope, executionId, command) => create(deps, scope, executionId, command),
    slice: (scope, executionId, need) => readSlice(deps.seal, deps.lanes, scope, executionId, need, []).then((read) => read?.slice ?? null),
    async outputs(scope, executionId, stepIds) {
      if (stepIds.length === 0) return new Map();
      const { rows } = await deps.db.query<{ step: string; owner: string; sealed: Buffer }>({
        name: "outputs",
        text: "select step, owner, sealed from outputs_of($1, $2, $3)",
        values: [scope.id, executionId, stepIds],
      });
      return new Map(
        rows.map(({ step, owner, sealed }) => [
          step,
          JSON.parse(deps.seal.open({ workspaceId: scope.id, executionId: owner }, sealed)) as Json,
        ]),
      );
    },
    async payload(scope, executionId, id) {
      return (await readPayloads(deps, scope, executionId, [id])).get(id);
    },
    payloads: (scope, executionId, ids) => readPayloads(deps, scope, executionId, ids),
    readAfter: (scope, executionId, seq, limit) => readAfter(deps.db, scope, executionId, seq, limit),
    async renew(scope, executionId, stepId, fence) {
      const { rows } = await deps.db.query({
        name: "renew",
        text: "select renew_lease($1, $2, $3, $4, $5) as renewed",
        values: [scope.id, executionId, stepId, fence, leaseSeconds],
      });
      return rows[0].renewed;
    },
  };
}

/** What goes into the next append. A command under an idempotency key goes alone: the database answers for a whole append when it knows the key. */
function takenFrom(queue: Waiting[]): Waiting[] {
  const keyed = queue.findIndex(({ commands }) => keyedOf(commands) !== undefined);
  if (keyed === 0) return queue.splice(0, 1);
  return queue.splice(0, Math.min(commandsAtOnce, keyed === -1 ? queue.length : keyed));
}

const keyedOf = (commands: Command<unknown>[]): Command<unknown> | undefined => commands.find(({ idempotency }) => idempotency);

/** Decides and appends groups of commands together; on a conflict everything is read and decided again. */
async function appendAll(
  deps: Deps,
  scope: Workspace,
  executionId: string,
  groups: Command<unknown>[][],
  db: Database = deps.lanes,
  hint?: Slice,
): Promise<Outcome<Acted<unknown>[]>[]> {
  for (let race = 0; ; race++) {
    const attempt =
      race < racesBeforeLock || !db.shared
        ? await tryAppend(deps, db, scope, executionId, groups, !db.shared, race === 0 ? hint : undefined)
        : await underLock(deps, scope, executionId, groups);
    if (attempt !== "conflict") return attempt;
  }
}

async function tryAppend(
  deps: Deps,
  db: Database,
  scope: Workspace,
  executionId: string,
  groups: Command<unknown>[][],
  lock: boolean,
  hint?: Slice,
): Promise<Outcome<Acted<unknown>[]>[] | "conflict"> {
  const commands = groups.flat();
  const read = hint
    ? { slice: hint, replayed: new Set<string>() }
    : await readSlice(
        deps.seal,
        db,
        scope,
        executionId,
        { ...needOf(commands), lock },
        commands.map(({ cause }) => eventId(executionId, cause, 0)),
      );
  if (!read) return groups.map(() => refuse({ code: "not_found", because: "no such execution" }));
  const commit = new Commit(executionId, read.slice, read.slice.execution.head.seq);
  const decided = groups.map((group) => decideGroup(commit, group, read.replayed, deps.now().toISOString()));
  const keyed = keyedOf(commands);
  const first = decided[0]?.outcome;
  // A key counts also for what is refused or in the log by now, and is kept also when there is nothing to append.
  if (keyed && !(first?.ok && first.value.every(({ kind }) => kind === "done"))) {
    const known = await storedUnder(db, scope, executionId, keyed);
    return known ? [accept([known])] : decided.map(({ outcome }) => outcome);
  }
  if (commit.isEmpty && !keyed) return decided.map(({ outcome }) => outcome);
  const accepted = groups.flatMap((group, index) => (decided[index]?.outcome.ok ? group : []));
  const stored = await write(deps, db, scope, commit, accepted, keyed, answerFor(keyed, first));
  if (stored === "conflict") return "conflict";
  return stored === "ok" ? decided.map(({ outcome }) => outcome) : [accept([stored])];
}

function answerFor(keyed: Command<unknown> | undefined, outcome: Outcome<Acted<unknown>[]> | undefined): Json {
  const acted = outcome?.ok ? outcome.value[0] : undefined;
  return acted?.kind === "done" ? (keyed?.idempotency?.answerOf(acted.answer, acted.head) ?? null) : null;
}

type Stored = Extract<Acted<unknown>, { kind: "stored" }>;

/** What was answered under a command's key before. An append at no place in the log asks for it and leaves nothing. */
async function storedUnder(
  db: Database,
  scope: Workspace,
  executionId: string,
  { idempotency }: Command<unknown>,
): Promise<Stored | undefined> {
  if (!idempotency) return;
  const body = { key: { key: idempotency.key, fingerprint: idempotency.fingerprint, status: idempotency.status, answer: null }, head: {} };
  const { stored } = await db.append({ workspaceId: scope.id, executionId, expectedSeq: -1, body: JSON.stringify(body) });
  return stored && storedFor(stored, idempotency.fingerprint);
}

/** The same key for another request is a mistake of the caller's, whatever was answered. */
function storedFor(stored: NonNullable<AppendDone["stored"]>, fingerprint: string): Stored {
  return { kind: "stored", status: stored.fingerprint === fingerprint ? stored.status : 422, answer: stored.answer };
}

/**
 * Postgres takes neither NUL nor half a surrogate pair out of JSON text, and previews of outputs may hold both: the log shows U+FFFD there.
 * `JSON.stringify` escapes exactly these; an escape after an odd number of backslashes is none.
 */
function textOf(body: object): string {
  return JSON.stringify(body).replace(/(?<!\\)((?:\\\\)*)\\u(?:0000|d[89a-f][0-9a-f]{2})/g, "$1\ufffd");
}

async function write(
  deps: Deps,
  db: Database,
  scope: Workspace,
  commit: Commit,
  commands: Command<unknown>[],
  keyed: Command<unknown> | undefined,
  answer: Json,
): Promise<"ok" | "conflict" | Stored> {
  const sealScope = { workspaceId: scope.id, executionId: commit.executionId };
  const payloads = commands.flatMap(({ payloads: writes = [] }) =>
    writes.map(({ ref, value }) => ({
      id: ref.id,
      bytes: ref.bytes,
      sealed: deps.seal.seal(sealScope, canonicalJson(value)).toString("base64"),
    })),
  );
  const key = keyed?.idempotency && {
    key: keyed.idempotency.key,
    fingerprint: keyed.idempotency.fingerprint,
    status: keyed.idempotency.status,
    answer,
  };
  const rows = commit.rows(leaseSeconds);
  const newSteps = rows.newSteps?.map((step) => ({ ...step, spec: sealedSpec(deps.seal, sealScope, step.spec) }));
  const body = { ...rows, ...(newSteps && { newSteps }), ...(payloads.length > 0 && { payloads }), ...(key && { key }) };
  deps.seam?.("append.before", { executionId: commit.executionId, seq: commit.seq });
  const done = await db.append({
    workspaceId: scope.id,
    executionId: commit.executionId,
    expectedSeq: commit.expectedSeq,
    body: textOf(body),
  });
  if (done.stored) return storedFor(done.stored, keyed?.idempotency?.fingerprint ?? "");
  if (done.conflict) return "conflict";
  if (!db.shared) return "ok";
  deps.seam?.("append.after", { executionId: commit.executionId, seq: commit.seq });
  deps.appended({ workspaceId: scope.id, executionId: commit.executionId, seq: commit.seq, nudges: commit.nudges });
  return "ok";
}

async function underLock(
  deps: Deps,
  scope: Workspace,
  executionId: string,
  groups: Command<unknown>[][],
): Promise<Outcome<Acted<unknown>[]>[] | "conflict"> {
  return inTransaction(
    deps,
    scope,
    async (client) => {
      const outcomes = await tryAppend(deps, database(client, false), scope, executionId, groups, true);
      return { keep: outcomes !== "conflict", value: outcomes };
    },
    executionId,
  );
}

async function actInTransaction<Answer>(
  deps: Deps,
  scope: Workspace,
  executionId: string,
  {
    work,
    then = async () => accept(undefined),
  }: {
    work: (sql: Sql) => Promise<Outcome<Command<Answer>>>;
    then: ((sql: Sql, answer: Answer) => Promise<Outcome<undefined>>) | undefined;
  },
): Promise<Outcome<Acted<Answer>>> {
  return inTransaction(
    deps,
    scope,
    async (client) => {
      const sql: Sql = { query: async (text, values) => (await client.query(text, values)).rows };
      const command = await work(sql);
      if (!command.ok) return { keep: false, value: command };
      const [outcome] = await appendAll(deps, scope, executionId, [[command.value as Command<unknown>]], database(client, false));
      const acted = outcome?.ok ? (outcome.value[0] as Acted<Answer>) : undefined;
      const follows = acted?.kind === "done" ? await then(sql, acted.answer) : accept(undefined);
      if (!follows.ok) return { keep: false, value: follows };
      const kept = acted?.kind === "done";
      const value: Outcome<Acted<Answer>> = outcome?.ok
        ? accept(acted as Acted<Answer>)
        : (outcome ?? refuse({ code: "conflict", because: "not decided" }));
      return { keep: kept, value };
    },
    executionId,
  );
}

type Work<T> = (client: pg.PoolClient) => Promise<{ keep: boolean; value: T }>;

/** A transaction whose nudges go out only once it is committed. Made again when it broke, it finds its own cause in the log if it was kept. */
function inTransaction<T>(deps: Deps, scope: Workspace, work: Work<T>, executionId: string): Promise<T> {
  return whileAway(() => transaction(deps, scope, work, executionId));
}

async function transaction<T>(deps: Deps, scope: Workspace, work: Work<T>, executionId: string): Promise<T> {
  const client = await deps.pool.connect();
  let broken: Error | undefined;
  try {
    await client.query("begin");
    await client.query({ name: "set-workspace", text: "select set_config('app.workspace_id', $1, true)", values: [scope.id] });
    const { keep, value } = await work(client);
    const seq = seqAfter(value);
    deps.seam?.("commit.before", { executionId, seq });
    await client.query(keep ? "commit" : "rollback");
    deps.seam?.("commit.after", { executionId, seq });
    if (keep) deps.appended({ workspaceId: scope.id, executionId, seq, nudges: nudgesIn(value) });
    return value;
  } catch (error) {
    await client.query("rollback").catch((cause: Error) => {
      broken = cause;
    });
    throw error;
  } finally {
    client.release(broken);
  }
}

function doneIn(value: unknown): Extract<Acted<unknown>, { kind: "done" }>[] {
  const outcomes = (Array.isArray(value) ? value : [value]) as Outcome<Acted<unknown> | Acted<unknown>[]>[];
  return outcomes
    .flatMap((outcome) => (outcome?.ok ? [outcome.value].flat() : []))
    .flatMap((acted) => (acted.kind === "done" ? acted : []));
}

const nudgesIn = (value: unknown): Nudge[] => doneIn(value).flatMap(({ nudges }) => nudges);
const seqAfter = (value: unknown): number => Math.max(0, ...doneIn(value).map(({ head }) => head.seq));

async function create<Answer>(
  deps: Deps,
  scope: Workspace,
  executionId: string,
  command: Command<Answer>,
): Promise<Outcome<Acted<Answer>>> {
  const slice: Slice = {
    execution: { head: { id: executionId, seq: 0 } as Head, steps: {}, approvals: {}, effects: {}, context: {}, messages: {} },
    rows: {},
    edges: [],
    edgesCut: false,
    roots: [],
    waiters: [],
    claims: [],
    more: false,
  };
  const decision = command.decide(slice);
  if (!decision.ok) return decision;
  const commit = new Commit(executionId, slice, 0);
  commit.take(command.cause, decision.value, deps.now().toISOString());
  const answer = decision.value.answer;
  const stored = await write(
    deps,
    deps.lanes,
    scope,
    commit,
    [command as Command<unknown>],
    command.idempotency ? (command as Command<unknown>) : undefined,
    command.idempotency?.answerOf(answer, commit.slice.execution.head) ?? null,
  );
  if (stored === "conflict") return accept({ kind: "replayed", head: commit.slice.execution.head });
  if (stored !== "ok") return accept(stored);
  return accept({ kind: "done", answer, head: commit.slice.execution.head, nudges: decision.value.nudges ?? [] });
}

type RawRow = {
  id: string;
  spec: SealedSpec;
  position: number;
  batch: number;
  parent: string | null;
  waitingOn: number;
  missing: boolean;
  status: string;
  state: Step;
  leaseLost: boolean;
};
type RawSlice = {
  head: Head;
  replayed: string[];
  rows: RawRow[];
  approvals: Approval[];
  effects: Effect[];
  edges: Slice["edges"];
  roots: string[];
  waiters: string[];
  claims: Slice["claims"];
  more: boolean;
};

async function readSlice(
  seal: Seal,
  db: Database,
  scope: Workspace,
  executionId: string,
  need: Need & { lock?: boolean },
  causes: string[],
): Promise<{ slice: Slice; replayed: Set<string> } | null> {
  const ask = {
    steps: [...(need.steps ?? []), ...(need.edgesFrom ?? [])],
    approvals: need.approvals ?? [],
    edgesFrom: need.edgesFrom ?? [],
    movable: need.movable ?? false,
    waiters: (need.waiters || need.movable) ?? false,
    open: need.open ?? false,
    lock: need.lock ?? false,
    causes,
    run: need.run ?? null,
    chunk: chunkSize,
  };
  const raw = await db.read({ workspaceId: scope.id, executionId, need: JSON.stringify(ask) });
  if (!raw) return null;
  const execution: Execution = {
    head: raw.head,
    steps: {},
    approvals: byId(raw.approvals),
    effects: byId(raw.effects),
    context: {},
    messages: {},
  };
  const slice: Slice = {
    execution,
    rows: {},
    edges: raw.edges,
    edgesCut: raw.edges.length >= chunkSize,
    roots: raw.roots,
    waiters: raw.waiters,
    claims: raw.claims,
    more: raw.more,
  };
  for (const { status, state, spec, ...rest } of raw.rows) {
    const planned = withSettings(openedSpec(seal, { workspaceId: scope.id, executionId }, spec), raw.head.settings);
    const row = { ...rest, spec: asItRuns(planned, state) };
    slice.rows[row.id] = { ...row, state };
    // A pending step that the log never spoke of has a row and no state in the fold.
    if (state.status !== "pending") execution.steps[row.id] = state;
    if (status === "cancelled" && state.status === "pending")
      slice.rows[row.id] = { ...row, state: { ...state, status: "cancelled", because: "the execution ended" } };
  }
  return { slice, replayed: new Set(raw.replayed) };
}

function byId<Entry extends { id: string }>(entries: Entry[]): Record<string, Entry> {
  return Object.fromEntries(entries.map((entry) => [entry.id, entry]));
}

async function readPayloads(deps: Deps, scope: Workspace, executionId: string, ids: string[]): Promise<Map<string, Json>> {
  if (ids.length === 0) return new Map();
  const { rows } = await deps.db.query<{ id: string; sealed: Buffer }>({
    name: "payloads",
    text: "select id, sealed from payloads_of($1, $2, $3)",
    values: [scope.id, executionId, ids],
  });
  return new Map(rows.map(({ id, sealed }) => [id, JSON.parse(deps.seal.open({ workspaceId: scope.id, executionId }, sealed)) as Json]));
}

async function readAfter(db: Queryable, scope: Workspace, executionId: string, seq: number, limit: number) {
  const { rows } = await db.query<{ event: unknown }>({
    name: "events-after",
    text: "select event from events_after($1, $2, $3, $4)",
    values: [scope.id, executionId, seq, limit],
  });
  return rows.map(({ event }) => upcast(event));
}
