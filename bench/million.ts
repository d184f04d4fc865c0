import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import pg from "pg";
import { migrate } from "../scripts/migrate.ts";
import { startPostgres } from "../scripts/postgres.ts";
import { runMain } from "../scripts/run-main.ts";
import { untilTold } from "../scripts/supervise.ts";
import { openFermata } from "./peers/fermata.ts";
import type { Shape } from "./peers/shapes.ts";
import { table } from "./report.ts";
import { median } from "./round.ts";

const runs = 200;
const stepsOfARun = 50;
const shape: Shape = { kind: "chain", steps: stepsOfARun, stepMs: 0, resultBytes: 200 };
const tables = ["run", "memo", "event", "item"];
const keepMs = 60_000;

/** Steps without end through the embedded executor, which forgets ended runs after a minute: what a step costs and how large the tables are. */
runMain(async (args) => {
  const { values } = parseArgs({ args, options: { steps: { type: "string", default: "1000000" } } });
  const signal = untilTold();
  const folder = mkdtempSync(join(tmpdir(), "fermata-million-"));
  chmodSync(folder, 0o755); // as root the database runs as another user, who has to get in
  const postgres = await startPostgres({ dataDir: join(folder, "postgres"), password: "bench" });
  try {
    await postgres.ensureDatabase("bench");
    const databaseUrl = postgres.url("bench");
    await migrate(databaseUrl, { secret: "a secret of thirty-two characters" });
    const owner = new pg.Client({ connectionString: databaseUrl });
    await owner.connect();
    let bodies = 0;
    const body = async (_ms: number, bytes = 0) => {
      bodies++;
      return "x".repeat(bytes);
    };
    const engine = await openFermata({ databaseUrl, body }, { keepMs });
    const rows: string[][] = [];
    const look = async (perSecond: number) => {
      const chains: number[] = [];
      for (let time = 0; time < 9; time++) {
        const began = performance.now();
        await engine.run(shape);
        chains.push((performance.now() - began) / stepsOfARun);
      }
      rows.push([bodies.toLocaleString("en"), perSecond.toFixed(0), median(chains).toFixed(2), ...(await sizesOf(owner))]);
      process.stderr.write(`  ${bodies.toLocaleString("en")} steps\n`);
    };
    for (let time = 0; time < 5; time++) await engine.run(shape);
    await look(0);
    const most = Number(values.steps);
    while (bodies < most && !signal.aborted) {
      const before = bodies;
      const began = performance.now();
      while (bodies - before < most / 10 && !signal.aborted) await Promise.all(Array.from({ length: runs }, () => engine.run(shape)));
      await look((bodies - before) / ((performance.now() - began) / 1_000));
    }
    console.log(
      table(
        ["steps", "steps/s", "alone: ms/step", ...tables.map((name) => `${name}: MiB, live, dead rows`), "vacuums"],
        rows.map((row) => row.map((cell) => cell)),
      ),
    );
    await engine.close();
    await owner.end();
  } finally {
    await postgres.stop();
    rmSync(folder, { recursive: true, force: true });
  }
  return signal.aborted ? 130 : 0;
});

/** Each table of the executor with its indexes, and how often autovacuum came. */
async function sizesOf(owner: pg.Client): Promise<string[]> {
  await owner.query("select pg_stat_clear_snapshot()");
  const { rows } = await owner.query<{ name: string; mib: number; live: number; dead: number; vacuums: number }>(
    `select relname as name, pg_total_relation_size(relid) / 1048576.0::float8 as mib, n_live_tup::int as live, n_dead_tup::int as dead,
        autovacuum_count::int as vacuums
      from pg_stat_user_tables where schemaname = 'executor' and relname = any($1)`,
    [tables],
  );
  const found = tables.map((name) => rows.find((row) => row.name === name));
  return [
    ...found.map((row) => (row ? `${Number(row.mib).toFixed(1)}, ${row.live}, ${row.dead}` : "–")),
    String(rows.reduce((sum, { vacuums }) => sum + vacuums, 0)),
  ];
}
