import { isOver } from "#lib/execution/state.ts";
import type { DieAt } from "../../inngest/worker.chaos.ts";
import type { KeptWorker } from "./processes.ts";
import { type Round, roundOf } from "./round.ts";
import type { Scenario } from "./scenario.ts";
import type { World } from "./world.ts";

export type Kill = { deaths: [DieAt, ...DieAt[]]; scenario: Scenario };

const patienceMs = 60_000;

/** One execution, and a kill of the only worker at each of the moments. Everything after it happens by itself, but for the person's decisions. */
export async function killWorker({ world, worker }: { world: World; worker: KeptWorker }, { deaths, scenario }: Kill): Promise<Round> {
  await worker.ready();
  await worker.arm(deaths);
  const [first] = deaths;
  const before = worker.deaths.length;
  const started = await world.start(scenario);
  const followed = await world.follow(started, {
    patienceMs,
    // What this process writes itself, no worker can die at.
    on: ({ head }) => "seq" in first && head.seq >= first.seq && !isOver(head.status) && worker.deaths.length === before && worker.kill(),
  });
  const over = performance.now();
  const kills = worker.deaths.length - before;
  const recoveryMs = kills > 0 ? over - (worker.deaths.at(-1) ?? over) : undefined;
  return roundOf({
    world,
    started,
    where: deaths.map(sayMoment).join(", then "),
    scenario,
    kills,
    recoveryMs,
    followed,
  });
}

const sayMoment = (at: DieAt): string => ("seam" in at ? `${at.seam} #${at.passage}` : `${at.when} seq ${at.seq}`);
