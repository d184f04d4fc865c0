import type pg from "pg";
import { appPool, closePools, executorPool, roleUrl, withWorkspace } from "./db.ts";
import { env } from "./env.ts";
import { actAndTell } from "./execution/act-and-tell.postgres.ts";
import { approverLetters, letterOf, markUsed, requesterLetters } from "./execution/approval-letters.postgres.ts";
import { attemptWith } from "./execution/attempt.tool.ts";
import { attemptBehind } from "./execution/attempt-behind.ts";
import { attemptConsented } from "./execution/attempt-consented.ts";
import { attemptLocked } from "./execution/attempt-locked.node.ts";
import { attemptRated } from "./execution/attempt-rated.ts";
import { whileAway } from "./execution/away.postgres.ts";
import { channelsWith } from "./execution/channels.postgres.ts";
import type { Dispatch } from "./execution/dispatch.ts";
import { draftBy } from "./execution/draft-by.ts";
import type { DecideRequest } from "./execution/draft-card.ts";
import { draftsIn } from "./execution/drafts.postgres.ts";
import { openEars } from "./execution/ears.postgres.ts";
import { createGateClock, lookAround } from "./execution/look-around.postgres.ts";
import type { HandWithout } from "./execution/may-run-plan.ts";
import { createNotifier } from "./execution/notify.postgres.ts";
import { passLockOn } from "./execution/pass-lock-on.ts";
import { planWithheld } from "./execution/plan-withheld.ts";
import type { ReadAt } from "./execution/read-snapshot.ts";
import { recordedBy } from "./execution/recorded.ts";
import { createRelay } from "./execution/relay.postgres.ts";
import { sealWith } from "./execution/seal.node.ts";
import { noSeam, type Seam } from "./execution/seam.ts";
import { createSlotLine } from "./execution/slot-line.ts";
import { createSpeaker } from "./execution/speak.postgres.ts";
import { statisticsBy } from "./execution/statistics.ts";
import { createStops } from "./execution/stops.postgres.ts";
import { postgresStore } from "./execution/store.postgres.ts";
import { tellSpend } from "./execution/tell-spend.ts";
import { usageAroundBy } from "./execution/usage-around.ts";
import { withinPhase } from "./execution/within-phase.ts";
import { newId } from "./kernel/ids.node.ts";
import { isRecord, type Json } from "./kernel/json.ts";
import { createChooser } from "./models/choose.ts";
import { completeWith } from "./models/complete.aisdk.ts";
import { meterWith } from "./models/meter.ts";
import { modelSources } from "./models/sources.aisdk.ts";
import { windowOf } from "./models/windows.ts";
import { log } from "./observability/log.pino.ts";
import { memoryShare } from "./observability/memory.node.ts";
import { draftPlan } from "./planner/draft-plan.ts";
import { lookupIn } from "./planner/lookup.postgres.ts";
import { planWith } from "./planner/planning-model.aisdk.ts";
import { approvalRulesKept } from "./safety/approvals/rules.postgres.ts";
import { postgresBreakers } from "./safety/breakers.postgres.ts";
import { postgresBudgets } from "./safety/budgets.postgres.ts";
import { isAllowListed, judgeUrl, portOf } from "./safety/egress.ts";
import { egressThrough } from "./safety/egress.undici.ts";
import type { EgressRules } from "./safety/egress-rules.ts";
import { policiesKept } from "./safety/guardrails/kept.postgres.ts";
import { postgresLocks } from "./safety/locks.postgres.ts";
import { postgresRateLimiter } from "./safety/rate-limits.postgres.ts";
import { postgresSpend } from "./safety/spend.postgres.ts";
import { approvers, decidersOf } from "./tenancy/approvers.postgres.ts";
import { connectionsWith } from "./tenancy/connections.postgres.ts";
import { keyringOf } from "./tenancy/keyring.node.ts";
import { letterBy } from "./tenancy/letter.ts";
import { handWithout, lacked, mayStart } from "./tenancy/may-start.postgres.ts";
import { people } from "./tenancy/people.postgres.ts";
import { settingsOf } from "./tenancy/settings.postgres.ts";
import { type Given, mostAutonomy } from "./tenancy/settings.ts";
import type { Actor, Workspace } from "./tenancy/workspace.ts";
import { recipientFacts } from "./tools/recipients.ts";
import { shippedTools } from "./tools/registry.ts";
import { sendBySmtp } from "./tools/send.smtp.ts";
import type { AnyTool, Sql } from "./tools/tool.ts";
import { workflowsIn } from "./workflows/workflows.postgres.ts";

