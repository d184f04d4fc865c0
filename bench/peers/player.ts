import { setTimeout as sleep } from "node:timers/promises";
import { freePort } from "../../scripts/postgres.ts";
import { openDbos } from "./dbos.ts";
import type { Body, Open } from "./engine.ts";
import { openFermata } from "./fermata.ts";
import { openFloor } from "./floor.ts";
import { openGraphile } from "./graphile.ts";
import { openLangGraph } from "./langgraph.ts";
import { openMastra } from "./mastra.ts";
import { openPgBoss } from "./pgboss.ts";
import { openRestate } from "./restate.ts";
import { openSdk } from "./sdk.ts";
import type { Shape } from "./shapes.ts";

export const engines: Record<string, Open> = {
  "floor: one INSERT a step": (place) => openFloor(place),
  "floor: group commit": (place) => openFloor(place, { grouped: true }),
  "floor: the SDK in memory": openSdk,
  Fermata: openFermata,
  DBOS: openDbos,
  Mastra: openMastra,
  "LangGraph sync": openLangGraph,
  Restate: openRestate,
  "graphile-worker": openGraphile,
  "pg-boss": openPgBoss,
};

/** One question of the parent: as many of this workflow, at once. */
export type Ask = { shape: Shape; runs: number } | "close";
/** What one repetition showed, in milliseconds. */
export type Told =
  | { is: "ready"; pids: number[] }
  | {
      is: "played";
      callerMs: number;
      startMs: number;
      innerMs: number;
      tailMs: number;
      gaps: number[];
      latencies: number[];
      bodies: number;
      cpuS: number;
      peakMiB: number;
    }
  | { is: "failed"; because: string };

type Timing = { began: number; ended: number };

let timings: Timing[] = [];
const body: Body = async (stepMs, resultBytes = 0) => {
  const began = performance.now();
  if (stepMs > 0) await sleep(stepMs);
  timings.push({ began, ended: performance.now() });
  return "x".repeat(resultBytes);
};

const tell = (told: Told) => process.send?.(told);

if (process.send) {
  const [name = "", databaseUrl = "", folder = ""] = process.argv.slice(2);
  const open = engines[name];
  if (!open) throw new Error(`there is no engine ${name}`);
  process.on("disconnect", () => process.exit(1));
  const engine = await open({ databaseUrl, folder, freePort, body });
  process.on("message", (ask: Ask) => {
    const answer = ask === "close" ? engine.close().then(() => process.exit(0)) : play(ask);
    answer.catch((error: unknown) =>
      tell({ is: "failed", because: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
    );
  });
  tell({ is: "ready", pids: engine.pids ?? [] });

  async function play({ shape, runs }: Exclude<Ask, "close">): Promise<void> {
    timings = [];
    let peak = process.memoryUsage.rss();
    const sampling = setInterval(() => {
      peak = Math.max(peak, process.memoryUsage.rss());
    }, 100);
    const cpu = process.cpuUsage();
    const called = performance.now();
    const latencies = await Promise.all(
      Array.from({ length: runs }, async () => {
        await engine.run(shape);
        return performance.now() - called;
      }),
    ).finally(() => clearInterval(sampling));
    const callerMs = performance.now() - called;
    const { user, system } = process.cpuUsage(cpu);
    const began = timings.map((one) => one.began).sort((a, b) => a - b);
    const first = began[0] ?? called;
    const last = Math.max(...timings.map(({ ended }) => ended));
    tell({
      is: "played",
      callerMs,
      startMs: first - called,
      innerMs: last - first,
      tailMs: called + callerMs - last,
      gaps: runs === 1 ? began.slice(1).map((at, index) => at - (began[index] ?? at)) : [],
      latencies: latencies.sort((a, b) => a - b),
      bodies: timings.length,
      cpuS: (user + system) / 1e6,
      peakMiB: peak / 1_048_576,
    });
  }
}
