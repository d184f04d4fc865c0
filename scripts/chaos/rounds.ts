import { type Approval, isOver } from "#lib/execution/state.ts";
import { runtime } from "#lib/runtime.ts";
import type { DieAt } from "../../inngest/worker.chaos.ts";
import type { KeptWorker } from "./processes.ts";
import type { Scenario } from "./scenario.ts";
import { judge, type Verdict } from "./verdict.ts";
import { type Started, scope, type World } from "./world.ts";

export type Round = Started & {
  where: string;
  scenario: Scenario;
  kills: number;
  stuck: boolean;
  /** From the kill to the end of the execution. */
  recoveryMs: number | undefined;
  /** Whether a person was asked what became of the call. */
  asked: boolean;
  verdict: Verdict;
};

const patienceMs = 60_000;

export type Kill = { deaths: [DieAt, ...DieAt[]]; scenario: Scenario };

/** One execution, and a kill of the only worker at each of the moments. Everything after it happens by itself, but for the person's decisions. */
export async function killWorker({ world, worker }: { world: World; worker: KeptWorker }, { deaths, scenario }: Kill): Promise<Round> {
  await worker.ready();
  await worker.arm(deaths);
  const [first] = deaths;
  const before = worker.deaths.length;
  const started = await world.start(scenario);
  let asked = false;
  const end = await world.follow(started, {
    patienceMs,
    // What this process writes itself, no worker can die at.
    on: ({ head }) => "seq" in first && head.seq >= first.seq && !isOver(head.status) && worker.deaths.length === before && worker.kill(),
    decide: async (approval) => {
      if (approval.kind !== "unknown_effect") return "approve";
      asked = true;
      return whatHappened(world, started, approval);
    },
  });
  const over = performance.now();
  const kills = worker.deaths.length - before;
  const killedAt = worker.deaths.at(-1);
  return {
    ...started,
    where: deaths.map(sayMoment).join(", then "),
    scenario,
    kills,
    stuck: end === "stuck" || end.head.status !== "completed",
    recoveryMs: killedAt === undefined || kills === 0 ? undefined : Math.max(0, over - killedAt),
    asked,
    verdict: await judge({ runtime: runtime(), scope, ...started, deliveries: await world.deliveries() }),
  };
}

const sayMoment = (at: DieAt): string => ("seam" in at ? `${at.seam} #${at.passage}` : `${at.when} seq ${at.seq}`);

/** The person looks at the far side, more than once, and says what is true: it is there, or do it again. */
async function whatHappened(world: World, { tag }: Started, { tool }: Approval): Promise<"approve" | "edit" | "wait"> {
  if (tool !== "http.request") return "wait";
  const count = async () => (await world.deliveries()).filter(({ name }) => name === tag).length;
  const first = await count();
  await new Promise((done) => setTimeout(done, 300));
  const second = await count();
  if (second !== first) throw new Error(`the call of ${tag} was sent again while it was held`);
  return second > 0 ? "edit" : "approve";
}
