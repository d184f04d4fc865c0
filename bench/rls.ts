import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import type { Actor } from "#lib/tenancy/workspace.ts";
import { migrate } from "../scripts/migrate.ts";
import { startPostgres } from "../scripts/postgres.ts";
import { table } from "./report.ts";
import { median } from "./round.ts";

const rounds = 10;
const perRound = 300;
const workspaces = ["one", "two"];
const executionsBefore = 1_500;
const secret = "a secret of the benchmark and of nothing else";
const actor: Actor = { kind: "system", id: "bench", name: "bench" };

type Options = { quick: boolean; say: (line: string) => void; signal: AbortSignal };

/**
 * What row-level security costs: the product's own transactions, as the role of the app, with its policies and with row-level security switched
 * off on every table. Both take turns at going first, on one server with fsync, over tables that hold two workspaces.
 */
export async function compareRls({ quick, say, signal }: Options): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "fermata-rls-"));
  chmodSync(folder, 0o755); // as root the database runs as another user, who has to get in
  const postgres = await startPostgres({ dataDir: join(folder, "postgres"), password: "bench", say });
  try {
    await postgres.ensureDatabase("rls");
    Object.assign(process.env, { DATABASE_URL: postgres.url("rls"), NEXTAUTH_SECRET: secret });
    await migrate(postgres.url("rls"), { secret });
    return await played(postgres.url("rls"), { quick, say, signal });
  } finally {
    await postgres.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function played(ownerUrl: string, { quick, say, signal }: Options): Promise<string> {
  const { runtime } = await import("#lib/runtime.ts");
  const { startExecution } = await import("#lib/execution/start-execution.ts");
  const { withWorkspace } = await import("#lib/db.ts");
  runtime().sendWith({ send: async () => {} });
  const started: string[] = [];
  const start = async (workspace: string): Promise<void> => {
    const command = { plan: { steps: [{ id: "a", tool: "flow.pass" }] } };
    const outcome = await startExecution(runtime(), { workspace: { id: workspace }, actor, command });
    if (!outcome.ok) throw new Error(outcome.refusal.because);
    if (workspace === "one") started.push(outcome.value.id);
  };
  // Each names its workspace, so that both ways read the same rows by the same index.
  const read = (text: string, more: unknown[] = []) => withWorkspace("one", (client) => client.query(text, ["one", ...more]));
  const transactions: [name: string, once: (turn: number) => Promise<unknown>][] = [
    ["start an execution", () => start("one")],
    [
      "read an execution",
      (turn) => read("select state from executions where workspace_id = $1 and id = $2", [started[(turn * 37) % started.length]]),
    ],
    [
      "list 50 executions",
      () => read("select id, status, title from executions where workspace_id = $1 order by created_at desc, id limit 50"),
    ],
    ["read 500 events", () => read("select event from execution_events where workspace_id = $1 order by execution_id, seq limit 500")],
  ];
  const owner = new pg.Client({ connectionString: ownerUrl });
  try {
    await owner.connect();
    for (const id of workspaces) await owner.query("insert into workspaces (id, name) values ($1, $1)", [id]);
    const before = quick ? 100 : executionsBefore;
    say(`two workspaces of ${before.toLocaleString("en")} executions`);
    for (let count = 0; count < before; count++) for (const id of workspaces) await start(id);
    await owner.query("analyze");
    const times = new Map(transactions.map(([name]) => [name, { with: [] as number[], without: [] as number[] }]));
    for (let round = 0; round < (quick ? 2 : rounds); round++)
      for (const policies of round % 2 === 0 ? (["with", "without"] as const) : (["without", "with"] as const)) {
        await switchPolicies(owner, policies === "with");
        for (const [name, once] of transactions) {
          signal.throwIfAborted();
          const took: number[] = [];
          for (let turn = 0; turn < perRound; turn++) {
            const begun = performance.now();
            await once(turn);
            // The first ones plan their statements anew.
            if (turn >= perRound / 10) took.push(performance.now() - begun);
          }
          times.get(name)?.[policies].push(median(took));
        }
      }
    const ms = (value: number) => value.toFixed(3);
    return table(
      ["transaction", "with policies, ms", "without, ms", "policies cost, ms", "share"],
      [...times].map(([name, { with: on, without: off }]) => {
        const [a, b] = [median(on), median(off)];
        return [name, ms(a), ms(b), ms(a - b), `${(((a - b) / b) * 100).toFixed(1)} %`];
      }),
    );
  } finally {
    await owner.end();
    await runtime().close();
  }
}

/** On every table that has policies, or on none. */
async function switchPolicies(owner: pg.Client, on: boolean): Promise<void> {
  const { rows } = await owner.query<{ name: string }>(
    "select distinct format('%I.%I', schemaname, tablename) as name from pg_policies where schemaname = 'public'",
  );
  for (const { name } of rows) await owner.query(`alter table ${name} ${on ? "enable" : "disable"} row level security`);
}
