import { createHash } from "node:crypto";
import { appPool, withWorkspace } from "#lib/db.ts";
import { env } from "#lib/env.ts";
import { attemptWith } from "#lib/execution/attempt.tool.ts";
import { carrySteps } from "#lib/execution/carry-steps.ts";
import { controlExecution } from "#lib/execution/control-execution.ts";
import { decidePlanning } from "#lib/execution/decide-plan.ts";
import { draftBy } from "#lib/execution/draft-by.ts";
import { finishExecution } from "#lib/execution/finish-execution.ts";
import { planExecution } from "#lib/execution/plan-execution.ts";
import { sealWith } from "#lib/execution/seal.node.ts";
import { settleApproval, tendApproval } from "#lib/execution/settle-approval.ts";
import type { Nudge } from "#lib/execution/slice.ts";
import { type StartCommand, startExecution } from "#lib/execution/start-execution.ts";
import { postgresStore } from "#lib/execution/store.postgres.ts";
import { sortableId } from "#lib/kernel/ids.ts";
import { accept } from "#lib/kernel/outcome.ts";
import { completeOffline } from "#lib/models/offline-text.ts";
import { draftPlan } from "#lib/planner/draft-plan.ts";
import { lookupIn } from "#lib/planner/lookup.postgres.ts";
import { postgresBudgets } from "#lib/safety/budgets.postgres.ts";
import { egressThrough } from "#lib/safety/egress.undici.ts";
import { decidersOf } from "#lib/tenancy/approvers.postgres.ts";
import type { Actor, Workspace } from "#lib/tenancy/workspace.ts";
import { shippedTools } from "#lib/tools/registry.ts";
import type { Sql } from "#lib/tools/tool.ts";
import { demoAccounts, otherAccounts } from "./accounts.ts";

type Ending = "approve" | "reject" | "expire" | "leave" | "cancel" | "pause" | "queued" | "planning";
type Past = { daysAgo: number; role: string; command: StartCommand; ending: Ending; note?: string };

const minute = 60_000;
const day = 24 * 60 * minute;

const refused = { url: "http://127.0.0.1:9/report", method: "GET" };

const demoPast: Past[] = [
  {
    daysAgo: 27,
    role: "operator",
    ending: "approve",
    note: "Good agenda.",
    command: { request: "Read what we did in December at Tevuot, understand the strategy, and set a meeting with Yoav" },
  },
  { daysAgo: 24, role: "builder", ending: "leave", command: { request: "What is on my calendar next week?" } },
  { daysAgo: 21, role: "operator", ending: "leave", command: { request: "Find the reports of 2025 and write a one-page summary" } },
  {
    daysAgo: 18,
    role: "operator",
    ending: "reject",
    note: "Not before the board has seen it.",
    command: { request: "Summarise the documents about Tevuot and send the summary to Yoav" },
  },
  {
    daysAgo: 15,
    role: "builder",
    ending: "leave",
    command: {
      plan: {
        steps: [
          { id: "fetch", name: "Fetch the figures", tool: "http.request", params: refused },
          { id: "note", name: "Keep them", tool: "flow.pass", dependsOn: ["fetch"] },
        ],
      },
    },
  },
  {
    daysAgo: 13,
    role: "builder",
    ending: "leave",
    command: {
      plan: {
        steps: [
          { id: "calendar", name: "Look at the calendar", tool: "calendar.search" },
          { id: "fetch", name: "Fetch the figures", tool: "http.request", params: refused, critical: false },
        ],
      },
    },
  },
  { daysAgo: 11, role: "viewer", ending: "leave", command: { request: "Paint my house" } },
  {
    daysAgo: 9,
    role: "operator",
    ending: "expire",
    command: { request: "Summarise the documents about Tevuot and send the summary to Yoav" },
  },
  {
    daysAgo: 7,
    role: "operator",
    ending: "cancel",
    command: { request: "Read what we did in December at Tevuot, understand the strategy, and set a meeting with Yoav" },
  },
  { daysAgo: 5, role: "operator", ending: "leave", command: { request: "תקרא מה עשינו בדצמבר בתבואות, תבין את האסטרטגיה" } },
  {
    daysAgo: 3,
    role: "builder",
    ending: "pause",
    command: {
      plan: {
        steps: [
          { id: "each", name: "Look at two weeks", tool: "calendar.search", forEach: "[1, 2]" },
          { id: "status", name: "Report the status", tool: "report.status", dependsOn: ["each"] },
        ],
      },
    },
  },
  {
    daysAgo: 0.4,
    role: "builder",
    ending: "leave",
    command: { autonomy: "suggest", request: "Find the reports of 2025 and write a one-page summary" },
  },
  {
    daysAgo: 0.2,
    role: "operator",
    ending: "leave",
    command: { request: "Read what we did in December at Tevuot, understand the strategy, and set a meeting with Yoav" },
  },
  {
    daysAgo: 0.1,
    role: "builder",
    ending: "leave",
    command: {
      plan: {
        steps: [
          { id: "wait", name: "Wait for the end of the month", tool: "flow.wait", params: { minutes: 14_400 } },
          { id: "status", name: "Report the status", tool: "report.status", dependsOn: ["wait"] },
        ],
      },
    },
  },
  { daysAgo: 0.02, role: "operator", ending: "planning", command: { request: "What is on my calendar next week?" } },
  { daysAgo: 0.01, role: "operator", ending: "queued", command: { request: "What is on my calendar this week?" } },
];

const otherPast: Past[] = [
  { daysAgo: 6, role: "owner", ending: "leave", command: { request: "What is on my calendar next week?" } },
  {
    daysAgo: 2,
    role: "owner",
    ending: "cancel",
    command: { plan: { steps: [{ id: "wait", tool: "flow.wait", params: { minutes: 6_000 } }] } },
  },
];