export type Runtime = ReturnType<typeof assemble>;

// On globalThis, since Next loads a module once for each of its bundles: one runtime a process.
const kept = globalThis as typeof globalThis & { fermataRuntime?: Runtime };

/** Everything that use cases need, with the adapters of this process. A test's first call may put something at the seams. */
export function runtime(seam: Seam = noSeam): Runtime {
  kept.fermataRuntime ??= assemble(seam);
  return kept.fermataRuntime;
}

const failed = (message: string) => (error: unknown) => log.error({ err: error }, message);

function assemble(seam: Seam) {
  const pool = appPool();
  const now = () => new Date();
  let dispatch: Dispatch = { send: () => Promise.reject(new Error("this process was not told where nudges go")) };
  const relay = createRelay({ pool, dispatch: () => dispatch, failed: failed("nudges wait for the next sweep"), seam });
  const notifier = createNotifier({ pool, failed: failed("a notification was lost") });
  const stops = createStops({ pool, failed: failed("could not look for stops") });
  const seal = sealWith(env().NEXTAUTH_SECRET ?? "");
  const store = postgresStore({
    pool,
    seal,
    now,
    seam,
    appended({ workspaceId, executionId, nudges }) {
      notifier.push(executionId);
      relay.push(workspaceId, nudges);
    },
  });
  const { SMTP_URL: smtp } = env();
  const { FERMATA_EGRESS_ALLOW: allow, FERMATA_SETTINGS: system } = env();
  const given = asReading(settingsOf);
  const rulesOf = async (id: string) => rulesIn(await given({ id }, { level: "workspace" }));
  const keyring = keyringOf({ ...env(), NEXTAUTH_SECRET: env().NEXTAUTH_SECRET ?? "" });
  const connections = connectionsWith({
    keyring,
    judge: (origin) => judgeSecretsHost(origin, allow),
    isTool: (name) => registry.get(name) !== undefined,
  });
  const egress = egressThrough({ allow, rules: rulesIn(system), rulesOf });
  const channels = channelsWith({
    keyring,
    egress,
    now,
    address: env().NEXTAUTH_URL,
    judge: (url) => judgeSecretsHost(url, allow),
  });
  const registry = shippedTools({
    egress,
    openConnection: asReading(connections.openConnection),
    executionsBetween,
    sendMail: smtp === undefined ? undefined : sendBySmtp(smtp),
  });
  const connectionsOf = asReading(connections.listConnections);
  const hands: HandWithout = asReading(handWithout);
  const models = modelSources(env());
  const { FERMATA_PRICES: prices } = env();
  const chooser = createChooser({ now: () => performance.now(), prices });
  const complete = completeWith(models, undefined, undefined, chooser);
  const spend = postgresSpend();
  const meterFor = meterWith({ spend, newId: () => newId("mdc"), ...(prices && { prices }) });
  const approvalRules = approvalRulesKept({ now: () => performance.now() });
  const sendLetter = letterBy({
    send: smtp === undefined ? undefined : sendBySmtp(smtp),
    newId: () => newId("msg"),
    now,
    patience: () => AbortSignal.timeout(20_000),
    failed: (because) => log.warn({ because }, "a letter was not sent"),
  });
  const breakers = postgresBreakers({ now: () => performance.now() });
  const policies = policiesKept({ now: () => performance.now() });
  const policiesOf = asReading(policies.policiesOf);
  const call = attemptWith({
    store,
    registry,
    now,
    complete,
    sqlFor: readingFor,
    timeZoneOf,
    speak: createSpeaker({ pool, failed: failed("a piece of a text was lost") }),
    watch: stops.watch,
    policiesOf,
    meterFor,
    seam,
  });
  const drafts = draftsIn(seal);
  const workflows = workflowsIn(seal);
  const passOn = passLockOn({ store, sqlFor, newId });
  const attempt = attemptLocked(
    { registry, locks: postgresLocks(), now, passOn },
    attemptConsented(
      { registry, policiesOf, now, factsOf: (scope, email) => recipientFacts(readingFor(scope), email) },
      attemptRated({ registry, rates: postgresRateLimiter(), policiesOf, now }, attemptBehind({ registry, breakers }, call)),
    ),
  );
  const decide: DecideRequest = planWithheld(async ({ scope, request, input, payer }) => {
    const { executionId } = payer;
    const at = executionId === undefined ? undefined : { scope, executionId, phase: "plan" as const };
    const counted = meterFor({ scope, ...payer }, at && tellSpend(store, { ...at, step: null }));
    const meter = at ? withinPhase(counted, store, at) : counted;
    const { sources, sheet } = chooser.choose(models, { tokens: planningTokens });
    return draftPlan(
      {
        registry,
        models: sources.map((source) => planWith(source, { meter, sheet, note: (outcome) => chooser.note(source, outcome) })),
        lookup: lookupIn(readingFor(scope)),
        now: now(),
        ...(await placeOf(scope)),
      },
      { request, ...(input !== undefined && { input }) },
    );
  });
  const gating = {
    connectionsOf,
    handWithout: hands,
    usedPercent: (scope: Workspace, executionId: string) => whileAway(() => spend.used({ scope, executionId })),
    mayStart: asReading(mayStart),
    models: models.map(({ provider }) => provider),
    window: windowOf(models[0]?.provider),
    memory: memoryShare,
  };
  const gateClock = createGateClock({
    look: () => lookAround({ pool, store, registry, now, gating }),
    failed: failed("the gates could not look"),
  });
  return {
    gating,
    gateClock,
    pool,
    now,
    newId,
    store,
    registry,
    attempt,
    wait: (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms)),
    line: createSlotLine(store),
    simulation: { readOnly, timeZoneOf, patience: () => AbortSignal.timeout(30_000), recorded: recordedBy(readingFor, store) },
    policies,
    policiesOf,
    spend,
    budgets: postgresBudgets({ now }),
    breakers,
    /** A tool whose component is open is no way out. */
    isOpen: (scope: Workspace) => (tool: AnyTool) => {
      const component = tool.component?.({});
      return component !== undefined && breakers.isOpen(scope, component);
    },
    sqlFor,
    relay,
    stops,
    seam,
    readAt,
    executionOfApproval,
    decide,
    workflows,
    keepDraft: drafts.keepDraft,
    sources: { draft: drafts.draft, workflow: workflows.plan },
    draft: draftBy({ decide, registry }),
    statistics: statisticsBy(readingFor),
    audit,
    actAndTell,
    people,
    connections,
    connectionsOf,
    lacked: asReading(lacked),
    handWithout: hands,
    systemSettings: system,
    settingsAround: async (scope: Workspace, workflowId: string | undefined) => ({
      system,
      workspace: await given(scope, { level: "workspace" }),
      workflow: workflowId === undefined ? {} : await given(scope, { level: "workflow", id: workflowId }),
    }),
    /** How much executions of a workspace do without asking, at the most. */
    mostAutonomy: async (scope: Workspace) => mostAutonomy({ system, workspace: await given(scope, { level: "workspace" }) }).value,
    sendLetter,
    approvalRules,
    approvers,
    approvalRulesOf: asReading(approvalRules.rulesOf),
    usageAround: usageAroundBy(readingFor),
    decidersOf: asReading(decidersOf),
    letterOf,
    markUsed,
    channels,
    messages: channels.messages,
    sendToChannel: channels.sendToChannel,
    writeToApprover: approverLetters({ address: env().NEXTAUTH_URL, sendLetter }),
    writeToRequester: requesterLetters({ address: env().NEXTAUTH_URL, sendLetter }),
    memberOf: asReading(people.members.memberById),
    hasMail: smtp !== undefined,
    address: env().NEXTAUTH_URL,
    dispatch: () => dispatch,
    /** Resolves once the database answers: a process may start while it is away. */
    awaitDatabase: () => whileAway(() => pool.query("select 1")),
    executorPool,
    /** Tells of executions that have news; gives back how to end it. */
    hear: (heard: (executionIds: string[]) => void) =>
      openEars({ url: roleUrl("app"), name: "fermata worker", heard, failed: failed("no news is heard for a while") }),
    /** Told once at the start of the process, since only `inngest/` knows where nudges go. */
    sendWith(to: Dispatch): void {
      dispatch = to;
    },
    async close(): Promise<void> {
      await relay.stop();
      await gateClock.stop();
      await notifier.flush();
      await closePools();
    },
  };
}

