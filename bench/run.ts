import { cpus, loadavg } from "node:os";
import { parseArgs } from "node:util";
import pg from "pg";
import { runMain } from "../scripts/run-main.ts";
import { untilTold } from "../scripts/supervise.ts";
import { countersOf, idleCounters } from "./counters.ts";
import { floors } from "./floors.ts";
import { comparePeers } from "./peers/compare.ts";
import { openProduct } from "./product.ts";
import { type Measured, reportOf } from "./report.ts";
import { compareRls } from "./rls.ts";
import { playRound, type Round } from "./round.ts";
import { chainOf, fanOf, listOf, manyOf, type Workload } from "./workloads.ts";

/** Measures the product as its callers see it, beside what the machine needs for the least that could be done. README.md says how to read it. */
runMain(async (args) => {
  const { values } = parseArgs({
    args,
    options: {
      quick: { type: "boolean", default: false },
      repetitions: { type: "string" },
      only: { type: "string" },
      engine: { type: "string", multiple: true },
      workload: { type: "string", multiple: true },
    },
  });
  const { only } = values;
  if (only !== undefined && !["product", "peers", "rls"].includes(only)) throw new Error("--only takes product, peers or rls");
  const repetitions = Number(values.repetitions ?? (values.quick ? 1 : 3));
  const say = (line: string) => process.stderr.write(`${line}\n`);
  const signal = untilTold();
  if (only === undefined || only === "product")
    await measureProduct({ quick: values.quick, repetitions, names: values.workload, say, signal });
  if (only === undefined || only === "rls") console.log(await compareRls({ quick: values.quick, say, signal }));
  if (only === undefined || only === "peers")
    console.log(await comparePeers({ repetitions, engine: values.engine, counters: !values.quick, say, signal }));
  return signal.aborted ? 130 : 0;
});

type Options = { quick: boolean; repetitions: number; names: string[] | undefined; say: (line: string) => void; signal: AbortSignal };

async function measureProduct({ quick, repetitions, names, say, signal }: Options): Promise<void> {
  const long = quick ? 1_000 : 10_000;
  const all = [chainOf(50), fanOf(50), chainOf(long), fanOf(long), listOf(1_000), manyOf(100, 5)];
  const workloads = names ? all.filter(({ name }) => names.includes(name)) : all;
  if (workloads.length === 0) throw new Error(`--workload takes ${all.map(({ name }) => `“${name}”`).join(", ")}`);
  const product = await openProduct({ say, signal });
  const told = new Promise<never>((_, failed) => {
    signal.addEventListener("abort", () => failed(signal.reason), { once: true });
  });
  told.catch(() => {}); // each round hears of it
  const owner = new pg.Client({ connectionString: product.ownerUrl });
  try {
    await owner.connect();
    const play = async (workload: Workload): Promise<Round> => {
      signal.throwIfAborted();
      return Promise.race([playRound(product, owner, workload), told]);
    };
    say("warming up");
    const warmUp = async () => {
      for (const workload of [chainOf(50), manyOf(20, 5), chainOf(500), fanOf(50)]) await play(workload);
    };
    await warmUp();
    const lowest = await floors(product);
    const played = new Map<Workload, Round[]>(workloads.map((workload) => [workload, []]));
    for (let repetition = 0; repetition < repetitions; repetition++) {
      // Each goes first once, so that none always runs on a warmer machine.
      const order = workloads.map((_, index) => workloads[(index + repetition) % workloads.length] as Workload);
      for (const workload of order) {
        const round = await play(workload);
        played.get(workload)?.push(round);
        say(`  ${workload.name}: ${(round.callerMs / workload.steps / workload.executions).toFixed(2)} ms a step`);
      }
    }
    say("counting what a step costs the database");
    // The first touch of a page after a checkpoint writes the whole page: what is counted comes after that.
    await owner.query("checkpoint");
    await warmUp();
    const idle = await idleCounters(owner);
    const measured: Measured[] = [];
    for (const [workload, rounds] of played)
      measured.push({ workload, rounds, counters: await countersOf(owner, idle, async () => rounds.push(await play(workload))) });
    console.log(`${cpus().length} cores, load ${loadavg()[0]?.toFixed(1)}, Node ${process.version}, ${repetitions + 1} repetitions\n`);
    console.log(reportOf(measured, lowest, idle));
  } finally {
    await owner.end();
    await product.close();
  }
}
