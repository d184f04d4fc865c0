import { runtime } from "#lib/runtime.ts";
import type { Scenario } from "./scenario.ts";
import { scope } from "./scope.ts";
import { judge, type Verdict } from "./verdict.ts";
import type { Followed, Started, World } from "./world.ts";

/** What became of one execution under which something was killed. */
export type Round = Started & {
  where: string;
  scenario: Scenario;
  kills: number;
  stuck: boolean;
  /** What the log says of an end that is none of the good ones. */
  because: string | undefined;
  /** From the last kill, or from when the killed database was back, to the end of the execution. */
  recoveryMs: number | undefined;
  asked: boolean;
  verdict: Verdict;
};

type About = {
  world: World;
  started: Started;
  where: string;
  scenario: Scenario;
  kills: number;
  recoveryMs: number | undefined;
  followed: Followed;
};

export async function roundOf({ world, started, where, scenario, kills, recoveryMs, followed: { end, asked } }: About): Promise<Round> {
  return {
    ...started,
    where,
    scenario,
    kills,
    stuck: end === "stuck" || end.head.status !== "completed",
    because: end === "stuck" ? undefined : end.head.because,
    recoveryMs: recoveryMs === undefined ? undefined : Math.max(0, recoveryMs),
    asked,
    verdict: await judge({ runtime: runtime(), scope, ...started, deliveries: await world.deliveries() }),
  };
}