/** What planning reads and writes, with the descriptions of all tools. */
const planningTokens = 20_000;

/** A secret travels encrypted, but to a host that the operator let through by name. */
function judgeSecretsHost(origin: string, allow: readonly string[]) {
  const verdict = judgeUrl(origin, allow);
  if (!verdict.allowed) return verdict;
  const isPlain = verdict.url.protocol !== "https:" && !isAllowListed(verdict.url.hostname, portOf(verdict.url), allow);
  return isPlain ? ({ allowed: false, because: "a secret is sent by https alone" } as const) : verdict;
}

const rulesIn = ({ egressOnly = [], egressNever = [] }: Given): EgressRules => ({ only: egressOnly, never: egressNever });

function sqlOn(client: pg.PoolClient): Sql {
  return { query: async (text, values) => (await client.query(text, values)).rows };
}

/** Each query in a transaction of its own, inside the workspace. */
function sqlFor(scope: Workspace): Sql {
  return { query: (text, values) => withWorkspace(scope.id, (client) => sqlOn(client).query(text, values)) };
}

/** What only reads may be asked again when the database was away. */
const asReading =
  <Asked extends unknown[], Told>(read: (...asked: Asked) => Promise<Told>) =>
  (...asked: Asked): Promise<Told> =>
    whileAway(() => read(...asked));