/** Past executions of every status. Each is made as it would have been, by the same commands under a clock of its day; no row is inserted by hand. */
export async function seedExecutions({ now }: { now: Date }): Promise<void> {
  for (const [workspaceId, pasts, accounts, timeZone] of [
    ["demo", demoPast, demoAccounts, "Asia/Jerusalem"],
    ["other", otherPast, otherAccounts, "Europe/London"],
  ] as const) {
    for (const [index, past] of pasts.entries()) {
      const account = accounts.find(({ role }) => role === past.role) ?? accounts[0];
      const approver = accounts.find(({ role }) => role === "approver") ?? account;
      if (!account || !approver) continue;
      await relive({
        scope: { id: workspaceId },
        timeZone,
        past,
        index,
        at: new Date(now.getTime() - past.daysAgo * day),
        by: actorOf(account),
        approver: actorOf(approver),
      });
    }
  }
}

const actorOf = ({ id, name }: { id: string; name: string }): Actor => ({ kind: "member", id, name });

type Life = { scope: Workspace; timeZone: string; past: Past; index: number; at: Date; by: Actor; approver: Actor };

async function relive({ scope, timeZone, past, index, at, by, approver }: Life): Promise<void> {
  let clock = at.getTime();
  let ids = 0;
  const pool = appPool();
  const now = () => {
    clock += 170;
    return new Date(clock);
  };
  const newId = (prefix: string) =>
    sortableId(prefix, at.getTime(), createHash("sha256").update(`${scope.id}:${index}:${prefix}:${ids++}`).digest());
  const mail: Nudge[] = [];
  const store = postgresStore({ pool, seal: sealWith(env().NEXTAUTH_SECRET ?? ""), now, appended: ({ nudges }) => mail.push(...nudges) });
  const sqlFor = (of: Workspace): Sql => ({
    query: (text, values) => withWorkspace(of.id, async (client) => (await client.query(text, values)).rows),
  });
  const registry = shippedTools({ egress: egressThrough({ allow: [] }), executionsBetween: async () => [] });
  const attempt = attemptWith({
    speak: () => ({ say: () => {}, end: () => {} }),
    store,
    registry,
    now,
    complete: completeOffline,
    sqlFor,
    timeZoneOf: async () => timeZone,
    watch: () => () => {},
  });
  const draft = draftBy({
    registry,
    decide: ({ request }) =>
      draftPlan({ registry, lookup: lookupIn(sqlFor(scope)), now: at, timeZone, workspaceLanguage: "en" }, { request }),
  });
  const deps = { store, registry, attempt, now, newId, draft };

  // The key tells a second seed what the first one made, whatever the day.
  const key = `seed:${index}`;
  const [known] = await sqlFor(scope).query("select 1 from idempotency_keys where key = $1", [key]);
  if (known) return;
  const started = await startExecution(deps, {
    workspace: scope,
    actor: by,
    command: past.command,
    trigger: "web",
    idempotency: { key, fingerprint: "seed" },
  });
  if (!started.ok) throw new Error(`the seed's execution ${index} does not start: ${started.refusal.because}`);
  const { id } = started.value;
  const executionOfApproval = async () => id;

  async function deliver(nudge: Nudge): Promise<void> {
    const where = { scope, executionId: id, run: newId("run") };
    clock += 900;
    if (nudge.name === "execution/requested") await planExecution(deps, where);
    if (nudge.name === "step/ready") await carrySteps(deps, { ...where, stepId: nudge.data.stepId ?? "", wake: nudge.data.wake ?? 0 });
    if (nudge.name === "execution/settled") await finishExecution(deps, where);
  }

  const sent = (nudge: Nudge) => pool.query("select outbox_sent($1, $2)", [[scope.id], [nudge.id]]);

  /** Delivers what is due now; what is due later stays in the outbox, as it would have. */
  async function run(): Promise<void> {
    for (let next = mail.shift(); next; next = mail.shift()) {
      if (next.dueAt !== undefined) continue;
      await deliver(next);
      await sent(next);
    }
  }

  if (past.ending === "planning")
    await store.act(scope, id, { cause: "plan", decide: (slice) => accept(decidePlanning(slice, { planner: "offline" })) });
  const [first] = mail;
  if (first && (past.ending === "queued" || past.ending === "planning")) return void (await sent(first));
  if (first && past.ending === "pause") {
    mail.shift();
    await deliver(first);
    await sent(first);
    await controlExecution(deps, { workspace: scope, actor: by, id, action: "pause" });
  }
  await run();
  if (past.ending === "cancel")
    await controlExecution(deps, { workspace: scope, actor: by, id, action: "cancel", because: "it is not needed any more" });
  const open = await sqlFor(scope).query<{ id: string; hash: string }>(
    `select id, state->>'payloadHash' as hash from pending_approvals where execution_id = $1 and status = 'open'`,
    [id],
  );
  for (const approval of open) {
    if (past.ending === "approve" || past.ending === "reject") {
      clock += 47 * minute;
      const command = { decision: past.ending, payloadHash: approval.hash, ...(past.note !== undefined && { note: past.note }) };
      const decided = await settleApproval(
        { ...deps, executionOfApproval, decidersOf, budgets: postgresBudgets({ now: deps.now }) },
        { workspace: scope, actor: approver, id: approval.id, command },
      );
      if (!decided.ok) throw new Error(`the seed's approval is not decided: ${decided.refusal.because}`);
    }
    if (past.ending === "expire") {
      clock += 25 * 60 * minute;
      await tendApproval(deps, { scope, executionId: id, approvalId: approval.id });
    }
  }
  await run();
}