const readingFor = (scope: Workspace): Sql => ({ query: (text, values) => whileAway(() => sqlFor(scope).query(text, values)) });

/** Several reads of one moment. */
const readAt: ReadAt = (scope, work) => whileAway(() => withWorkspace(scope.id, (client) => work(sqlOn(client)), { oneMoment: true }));

/** Each query in a transaction that the database lets write nothing. */
const readOnly = (scope: Workspace): Sql => ({ query: (text, values) => readAt(scope, (sql) => sql.query(text, values)) });

async function executionOfApproval(scope: Workspace, approvalId: string): Promise<string | undefined> {
  const [row] = await readingFor(scope).query<{ execution: string }>(
    `select execution_id as execution from pending_approvals where id = $1`,
    [approvalId],
  );
  return row?.execution;
}

type PlaceOf = { timeZone: string; workspaceLanguage: "en" | "he" };
const places = new Map<string, PlaceOf>();

/** A workspace's time zone and language, asked once a process. */
async function placeOf(scope: Workspace): Promise<PlaceOf> {
  const known = places.get(scope.id);
  if (known) return known;
  const [row] = await readingFor(scope).query<{ zone: string; language: string }>(
    "select time_zone as zone, language from workspaces where id = $1",
    [scope.id],
  );
  const place: PlaceOf = { timeZone: row?.zone ?? "UTC", workspaceLanguage: row?.language === "he" ? "he" : "en" };
  places.set(scope.id, place);
  return place;
}

const timeZoneOf = async (scope: Workspace): Promise<string> => (await placeOf(scope)).timeZone;

/** The id of what was done to, when it has one, is the entry's target. */
const audit = (scope: Workspace, actor: Actor, action: string, detail: Json): Promise<void> =>
  people.auditLog.note(scope, actor, {
    action,
    detail,
    ...(isRecord(detail) && typeof detail["id"] === "string" && { target: detail["id"] }),
  });

async function executionsBetween(scope: Workspace, { from, to, limit }: { from: Date; to: Date; limit: number }) {
  return readingFor(scope).query<{
    id: string;
    title: string;
    status: string;
    waitingOn: string | null;
    createdAt: Date;
    endedAt: Date | null;
  }>(
    `select id, title, status, waiting_on as "waitingOn", created_at as "createdAt", ended_at as "endedAt" from executions where created_at >= $1 and created_at < $2 and state->>'simulated' is null order by created_at desc limit $3`,
    [from, to, limit],
  );
}
